"""The board of a contest: who would win if it ended now. Pure, so that a live board and a frozen one are made alike.

Each of the notice's criteria is fed by what can be known of it. 服务优质: whether disputes were settled in time.
素质优秀: the knowledge test. 业绩突出: how many were settled, beside the nominee with the most. 群众满意: whether those
who were called back were satisfied. Judges score all four.
"""

from dataclasses import dataclass
from typing import assert_never

from services.incentives.contest.measure import NOTHING, Criteria, Measure, Measures
from services.incentives.contest.ranking import half_up, total
from services.incentives.contest.state import Contest, Nominee
from shared.events.incentives import BoardRow, TieRule, Weights

FULL = 1000
"""All that can be reached in one component, in tenths of a point."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A nominee's components and criteria, before anybody is ranked."""

    nominee: Nominee
    test: int
    results: int
    vote: int
    experts: int
    criteria: Criteria
    total: int
    breaks_ties: int


def board(contest: Contest, measures: Measures) -> tuple[BoardRow, ...]:
    """Everybody's place. Equal totals go by the tie rule; who are still equal share the better rank.

    A component is 0 to 1000 tenths; the total is their mean by the declared percents, rounded once, half up. Within a
    rank the order is that of the staff ids, which says nothing.
    """
    nominees = contest.on_the_board
    most = Measure(
        settled=max((measures.get(one, NOTHING).settled for one in nominees), default=0),
        votes=max((measures.get(one, NOTHING).votes for one in nominees), default=0),
    )
    lines = [_line(contest, one, measures.get(one.staff_id, NOTHING), most) for one in nominees.values()]
    order = sorted(lines, key=lambda line: (-line.total, -line.breaks_ties, line.nominee.staff_id))
    keys = [(line.total, line.breaks_ties) for line in lines]
    return tuple(_row(line, 1 + sum(key > (line.total, line.breaks_ties) for key in keys)) for line in order)


def _line(contest: Contest, nominee: Nominee, measure: Measure, most: Measure) -> _Line:
    measured = Criteria(
        service=_share(measure.in_time, measure.settled),
        competence=nominee.test or 0,
        performance=_share(measure.settled, most.settled),
        satisfaction=_share(measure.satisfied, measure.followed_up),
    )
    test, vote = nominee.test or 0, _share(measure.votes, most.votes)
    results = _results(measured, contest.weights)
    experts = total(nominee, contest.weights) if nominee.scores else 0
    shares = contest.components
    made_of = shares.test * test + shares.results * results + shares.vote * vote + shares.experts * experts
    return _Line(
        nominee=nominee,
        test=test,
        results=results,
        vote=vote,
        experts=experts,
        criteria=_criteria(nominee, measured),
        total=half_up(made_of, 100),
        breaks_ties=_breaks_ties(contest.tie_rule, test, results, experts),
    )


def _results(measured: Criteria, weights: Weights) -> int:
    """The mean of the three figures from the ledger, by the weights of their criteria; all alike where those are 0."""
    shares = (weights.service, weights.performance, weights.satisfaction)
    if not any(shares):
        shares = (1, 1, 1)
    figures = (measured.service, measured.performance, measured.satisfaction)
    return half_up(sum(share * figure for share, figure in zip(shares, figures, strict=True)), sum(shares))


def _criteria(nominee: Nominee, measured: Criteria) -> Criteria:
    """By each criterion what the judges say, and where there are none, what was measured."""
    given = list(nominee.scores.values())
    if not given:
        return measured
    return Criteria(
        service=half_up(sum(one.service for one in given), len(given)),
        competence=half_up(sum(one.competence for one in given), len(given)),
        performance=half_up(sum(one.performance for one in given), len(given)),
        satisfaction=half_up(sum(one.satisfaction for one in given), len(given)),
    )


def _breaks_ties(rule: TieRule, test: int, results: int, experts: int) -> int:
    match rule:
        case TieRule.SHARED:
            return 0
        case TieRule.TEST:
            return test
        case TieRule.RESULTS:
            return results
        case TieRule.EXPERTS:
            return experts
        case _:
            assert_never(rule)


def _share(part: int, whole: int) -> int:
    """In tenths of a point of 100; of nothing nothing."""
    return half_up(FULL * part, whole) if whole else 0


def _row(line: _Line, rank: int) -> BoardRow:
    return BoardRow(
        rank=rank,
        staff_id=line.nominee.staff_id,
        station_id=line.nominee.station_id,
        total=line.total,
        test=line.test,
        results=line.results,
        vote=line.vote,
        experts=line.experts,
        service=line.criteria.service,
        competence=line.criteria.competence,
        performance=line.criteria.performance,
        satisfaction=line.criteria.satisfaction,
    )
