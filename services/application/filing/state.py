"""An application, as the facts recorded so far make it."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from shared.dispatch import by_command
from shared.events.application import (
    ApplicationAccepted,
    ApplicationDrafted,
    ApplicationFiled,
    ApplicationHandedOver,
    ApplicationNotAccepted,
    ApplicationPlacedInReserve,
    ApplicationRefiled,
    ApplicationReturned,
    ApplicationWithdrawn,
    EvidenceAttached,
    EvidenceChecked,
    EvidenceRemoved,
    InspectionRecorded,
    RecommendationIssued,
    RecommendationRefused,
    RecommendationReturned,
    SelfAssessed,
    TrustGrade,
    VetoChecked,
)

T = TypeVar("T")

DraftEvent = ApplicationDrafted | SelfAssessed | EvidenceAttached | EvidenceRemoved | EvidenceChecked
ReceivingEvent = (
    ApplicationFiled
    | ApplicationReturned
    | ApplicationRefiled
    | ApplicationAccepted
    | ApplicationNotAccepted
    | ApplicationHandedOver
    | ApplicationWithdrawn
)
VerifyingEvent = VetoChecked | InspectionRecorded
RecommendingEvent = RecommendationIssued | RecommendationRefused | RecommendationReturned | ApplicationPlacedInReserve
FilingEvent = DraftEvent | ReceivingEvent | VerifyingEvent | RecommendingEvent


class Stage(StrEnum):
    """How far an application has come in the county's hands. What follows is other services' to record."""

    NOT_FILED = "not_filed"
    DRAFT = "draft"  # begun by the host, and binding nobody
    FILED = "filed"
    RETURNED = "returned"  # the host was told what is missing
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    FIT = "fit"  # inspected, and found up to the standard
    UNFIT = "unfit"  # inspected, and found wanting
    RECOMMENDED = "recommended"
    RESERVE = "reserve"  # up to the standard, and over a quota
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Vetoes(StrEnum):
    """What the last look at the veto items gave."""

    UNCHECKED = "unchecked"
    CLEAR = "clear"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Application:
    """`evidence` are the files by their hashes, and how far each can be trusted; `attachments` what is said of them.

    `told_once` is whether a correction was asked for already.
    """

    stage: Stage = Stage.NOT_FILED
    application_id: str = ""
    season_id: str = ""
    station_id: str = ""
    host_id: str = ""
    bureau_code: str = ""
    draft: ApplicationDrafted | None = None
    self_assessment: SelfAssessed | None = None
    evidence: dict[str, TrustGrade] = field(default_factory=dict)
    attachments: dict[str, EvidenceAttached] = field(default_factory=dict)
    form_sha256: str = ""
    told_once: bool = False
    correction_due_on: date | None = None
    accepted_on: date | None = None
    vetoes: Vetoes = Vetoes.UNCHECKED
    last_check: VetoChecked | None = None
    last_inspection: InspectionRecorded | None = None
    reserve_number: int = 0


def evolve(application: Application, event: FilingEvent) -> Application:
    evolved: Application = _EVOLVE[type(event)](application, event)
    return evolved


def _drafting(application: Application, event: DraftEvent) -> Application:
    match event:
        case ApplicationDrafted():
            return replace(
                application,
                # While a correction is asked for the form is drafted anew, and the application stays where it is.
                stage=Stage.DRAFT if application.stage is Stage.NOT_FILED else application.stage,
                application_id=event.application_id,
                season_id=event.season_id,
                station_id=event.station_id,
                host_id=event.host_id,
                draft=event,
            )
        case SelfAssessed():
            return replace(application, self_assessment=event)
        case EvidenceAttached():
            return replace(
                application,
                evidence=application.evidence | {event.sha256: event.grade},
                attachments=application.attachments | {event.sha256: event},
            )
        case EvidenceChecked():
            return replace(application, evidence=application.evidence | {event.sha256: event.grade})
        case EvidenceRemoved():
            return replace(
                application,
                evidence=_without(application.evidence, event.sha256),
                attachments=_without(application.attachments, event.sha256),
            )


def _without(files: dict[str, T], sha256: str) -> dict[str, T]:
    return {name: told for name, told in files.items() if name != sha256}


def _receiving(application: Application, event: ReceivingEvent) -> Application:  # noqa: PLR0911 (one for each event)
    match event:
        case ApplicationFiled():
            return replace(
                application,
                stage=Stage.FILED,
                application_id=event.application_id,
                season_id=event.season_id,
                station_id=event.station_id,
                host_id=event.host_id,
                bureau_code=event.bureau_code,
                form_sha256=event.form_sha256,
            )
        case ApplicationReturned():
            return replace(application, stage=Stage.RETURNED, told_once=True, correction_due_on=event.due_on)
        case ApplicationRefiled():
            return replace(application, stage=Stage.FILED, form_sha256=event.form_sha256)
        case ApplicationAccepted():
            return replace(application, stage=Stage.ACCEPTED, accepted_on=event.accepted_on)
        case ApplicationNotAccepted():
            return replace(application, stage=Stage.NOT_ACCEPTED)
        case ApplicationHandedOver():
            return _handed_over(application, event)
        case ApplicationWithdrawn():
            return replace(application, stage=Stage.WITHDRAWN)


def _handed_over(application: Application, event: ApplicationHandedOver) -> Application:
    """What was seen at the old premises says nothing of the new ones; a line on a map changes nothing on the spot."""
    handed_over = replace(application, bureau_code=event.to_bureau)
    inspected = application.stage in {Stage.FIT, Stage.UNFIT, Stage.RECOMMENDED, Stage.RESERVE}
    if event.premises_moved and inspected:
        return replace(handed_over, stage=Stage.ACCEPTED, last_inspection=None, reserve_number=0)
    return handed_over


def _verifying(application: Application, event: VerifyingEvent) -> Application:
    match event:
        case VetoChecked():
            return replace(application, vetoes=Vetoes.CLEAR if event.clear else Vetoes.FOUND, last_check=event)
        case InspectionRecorded():
            stage = Stage.FIT if event.meets_standard else Stage.UNFIT
            return replace(application, stage=stage, last_inspection=event)


def _recommending(application: Application, event: RecommendingEvent) -> Application:
    match event:
        case RecommendationIssued():
            return replace(application, stage=Stage.RECOMMENDED, reserve_number=0)
        case RecommendationRefused():
            return replace(application, stage=Stage.REFUSED)
        case RecommendationReturned():
            return replace(application, stage=Stage.FIT)
        case ApplicationPlacedInReserve():
            return replace(application, stage=Stage.RESERVE, reserve_number=event.reserve_number)


_EVOLVE: Any = by_command(
    (DraftEvent, _drafting),
    (ReceivingEvent, _receiving),
    (VerifyingEvent, _verifying),
    (RecommendingEvent, _recommending),
)
