"""How a title ends without blame, and what becomes of its plaque."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.events.assessment import EndedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePlaqueBack:
    """The county has the plaque again."""

    station_id: str
    returned_on: date


class WhyVoid(StrEnum):
    """Why a plaque is given up."""

    LOST = "lost"  # 遗失
    NOT_RETURNED = "not_returned"  # 拒不交回


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarePlaqueVoid:
    """The plaque of a title that is over does not come back, and counts for nothing."""

    station_id: str
    reason: WhyVoid
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTitle:
    """The title is over without blame: its host wants so, or what became of the station leaves no other way.

    After a change of host `new_host_id` names who runs the station since.
    """

    station_id: str
    ended_by: EndedBy
    on: date
    new_host_id: str = ""
