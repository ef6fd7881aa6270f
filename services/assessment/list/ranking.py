"""The order of the places (rule 8): total, results, demonstration, balance of trades, earlier filing."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from services.assessment.list.commands import RankedCandidate

RESULTS = "D"
"""工作成效: the code of the results dimension in every rubric."""

DEMONSTRATION = "E"
"""示范作用: the code of the demonstration dimension."""


def ranked(candidates: Iterable[RankedCandidate]) -> list[RankedCandidate]:
    """Best first. The same order whatever the order of the input: the application's id breaks the last tie.

    Among equals of the first three criteria, the one goes first whose trade has been ranked less often so far.
    """
    ordered: list[RankedCandidate] = []
    so_far: Counter[str] = Counter()
    for _, equals in groupby(sorted(candidates, key=_merit), key=_merit):
        waiting = list(equals)
        while waiting:
            first = min(waiting, key=lambda one: (so_far[one.line.trade], one.filed_at, one.line.application_id))
            waiting.remove(first)
            so_far[first.line.trade] += 1
            ordered.append(first)
    return ordered


def _merit(candidate: RankedCandidate) -> tuple[int, int, int]:
    dimensions = candidate.dimensions
    return -candidate.line.total, -dimensions.get(RESULTS, 0), -dimensions.get(DEMONSTRATION, 0)
