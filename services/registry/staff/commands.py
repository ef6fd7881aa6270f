"""What may be asked about a member of staff. Whether the station is active is a fact. A name is sealed as one."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import StationPost


@dataclass(frozen=True, slots=True)
class ProposeStaff:
    """The host proposes somebody for posts at its station."""

    staff_id: str
    station_id: str
    name: str
    posts: tuple[StationPost, ...]
    today: date
    host_id: str = ""
    is_active: bool = False


@dataclass(frozen=True, slots=True)
class AppointStaff:
    """The county engages somebody whom the host has proposed to it on paper."""

    station_id: str
    staff_id: str
    name: str
    posts: tuple[StationPost, ...]
    today: date
    host_id: str = ""
    is_active: bool = False


@dataclass(frozen=True, slots=True)
class AppointProposed:
    """The county engages somebody as proposed."""

    staff_id: str
    station_id: str
    today: date
    is_active: bool = False


@dataclass(frozen=True, slots=True)
class RefuseAppointment:
    staff_id: str
    station_id: str
    reasons: str
    today: date


@dataclass(frozen=True, slots=True)
class LeaveStaff:
    staff_id: str
    station_id: str
    left_on: date
    today: date


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Somebody agrees on paper that what `covers` names be published; the paper is kept by its hash."""

    staff_id: str
    station_id: str
    covers: tuple[str, ...]
    document_sha256: str
    given_on: date
    today: date


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    staff_id: str
    station_id: str
    withdrawn_on: date
    today: date


StaffCommand = (
    ProposeStaff | AppointStaff | AppointProposed | RefuseAppointment | LeaveStaff | GiveConsent | WithdrawConsent
)
