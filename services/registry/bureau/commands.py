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


@dataclass(frozen=True, slots=True)
class PubliciseCampaign:
    campaign_id: str
    bureau_code: str
    year: int
    channel: str
    summary: str
    held_on: date
    today: date


BureauCommand = EstablishBureau | PubliciseCampaign


@dataclass(frozen=True, slots=True)
class PostOfficer:
    officer_id: str
    bureau_code: str
    post: str
    today: date


OfficerCommand = PostOfficer
