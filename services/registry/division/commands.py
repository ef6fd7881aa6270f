"""What may be asked about divisions, and about the place of a station where a change of them leaves it open."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import DivisionMove, NewDivision


@dataclass(frozen=True, slots=True)
class ChangeDivisions:
    """The operator records an act of the state that has taken effect."""

    change_id: str
    document_number: str
    document_date: date
    divisions: tuple[NewDivision, ...]
    abolished: tuple[str, ...]
    moves: tuple[DivisionMove, ...]
    effective_on: date
    today: date
    before: frozenset[str] = frozenset()
    """Facts: of the codes that are named, those in force on the eve of the day;"""
    after: frozenset[str] = frozenset()
    """those that the table or an earlier change has in force on the day;"""
    unserved: tuple[DivisionMove, ...] = ()
    """the moves whose land no bureau would be competent for;"""
    later: str = ""
    """and the document of a change of the same land, of that day or a later one, that is recorded already."""


DivisionCommand = ChangeDivisions


@dataclass(frozen=True, slots=True)
class DecideJurisdiction:
    """A city or the province says in which division a station stands, where a change of divisions leaves it open."""

    station_id: str
    division_code: str
    town: str
    reason: str
    today: date
