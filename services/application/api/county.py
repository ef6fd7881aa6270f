"""受理、查验、推荐 over HTTP: what the bureau competent for the station does with an application."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from services.application.api.standing import COUNTY, Standing
from services.application.filing.commands import (
    AcceptApplication,
    CheckVetoes,
    ExchangeRecommendation,
    IssueRecommendation,
    PromoteFromReserve,
    RecordInspection,
    RefuseRecommendation,
)
from services.application.filing.recommending import (
    NotBeforeTheCounty,
    NotFitForRecommendation,
    NotInReserve,
    NotRecommended,
    RecommendedTooLate,
    ReserveOutOfOrder,
    StationNotActiveNow,
    VetoesNotClear,
    WaitsInReserve,
)
from services.application.filing.verifying import (
    FailedItemsDisagree,
    FindingsIncomplete,
    InspectedBeforeAcceptance,
    InspectedTooLate,
    InspectorInterested,
    InspectorOfAnotherBureau,
    NotToBeAccepted,
    NotUnderVerification,
    TooFewInspectors,
    UnknownItem,
    VetoItemsIncomplete,
)
from services.application.quota.decisions import NoPlaceLeft, NotToBeExchanged
from services.application.rules import SeasonIsOver
from shared.access.competence import Recused
from shared.errors import InTheFuture
from shared.events.application import ItemFinding, VetoFinding
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Code, Day, Flag, Text
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["applications"])

_COUNTY = (*COUNTY, Recused)
_FORWARD = (VetoesNotClear, StationNotActiveNow, RecommendedTooLate, SeasonIsOver)


class Finding(Body):
    """`snapshot` is what was seen on the day: registers forget."""

    item: Code
    found: Flag
    snapshot: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class VetoCheck(Body):
    findings: Annotated[list[Finding], Field(min_length=1, max_length=30)]


class Seen(Body):
    """What the inspectors saw of one item of the season's standard."""

    item: Code
    met: Flag
    note: Annotated[str, StringConstraints(max_length=300)] = ""


class Inspection(Body):
    """`inspected_on` is today unless it is stated.

    Where `findings` are given they are one for each item of the standard, and what was not met has failed.
    """

    inspectors: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]
    meets_standard: Flag
    failed_items: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    remarks: Annotated[str, StringConstraints(max_length=4_000)] = ""
    inspected_on: Day | None = None
    findings: Annotated[tuple[Seen, ...], Field(max_length=100)] = ()


class Recommendation(Body):
    opinion: Text


class Promotion(Body):
    """`reason` is needed where others of the county's reserve stand before this one."""

    opinion: Text
    reason: Annotated[str, StringConstraints(max_length=4_000)] = ""


class Exchange(Body):
    """`for_application` is the recommended one that gives its place up and goes into the reserve."""

    for_application: Code
    opinion: Text
    reason: Text


class Refusal(Body):
    reasons: Text


@router.post("/acceptance", response_model=Standing, responses=refuses(*_COUNTY, NotToBeAccepted, SeasonIsOver))
async def accept_application(application_id: str, act: TheChange) -> Answer:
    """受理: the county takes the application up."""
    return await act.carry_out(AcceptApplication(application_id, act.today), Standing.of)


@router.post(
    "/veto-check",
    response_model=Standing,
    responses=refuses(*_COUNTY, VetoItemsIncomplete, NotUnderVerification, SeasonIsOver),
)
async def check_vetoes(application_id: str, body: VetoCheck, act: TheChange) -> Answer:
    """一票否决: each veto item V1 to V9 is looked up today, with a snapshot of what was seen."""
    findings = tuple(VetoFinding(item=one.item, found=one.found, snapshot=one.snapshot) for one in body.findings)
    return await act.carry_out(CheckVetoes(application_id, findings, act.today), Standing.of)


@router.post(
    "/inspection",
    response_model=Standing,
    responses=refuses(
        *_COUNTY,
        TooFewInspectors,
        InspectorOfAnotherBureau,
        InspectorInterested,
        UnknownItem,
        FindingsIncomplete,
        FailedItemsDisagree,
        InspectedBeforeAcceptance,
        InspectedTooLate,
        InTheFuture,
        NotUnderVerification,
        SeasonIsOver,
    ),
)
async def record_inspection(application_id: str, body: Inspection, act: TheChange) -> Answer:
    """查验: officers of the county have looked at the station on the spot."""
    command = RecordInspection(
        application_id,
        body.inspectors,
        meets_standard=body.meets_standard,
        failed_items=body.failed_items,
        remarks=body.remarks,
        inspected_on=act.day(body.inspected_on),
        today=act.today,
        findings=tuple(ItemFinding(item=one.item, met=one.met, note=one.note) for one in body.findings),
    )
    return await act.carry_out(command, Standing.of)


@router.post(
    "/recommendation",
    response_model=Standing,
    responses=refuses(*_COUNTY, NotFitForRecommendation, WaitsInReserve, *_FORWARD),
)
async def issue_recommendation(application_id: str, body: Recommendation, act: TheChange) -> Answer:
    """推荐意见: the county recommends a station that reaches the standard to its city.

    Where the season sets a quota and it is full, the station goes into the county's reserve instead: it has not failed.
    """
    command = IssueRecommendation(application_id, act.caller.subject, body.opinion, act.today)
    return await act.carry_out(command, Standing.of)


@router.post("/refusal", response_model=Standing, responses=refuses(*_COUNTY, NotBeforeTheCounty))
async def refuse_recommendation(application_id: str, body: Refusal, act: TheChange) -> Answer:
    """不予推荐: the county does not recommend the station, and says why."""
    return await act.carry_out(RefuseRecommendation(application_id, body.reasons, act.today), Standing.of)


@router.post(
    "/promotion",
    response_model=Standing,
    responses=refuses(*_COUNTY, NotInReserve, ReserveOutOfOrder, NoPlaceLeft, *_FORWARD),
)
async def promote_from_reserve(application_id: str, body: Promotion, act: TheChange) -> Answer:
    """递补: a place is free, and the county recommends the first of its reserve, or another for a stated reason."""
    by = act.caller.subject
    return await act.carry_out(
        PromoteFromReserve(application_id, by, body.opinion, body.reason, act.today), Standing.of
    )


@router.post(
    "/exchange",
    response_model=Standing,
    responses=refuses(*_COUNTY, NotInReserve, NotRecommended, NotToBeExchanged, *_FORWARD),
)
async def exchange_recommendation(application_id: str, body: Exchange, act: TheChange) -> Answer:
    """调换: the county puts this station of its reserve in the place of one that it had recommended, and says why."""
    command = ExchangeRecommendation(
        application_id, body.for_application, act.caller.subject, body.opinion, body.reason, act.today
    )
    return await act.carry_out(command, Standing.of)
