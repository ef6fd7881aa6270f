"""What a station has to mend, and when its title does not count."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRectification:
    """A bureau tells the station to mend something. The last day is a fact, by the calendar and the setting.

    `working_days` is what it was reckoned from.
    """

    station_id: str
    order_id: str
    findings: str
    today: date
    because: str = ""
    due_on: date = date.min
    due_is_provisional: bool = True
    working_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRectification:
    """A re-check has seen that it is mended."""

    station_id: str
    findings: str
    accepted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendTitle:
    """The station has moved, or does not run. Never asked by a person: it follows from that.

    `division_code` and `town` are empty where it has not moved.
    """

    station_id: str
    division_code: str
    town: str
    moved_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTitle:
    """The county has looked at the premises."""

    station_id: str
    findings: str
    resumed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRectificationDay:
    """The calendar of a year came: a last day that had been provisional is reckoned anew. Never asked by a person.

    `due_on` is looked up; None as long as it is provisional still.
    """

    station_id: str
    order_id: str
    today: date
    due_on: date | None = None
