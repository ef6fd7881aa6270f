"""A notice, as the facts recorded so far make it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidatesPutOnNotice,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeCandidate,
    NoticeResult,
    PublicNoticeClosed,
    PublicNoticeCorrected,
    PublicNoticeExtended,
    PublicNoticeOpened,
)

NoticeEvent = (
    PublicNoticeOpened
    | CandidatesPutOnNotice
    | PublicNoticeExtended
    | PublicNoticeCorrected
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
class Correction:
    """A candidate's correction, with the period of its own."""

    correction_id: str
    opens_on: date
    closes_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one candidate stands, and what is printed of it, as it was corrected last.

    It is held as long as one admissible objection is not decided, or the period of its correction runs.
    """

    printed: NoticeCandidate
    result: NoticeResult = NoticeResult.KEPT
    holds: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()
    upheld: str = ""
    correction: Correction | None = None

    @property
    def station_id(self) -> str:
        return self.printed.station_id

    @property
    def is_under_correction(self) -> bool:
        return self.correction is not None and self.correction.correction_id in self.holds

    @property
    def objections(self) -> frozenset[str]:
        """What holds it and is for an investigation to decide: all but its correction."""
        return self.holds - {self.correction.correction_id} if self.correction else self.holds


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
        case CandidatesPutOnNotice():
            return replace(notice, candidates={**notice.candidates, **_standings(event)})
        case PublicNoticeCorrected():
            return notice.with_candidate(event.application_id, _corrected(notice, event))
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
        candidates=_standings(event),
    )


def _standings(event: PublicNoticeOpened | CandidatesPutOnNotice) -> dict[str, Standing]:
    return {candidate.application_id: Standing(candidate) for candidate in event.candidates}


def _corrected(notice: Notice, event: PublicNoticeCorrected) -> Standing:
    correction = Correction(event.correction_id, event.opens_on, event.closes_on, event.reason)
    return replace(notice.candidates[event.application_id], printed=event.corrected, correction=correction)


def _released(notice: Notice, event: CandidateReleased) -> Standing:
    before = notice.candidates[event.application_id]
    holds = before.holds - {event.opinion_id}
    return replace(
        before,
        result=NoticeResult.HELD if holds else NoticeResult.KEPT,
        holds=holds,
        dismissed=before.dismissed | {event.opinion_id},
    )
