"""What the facts about a bureau, and about an officer, add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    BureauSucceeded,
    CampaignPublicised,
    InterestDeclared,
    OfficerLeft,
    OfficerPosted,
)

BureauEvent = BureauEstablished | BureauSucceeded | CampaignPublicised
OfficerEvent = OfficerPosted | OfficerLeft | InterestDeclared


@dataclass(frozen=True, slots=True)
class Bureau:
    """A bureau; without a level there is none yet, and with a successor it acts no more."""

    bureau_code: str = ""
    name: str = ""
    name_is_sourced: bool = False
    level: BureauLevel | None = None
    division_code: str = ""
    established_on: date | None = None
    towns: tuple[str, ...] = ()
    campaigns: frozenset[str] = frozenset()
    successor: tuple[str, str, date] | None = None
    """The successor's code, the document's number, and the day."""


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
                towns=event.towns,
            )
        case BureauSucceeded():
            return replace(bureau, successor=(event.successor_code, event.document_number, event.succeeded_on))
        case CampaignPublicised():
            return replace(bureau, campaigns=bureau.campaigns | {event.campaign_id})
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True)
class Officer:
    """Where an officer serves now, and to whom they are linked; without a bureau, nowhere."""

    officer_id: str = ""
    bureau_code: str = ""
    post: str = ""
    posted_on: date | None = None
    interests: Mapping[str, str] = field(default_factory=dict)
    """The nature of each link that was declared, by the host's id; empty where it has ended."""


def evolve_officer(officer: Officer, event: OfficerEvent) -> Officer:
    match event:
        case OfficerPosted():
            return replace(
                officer,
                officer_id=event.officer_id,
                bureau_code=event.bureau_code,
                post=event.post,
                posted_on=event.posted_on,
            )
        case OfficerLeft():
            return replace(officer, bureau_code="", post="")
        case InterestDeclared():
            return replace(
                officer, interests={**officer.interests, event.host_id: event.nature if event.stands else ""}
            )
        case _:
            assert_never(event)
