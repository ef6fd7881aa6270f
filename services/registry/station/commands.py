"""What may be asked about a station. `today` is the day of the act; the facts are filled in before it is decided."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import Size, StationKind


@dataclass(frozen=True, slots=True)
class ProposeStation:
    """A host asks its county for a station."""

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
    """A fact: the bureau competent for the place."""


@dataclass(frozen=True, slots=True)
class RegisterStation:
    """The county puts a station on the register that no host has proposed here."""

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
    """A fact: the bureau competent for the place."""
    distinct_because: str = ""
    alike: str = ""
    """A fact: the id of a station that looks like this one; empty where none does."""


@dataclass(frozen=True, slots=True)
class RegisterProposed:
    """The county puts a proposed station on the register; what it is was said in the proposal."""

    station_id: str
    today: date
    distinct_because: str = ""
    bureau_code: str = ""
    """A fact: the bureau competent for the place."""
    alike: str = ""
    """A fact: the id of a station that looks like this one; empty where none does."""


@dataclass(frozen=True, slots=True)
class RefuseRegistration:
    station_id: str
    reasons: str
    today: date


@dataclass(frozen=True, slots=True)
class CorrectDetails:
    station_id: str
    kind: StationKind
    trade: str
    size: Size
    operating_since: date
    reason: str
    today: date


@dataclass(frozen=True, slots=True)
class RenameStation:
    station_id: str
    name: str
    renamed_on: date
    today: date


@dataclass(frozen=True, slots=True)
class MoveStation:
    station_id: str
    division_code: str
    town: str
    moved_on: date
    today: date
    bureau_code: str = ""
    """A fact: the bureau competent at the destination."""


@dataclass(frozen=True, slots=True)
class TransferStation:
    station_id: str
    host_id: str
    transferred_on: date
    today: date


@dataclass(frozen=True, slots=True)
class SuspendStation:
    station_id: str
    reason: str
    suspended_on: date
    today: date


@dataclass(frozen=True, slots=True)
class ResumeStation:
    station_id: str
    resumed_on: date
    today: date


@dataclass(frozen=True, slots=True)
class CloseStation:
    station_id: str
    reason: str
    closed_on: date
    today: date


@dataclass(frozen=True, slots=True)
class ResolveJurisdiction:
    """From `since` on that bureau is competent: the divisions have changed, or a person has said where the place is."""

    station_id: str
    bureau_code: str
    division_code: str
    town: str
    since: date
    change_id: str
    reason: str
    today: date


StationCommand = (
    ProposeStation
    | RegisterStation
    | RegisterProposed
    | RefuseRegistration
    | CorrectDetails
    | RenameStation
    | MoveStation
    | TransferStation
    | SuspendStation
    | ResumeStation
    | CloseStation
    | ResolveJurisdiction
)
