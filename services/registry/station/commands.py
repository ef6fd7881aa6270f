"""What may be asked about a station. `today` is the day of the act; the facts are filled in before it is decided."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import Size, StationKind, StationPost


@dataclass(frozen=True, slots=True)
class RegisterStation:
    station_id: str
    host_id: str
    name: str
    kind: StationKind
    trade: str
    size: Size
    division_code: str
    town: str
    operating_since: date
    today: date
    bureau_code: str = ""
    """A fact: the bureau competent for the division."""


@dataclass(frozen=True, slots=True)
class AppointStaff:
    station_id: str
    staff_id: str
    name: str
    posts: tuple[StationPost, ...]
    today: date


StationCommand = RegisterStation | AppointStaff
