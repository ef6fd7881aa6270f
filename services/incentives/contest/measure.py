"""What is measured of a nominee outside of the contest: the ledger's figures over its period, and the votes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Measure:
    """Disputes that the nominee settled in the period, and votes that count.

    `in_time` are those settled by the day that their grade leaves; of the `followed_up` so many were `satisfied`.
    """

    settled: int = 0
    in_time: int = 0
    followed_up: int = 0
    satisfied: int = 0
    votes: int = 0


NOTHING = Measure()

Measures = Mapping[str, Measure]
"""By the nominee's id; who is not named has nothing."""


class Criteria(NamedTuple):
    """The notice's four criteria, each in tenths of a point from 0 to 1000."""

    service: int
    competence: int
    performance: int
    satisfaction: int
