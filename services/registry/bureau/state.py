"""What the facts about a bureau, and about an officer, add up to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from shared.events.registry import BureauEstablished, BureauLevel, CampaignPublicised, OfficerPosted

BureauEvent = BureauEstablished | CampaignPublicised


@dataclass(frozen=True, slots=True)
class Bureau:
    """A bureau; without a level there is none yet."""

    bureau_code: str = ""
    name: str = ""
    name_is_sourced: bool = False
    level: BureauLevel | None = None
    division_code: str = ""
    established_on: date | None = None
    campaigns: frozenset[str] = frozenset()


def evolve(bureau: Bureau, event: BureauEvent) -> Bureau:
    match event:
        case BureauEstablished():
            return replace(
                bureau,
                bureau_code=event.bureau_code,
                name=event.name,
                name_is_sourced=event.name_is_sourced,
                level=event.level,
                division_code=event.division_code,
                established_on=event.established_on,
            )
        case CampaignPublicised():
            return replace(bureau, campaigns=bureau.campaigns | {event.campaign_id})
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True)
class Officer:
    """Where an officer serves now; without a bureau, nowhere yet."""

    officer_id: str = ""
    bureau_code: str = ""
    post: str = ""


def evolve_officer(_officer: Officer, event: OfficerPosted) -> Officer:
    return Officer(event.officer_id, event.bureau_code, event.post)
