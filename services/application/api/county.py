"""受理、查验、推荐 over HTTP: what the bureau competent for the station does with an application."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from services.application.api.standing import COUNTY, Standing
from services.application.filing.commands import (
    AcceptApplication,
    CheckVetoes,
    IssueRecommendation,
    RecordInspection,
    RefuseRecommendation,
)
from services.application.filing.recommending import (
    NotBeforeTheCounty,
    NotFitForRecommendation,
    RecommendedTooLate,
    VetoesNotClear,
)
from services.application.filing.verifying import (
    FailedItemsDisagree,
    InspectedBeforeAcceptance,
    InspectorOfAnotherBureau,
    NotToBeAccepted,
    NotUnderVerification,
    TooFewInspectors,
    VetoItemsIncomplete,
)
from services.application.rules import SeasonIsOver
from shared.access.roles import Level
from shared.errors import InTheFuture
from shared.events.application import VetoFinding
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Code, Day, Flag, Text
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["applications"])


class Finding(Body):
    """`snapshot` is what was seen on the day: registers forget."""

    item: Code
    found: Flag
    snapshot: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class VetoCheck(Body):
    findings: Annotated[list[Finding], Field(min_length=1, max_length=30)]


class Inspection(Body):
    """`inspected_on` is today unless it is stated."""

    inspectors: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]
    meets_standard: Flag
    failed_items: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    remarks: Annotated[str, StringConstraints(max_length=4_000)] = ""
    inspected_on: Day | None = None


class Recommendation(Body):
    opinion: Text


class Refusal(Body):
    reasons: Text


@router.post("/acceptance", response_model=Standing, responses=refuses(*COUNTY, NotToBeAccepted, SeasonIsOver))
async def accept_application(application_id: str, act: TheChange) -> Answer:
    """受理: the county takes the application up."""
    act.allow(Level.COUNTY)
    return await act.carry_out(AcceptApplication(application_id, act.today), Standing.of)


@router.post(
    "/veto-check",
    response_model=Standing,
    responses=refuses(*COUNTY, VetoItemsIncomplete, NotUnderVerification, SeasonIsOver),
)
async def check_vetoes(application_id: str, body: VetoCheck, act: TheChange) -> Answer:
    """一票否决: each veto item V1 to V9 is looked up today, with a snapshot of what was seen."""
    act.allow(Level.COUNTY)
    findings = tuple(VetoFinding(item=one.item, found=one.found, snapshot=one.snapshot) for one in body.findings)
    return await act.carry_out(CheckVetoes(application_id, findings, act.today), Standing.of)


@router.post(
    "/inspection",
    response_model=Standing,
    responses=refuses(
        *COUNTY,
        TooFewInspectors,
        InspectorOfAnotherBureau,
        FailedItemsDisagree,
        InspectedBeforeAcceptance,
        InTheFuture,
        NotUnderVerification,
        SeasonIsOver,
    ),
)
async def record_inspection(application_id: str, body: Inspection, act: TheChange) -> Answer:
    """查验: officers of the county have looked at the station on the spot."""
    act.allow(Level.COUNTY)
    command = RecordInspection(
        application_id,
        body.inspectors,
        meets_standard=body.meets_standard,
        failed_items=body.failed_items,
        remarks=body.remarks,
        inspected_on=act.day(body.inspected_on),
        today=act.today,
    )
    return await act.carry_out(command, Standing.of)


@router.post(
    "/recommendation",
    response_model=Standing,
    responses=refuses(*COUNTY, NotFitForRecommendation, VetoesNotClear, RecommendedTooLate, SeasonIsOver),
)
async def issue_recommendation(application_id: str, body: Recommendation, act: TheChange) -> Answer:
    """推荐意见: the county recommends a station that reaches the standard to its city."""
    act.allow(Level.COUNTY)
    command = IssueRecommendation(application_id, act.caller.subject, body.opinion, act.today)
    return await act.carry_out(command, Standing.of)


@router.post("/refusal", response_model=Standing, responses=refuses(*COUNTY, NotBeforeTheCounty))
async def refuse_recommendation(application_id: str, body: Refusal, act: TheChange) -> Answer:
    """不予推荐: the county does not recommend the station, and says why."""
    act.allow(Level.COUNTY)
    return await act.carry_out(RefuseRecommendation(application_id, body.reasons, act.today), Standing.of)
