"""抽查、认定 over HTTP: what becomes of the candidates that a city has submitted."""

from typing import Annotated

import asyncpg
from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from services.assessment.api.answers import ACT, CHANGE, AssessmentStanding, standing
from services.assessment.assessment.commands import (
    DeclineTitle,
    FindVeto,
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RefuseRecognition,
)
from services.assessment.assessment.falling import (
    ListNotSubmittedYet,
    NoSuchVetoItem,
    NothingToDecline,
    VetoAlreadyFound,
)
from services.assessment.assessment.recognition import (
    AlreadyRecognised,
    CandidateNotDrawn,
    CheckerTookPart,
    DrawnInspectorMissing,
    HasDeclined,
    NoSuchSpotCheck,
    NotSubmitted,
    RecognitionAlreadyRefused,
    SpotCheckAlreadyRecorded,
    SpotCheckFailed,
    SpotCheckOpen,
    TargetedWithoutReason,
    VetoStands,
)
from services.assessment.assessment.scoring import NotInTheSet, RubricNotPublished
from services.assessment.assessment.state import Assessment
from services.assessment.facts.checkpoints import LogNotSigned
from services.assessment.stated import BeforeItsCause
from services.assessment.title.giving import DeciderTookPart, TitleAlreadyGiven, TitleAlreadyInForce
from shared.access.competence import NotYourCase, Recused
from shared.errors import InTheFuture, StreamMoved
from shared.events.assessment import CheckMode
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.bodies import LONGEST_TEXT, Body, Code, Day, Flag, Name, Sha256, Text
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/assessments/{application_id}", tags=["recognition"])

_TRIES = 50  # Of those that collide in a batch one wins, so this many may be recognised at one moment.


class SpotCheckBody(Body):
    """A drawn check names its draw; a targeted one says why. One that is not announced is kept from the host."""

    mode: CheckMode
    reason: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    announced: Flag = True
    draw_id: Annotated[str, StringConstraints(max_length=100)] = ""


class SpotCheckRecordBody(Body):
    """`checked_on` is today unless it is stated; the report is stored apart."""

    checkers: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]
    passed: Flag
    findings: Text
    checked_on: Day | None = None
    report_sha256: Sha256 | None = None


class RecognitionBody(Body):
    """The number of the document that recognises the station (认定通报)."""

    document_number: Name


class RefusalBody(Body):
    reasons: Text


class VetoBody(Body):
    """`item` is one of the season's standard; the evidence is a snapshot of the day, stored apart."""

    item: Code
    findings: Text
    evidence_sha256: Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=20)]


class DeclinationBody(Body):
    reason: Text


class Recognised(BaseModel):
    """The candidate is recognised. `version` is the assessment's; the title has a case of its own, by its station."""

    id: str
    stage: str
    version: int
    station_id: str


@router.post(
    "/spot-checks",
    status_code=201,
    response_model=AssessmentStanding,
    responses=refuses(
        *ACT,
        NotSubmitted,
        NotInTheSet,
        RecognitionAlreadyRefused,
        HasDeclined,
        AlreadyRecognised,
        CandidateNotDrawn,
        TargetedWithoutReason,
    ),
)
async def order_spot_check(application_id: str, body: SpotCheckBody, act: TheAct) -> Answer:
    """抽查: the province has a submitted candidate looked at; any of them, or none."""
    check_id = new_id("ck", act.seed)
    command = OrderSpotCheck(
        application_id=application_id,
        check_id=check_id,
        mode=body.mode,
        reason=body.reason,
        today=act.today,
        announced=body.announced,
        draw_id=body.draw_id,
    )
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version, check_id), 201)


@router.post(
    "/spot-checks/{check_id}/record",
    response_model=AssessmentStanding,
    responses=refuses(
        *CHANGE,
        NoSuchSpotCheck,
        SpotCheckAlreadyRecorded,
        CheckerTookPart,
        DrawnInspectorMissing,
        BeforeItsCause,
        InTheFuture,
    ),
)
async def record_spot_check(application_id: str, check_id: str, body: SpotCheckRecordBody, act: TheChange) -> Answer:
    """抽查记录: what the province's checkers found."""
    command = RecordSpotCheck(
        application_id=application_id,
        check_id=check_id,
        checkers=body.checkers,
        passed=body.passed,
        findings=body.findings,
        checked_on=act.day(body.checked_on),
        report_sha256=body.report_sha256 or "",
    )
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version, check_id))


@router.post(
    "/recognition",
    response_model=Recognised,
    responses=refuses(
        *CHANGE,
        NotSubmitted,
        NotInTheSet,
        RecognitionAlreadyRefused,
        HasDeclined,
        VetoStands,
        SpotCheckOpen,
        SpotCheckFailed,
        DeciderTookPart,
        TitleAlreadyInForce,
        TitleAlreadyGiven,
        LogNotSigned,
    ),
)
async def recognise_station(application_id: str, body: RecognitionBody, act: TheChange) -> Answer:
    """认定: the province gives the title, with the next free number of a certificate.

    The number is read before the commit. Where another recognition has taken it in between, the unique key of the
    table of titles refuses this one as a whole, and it is decided anew with the number after it.
    """
    command = RecogniseStation(
        application_id=application_id,
        document_number=body.document_number,
        decider=act.caller.subject,
        today=act.today,
        checkpoint_max_age=act.runtime.settings.checkpoint_max_age,
    )

    def recognised(assessment: Assessment, version: int) -> Recognised:
        return Recognised(id=application_id, stage="certified", version=version, station_id=assessment.station_id)

    for _ in range(_TRIES):
        try:
            return await act.carry_out(command, recognised)
        except asyncpg.UniqueViolationError:
            continue
    raise StreamMoved("Others were recognised at the same moment: repeat the command.")


@router.post(
    "/refusal",
    response_model=AssessmentStanding,
    responses=refuses(*CHANGE, NotSubmitted, NotInTheSet, HasDeclined, AlreadyRecognised),
)
async def refuse_recognition(application_id: str, body: RefusalBody, act: TheChange) -> Answer:
    """不予认定: the province does not recognise what the city passed, and says why."""
    command = RefuseRecognition(application_id=application_id, reasons=body.reasons, today=act.today)
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version))


@router.post(
    "/vetoes",
    status_code=201,
    response_model=AssessmentStanding,
    responses=refuses(
        *ACT,
        Recused,
        VetoAlreadyFound,
        NotInTheSet,
        RecognitionAlreadyRefused,
        HasDeclined,
        AlreadyRecognised,
        RubricNotPublished,
        NoSuchVetoItem,
    ),
)
async def find_veto(application_id: str, body: VetoBody, act: TheAct) -> Answer:
    """发现一票否决情形: after the veto check a bureau of the station finds out that an item of the standard stands."""
    command = FindVeto(
        application_id=application_id,
        item=body.item,
        findings=body.findings,
        evidence_sha256=body.evidence_sha256,
        today=act.today,
    )
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version), 201)


@router.post(
    "/declination",
    response_model=AssessmentStanding,
    responses=refuses(
        *CHANGE,
        NotYourCase,
        ListNotSubmittedYet,
        NothingToDecline,
        NotInTheSet,
        RecognitionAlreadyRefused,
        HasDeclined,
        AlreadyRecognised,
    ),
)
async def decline_title(application_id: str, body: DeclinationBody, act: TheChange) -> Answer:
    """放弃认定: the host does not want the title any more, after the list and before the province has decided."""
    command = DeclineTitle(application_id=application_id, reason=body.reason, today=act.today)
    return await act.carry_out(command, lambda state, version: standing(application_id, state, version))
