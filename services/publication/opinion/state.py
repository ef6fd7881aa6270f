"""An opinion, as the facts recorded so far make it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.publication import (
    InvestigationExtended,
    ObjectionDaySettled,
    ObjectionDecided,
    ObjectionInvestigated,
    ObjectionOutcome,
    ObjectorAnswered,
    OpinionClosedAsMoot,
    OpinionReceived,
    OpinionScreened,
    Screening,
    Stance,
)

OpinionEvent = (
    OpinionReceived
    | OpinionScreened
    | InvestigationExtended
    | ObjectionInvestigated
    | ObjectionDecided
    | ObjectorAnswered
    | ObjectionDaySettled
    | OpinionClosedAsMoot
)


class Stage(StrEnum):
    """An admissible objection that was screened is under investigation."""

    NOT_RECEIVED = "not_received"
    RECEIVED = "received"
    SCREENED = "screened"
    INVESTIGATED = "investigated"
    DECIDED = "decided"
    ANSWERED = "answered"
    MOOT = "moot"


@dataclass(frozen=True, slots=True)
class About:
    """What an opinion is about: a candidate on a notice, or a title by its certificate."""

    notice_id: str = ""
    application_id: str = ""
    station_id: str = ""
    certificate_number: str = ""


@dataclass(frozen=True, slots=True)
class Investigation:
    """The looking into an admissible objection: its last day, and what was found."""

    began_on: date = date.min
    due_on: date | None = None
    is_provisional: bool = False
    extensions: tuple[str, ...] = ()
    investigators: tuple[str, ...] = ()
    findings: str = ""
    report_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the city made of an objection, and the last day for the answer to its author."""

    outcome: ObjectionOutcome
    strikes_off: bool
    reasons: str
    decided_on: date
    answer_due_on: date | None
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    stage: Stage = Stage.NOT_RECEIVED
    about: About = About()
    stance: Stance = Stance.SUPPORT
    is_named: bool = False
    content_hmac: str = ""
    screened_as: Screening | None = None
    investigation: Investigation = Investigation()
    decision: Decision | None = None
    answer: tuple[str, str] = ("", "")


def evolve(opinion: Opinion, event: OpinionEvent) -> Opinion:  # noqa: PLR0911 (one return for each event)
    match event:
        case OpinionReceived():
            return _received(event)
        case OpinionScreened():
            begun = Investigation(
                began_on=event.screened_on, due_on=event.investigation_due_on, is_provisional=event.due_is_provisional
            )
            return replace(opinion, stage=Stage.SCREENED, screened_as=event.result, investigation=begun)
        case InvestigationExtended():
            return replace(opinion, investigation=_extended(opinion.investigation, event))
        case ObjectionInvestigated():
            return replace(opinion, stage=Stage.INVESTIGATED, investigation=_found(opinion.investigation, event))
        case ObjectionDecided():
            return replace(opinion, stage=Stage.DECIDED, decision=_decision(event))
        case ObjectorAnswered():
            return replace(opinion, stage=Stage.ANSWERED, answer=(event.method, event.answer_hmac))
        case ObjectionDaySettled():
            return _settled(opinion, event.due_on)
        case OpinionClosedAsMoot():
            return replace(opinion, stage=Stage.MOOT)
        case _:
            assert_never(event)


def _received(event: OpinionReceived) -> Opinion:
    return Opinion(
        stage=Stage.RECEIVED,
        about=About(event.notice_id, event.application_id, event.station_id, event.certificate_number),
        stance=event.stance,
        is_named=event.is_named,
        content_hmac=event.content_hmac,
    )


def _extended(before: Investigation, event: InvestigationExtended) -> Investigation:
    reasons = (*before.extensions, event.reason)
    return replace(before, due_on=event.due_on, is_provisional=event.due_is_provisional, extensions=reasons)


def _found(before: Investigation, event: ObjectionInvestigated) -> Investigation:
    return replace(
        before, investigators=event.investigators, findings=event.findings, report_sha256=event.report_sha256
    )


def _decision(event: ObjectionDecided) -> Decision:
    return Decision(
        outcome=event.outcome,
        strikes_off=event.strikes_off,
        reasons=event.reasons,
        decided_on=event.decided_on,
        answer_due_on=event.answer_due_on,
        is_provisional=event.due_is_provisional,
    )


def _settled(opinion: Opinion, due_on: date) -> Opinion:
    """The day that was provisional: of the answer once it is decided, until then of the investigation."""
    if opinion.decision is not None:
        return replace(opinion, decision=replace(opinion.decision, answer_due_on=due_on, is_provisional=False))
    return replace(opinion, investigation=replace(opinion.investigation, due_on=due_on, is_provisional=False))
