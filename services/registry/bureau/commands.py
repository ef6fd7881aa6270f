"""What may be asked about a bureau and about an officer."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import BureauLevel


@dataclass(frozen=True, slots=True)
class EstablishBureau:
    bureau_code: str
    name: str
    name_is_sourced: bool
    level: BureauLevel
    division_code: str
    established_on: date
    today: date
    towns: tuple[str, ...] = ()
    """Those of the division for which alone it is competent; none means all of it."""


@dataclass(frozen=True, slots=True)
class SucceedBureau:
    bureau_code: str
    successor_code: str
    document_number: str
    succeeded_on: date
    today: date
    successor_level: BureauLevel | None = None
    """Facts: of the successor, and the bureau that has its powers today."""
    successor_established_on: date = date.min
    successor_heir: str = ""


@dataclass(frozen=True, slots=True)
class PubliciseCampaign:
    campaign_id: str
    bureau_code: str
    year: int
    channel: str
    summary: str
    held_on: date
    today: date


BureauCommand = EstablishBureau | SucceedBureau | PubliciseCampaign


@dataclass(frozen=True, slots=True)
class PostOfficer:
    officer_id: str
    bureau_code: str
    post: str
    today: date
    heir: str = ""
    """A fact: the bureau that has the powers of this one, where it was succeeded."""


@dataclass(frozen=True, slots=True)
class LeaveOffice:
    officer_id: str
    left_on: date
    today: date
    bureau_code: str = ""
    """A fact: the bureau where the officer serves, which may be the successor of the one of the posting."""


@dataclass(frozen=True, slots=True)
class DeclareInterest:
    officer_id: str
    host_id: str
    nature: str
    stands: bool
    declared_on: date
    today: date


OfficerCommand = PostOfficer | LeaveOffice | DeclareInterest
