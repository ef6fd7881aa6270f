"""What the facts about a member of staff add up to."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.event import Sealed
from shared.events.registry import (
    AppointmentRefused,
    PublicationConsentGiven,
    PublicationConsentWithdrawn,
    StaffAppointed,
    StaffLeft,
    StaffProposed,
    StationPost,
)

StaffEvent = (
    StaffProposed
    | StaffAppointed
    | AppointmentRefused
    | StaffLeft
    | PublicationConsentGiven
    | PublicationConsentWithdrawn
)


class StaffStage(StrEnum):
    """How far somebody has come at a station. Who has left comes back as a new proposal, with an id of its own."""

    UNKNOWN = "unknown"
    PROPOSED = "proposed"
    REFUSED = "refused"
    SERVING = "serving"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody at a station; `covers` and `document_sha256` are those of the consent that stands, if one does."""

    stage: StaffStage = StaffStage.UNKNOWN
    host_id: str = ""
    name: Sealed = Sealed("")  # noqa: RUF009 (a text by another name)
    posts: tuple[StationPost, ...] = ()
    appointed_on: date | None = None
    covers: tuple[str, ...] = ()
    document_sha256: str = ""
    consented_on: date | None = None


def evolve(member: Member, event: StaffEvent) -> Member:
    match event:
        case StaffProposed():
            return replace(_as_told(member, event), stage=StaffStage.PROPOSED)
        case StaffAppointed():
            return replace(_as_told(member, event), stage=StaffStage.SERVING, appointed_on=event.appointed_on)
        case AppointmentRefused():
            return replace(member, stage=StaffStage.REFUSED)
        case StaffLeft():
            return replace(member, stage=StaffStage.LEFT)
        case PublicationConsentGiven():
            return replace(
                member,
                covers=event.covers,
                document_sha256=event.document_sha256,
                consented_on=event.given_on,
            )
        case PublicationConsentWithdrawn():
            return replace(member, covers=(), document_sha256="", consented_on=None)
        case _:
            assert_never(event)


def _as_told(member: Member, event: StaffProposed | StaffAppointed) -> Member:
    return replace(member, host_id=event.host_id, name=event.name, posts=event.posts)
