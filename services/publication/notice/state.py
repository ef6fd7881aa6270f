"""A notice, as the facts recorded so far make it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeResult,
    PublicNoticeClosed,
    PublicNoticeExtended,
    PublicNoticeOpened,
)

NoticeEvent = (
    PublicNoticeOpened
    | PublicNoticeExtended
    | CandidateHeld
    | CandidateReleased
    | CandidateStruckOff
    | CandidateWithdrawn
    | PublicNoticeClosed
)


class Stage(StrEnum):
    NOT_OPENED = "not_opened"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one candidate stands. It is held as long as one admissible objection is not decided."""

    station_id: str
    result: NoticeResult = NoticeResult.KEPT
    holds: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()
    upheld: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """`first_closes_on` is the last day as it was printed first; an extension leaves it as it was."""

    stage: Stage = Stage.NOT_OPENED
    season_id: str = ""
    opens_on: date = date.min
    closes_on: date = date.min
    first_closes_on: date = date.min
    extended_because: str = ""
    media: str = ""
    contact: str = ""
    candidates: Mapping[str, Standing] = field(default_factory=dict)

    def with_candidate(self, application_id: str, standing: Standing) -> "Notice":
        return replace(self, candidates={**self.candidates, application_id: standing})


def evolve(notice: Notice, event: NoticeEvent) -> Notice:  # noqa: PLR0911 (one return for each event)
    match event:
        case PublicNoticeOpened():
            return _opened(event)
        case PublicNoticeExtended():
            return replace(notice, closes_on=event.closes_on, extended_because=event.reason)
        case CandidateHeld():
            before = notice.candidates[event.application_id]
            holds = before.holds | {event.opinion_id}
            return notice.with_candidate(event.application_id, replace(before, result=NoticeResult.HELD, holds=holds))
        case CandidateReleased():
            return notice.with_candidate(event.application_id, _released(notice, event))
        case CandidateStruckOff():
            struck = replace(
                notice.candidates[event.application_id], result=NoticeResult.STRUCK_OFF, upheld=event.opinion_id
            )
            return notice.with_candidate(event.application_id, struck)
        case CandidateWithdrawn():
            withdrawn = replace(notice.candidates[event.application_id], result=NoticeResult.WITHDRAWN)
            return notice.with_candidate(event.application_id, withdrawn)
        case PublicNoticeClosed():
            return replace(notice, stage=Stage.CLOSED)
        case _:
            assert_never(event)


def _opened(event: PublicNoticeOpened) -> Notice:
    return Notice(
        stage=Stage.OPEN,
        season_id=event.season_id,
        opens_on=event.opens_on,
        closes_on=event.closes_on,
        first_closes_on=event.closes_on,
        media=event.media,
        contact=event.contact,
        candidates={candidate.application_id: Standing(candidate.station_id) for candidate in event.candidates},
    )


def _released(notice: Notice, event: CandidateReleased) -> Standing:
    before = notice.candidates[event.application_id]
    holds = before.holds - {event.opinion_id}
    return replace(
        before,
        result=NoticeResult.HELD if holds else NoticeResult.KEPT,
        holds=holds,
        dismissed=before.dismissed | {event.opinion_id},
    )
