"""称号抽查、暗访 over HTTP: how stations that bear a title are looked at, and what was found."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from services.assessment.api.answers import ACT, CHANGE, READ, Done
from services.assessment.queries import checks as queries
from services.assessment.stated import BeforeItsCause
from services.assessment.title.checking import (
    DrawnInspectorAbsent,
    DrawnTitleAlreadyOrdered,
    LinkedVisitor,
    NoSuchTitleCheck,
    PartialChecker,
    TargetedTitleCheckWithoutReason,
    TitleCheckAlreadyRecorded,
    TitleNotDrawn,
)
from services.assessment.title.commands import OrderTitleCheck, RecordTitleCheck, RecordUnannouncedVisit
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import Title
from services.assessment.views_of_checks import TitleLooksView
from shared.access import directory
from shared.access.competence import OutsideJurisdiction, Recused
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.errors import InTheFuture
from shared.events.assessment import CheckMode
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, Show, TheAct, TheChange
from shared.web.bodies import LONGEST_TEXT, Body, Code, Day, Flag, Sha256, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/titles/{station_id}", tags=["titles"])

_People = Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]


class TitleCheckBody(Body):
    """A drawn check names its draw; a targeted one says why. One that is not announced is kept from the host."""

    mode: CheckMode
    reason: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    announced: Flag = True
    draw_id: Annotated[str, StringConstraints(max_length=100)] = ""


class TitleCheckRecordBody(Body):
    """`checkers` are officers' ids; `checked_on` is today unless it is stated."""

    checkers: _People
    passed: Flag
    findings: Text
    report_sha256: Sha256 | None = None
    checked_on: Day | None = None


class VisitBody(Body):
    """`visitors` are officers' ids; `visited_on` is today unless it is stated."""

    visitors: _People
    is_in_order: Flag
    findings: Text
    report_sha256: Sha256 | None = None
    visited_on: Day | None = None


def _done(of: str, status: str) -> Show:
    def show(_title: Title, version: int) -> Done:
        return Done(id=of, status=status, version=version)

    return show


@router.post(
    "/spot-checks",
    status_code=201,
    response_model=Done,
    responses=refuses(
        *ACT, Recused, TitleNotInForce, TitleNotDrawn, DrawnTitleAlreadyOrdered, TargetedTitleCheckWithoutReason
    ),
)
async def order_title_check(station_id: str, body: TitleCheckBody, act: TheAct) -> Answer:
    """称号抽查: the province has a station that bears a title looked at, because it was drawn or for a reason."""
    check_id = new_id("ck", act.seed)
    command = OrderTitleCheck(
        station_id=station_id,
        check_id=check_id,
        mode=body.mode,
        reason=body.reason,
        announced=body.announced,
        draw_id=body.draw_id,
        today=act.today,
    )
    return await act.carry_out(command, _done(check_id, "ordered"), 201)


@router.post(
    "/spot-checks/{check_id}/record",
    response_model=Done,
    responses=refuses(
        *CHANGE,
        Recused,
        NoSuchTitleCheck,
        TitleCheckAlreadyRecorded,
        PartialChecker,
        DrawnInspectorAbsent,
        BeforeItsCause,
        InTheFuture,
    ),
)
async def record_title_check(station_id: str, check_id: str, body: TitleCheckRecordBody, act: TheChange) -> Answer:
    """称号抽查记录: what the province's checkers found; what follows from it is an act of its own."""
    command = RecordTitleCheck(
        station_id=station_id,
        check_id=check_id,
        checkers=body.checkers,
        passed=body.passed,
        findings=body.findings,
        report_sha256=body.report_sha256 or "",
        checked_on=act.day(body.checked_on),
    )
    return await act.carry_out(command, _done(check_id, "recorded"))


@router.post(
    "/visits",
    status_code=201,
    response_model=Done,
    responses=refuses(*ACT, Recused, TitleNotInForce, LinkedVisitor, BeforeItsCause, InTheFuture),
)
async def record_unannounced_visit(station_id: str, body: VisitBody, act: TheAct) -> Answer:
    """暗访: a bureau competent for the station was there, and nobody had expected it."""
    visit_id = new_id("vi", act.seed)
    command = RecordUnannouncedVisit(
        station_id=station_id,
        visit_id=visit_id,
        visitors=body.visitors,
        is_in_order=body.is_in_order,
        findings=body.findings,
        report_sha256=body.report_sha256 or "",
        visited_on=act.day(body.visited_on),
    )
    return await act.carry_out(command, _done(visit_id, "recorded"), 201)


@router.get("/checks", responses=refuses(*READ))
async def read_title_checks(station_id: str, caller: TheCaller, runtime: TheRuntime) -> TitleLooksView:
    """抽查、暗访情况. The host sees what is recorded, and neither who was there nor why it was looked at."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        station = await directory.the_station(connection, station_id)
        looks = await queries.of_station(connection, station_id, scope.host_id)
    if not scope.covers(host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code):
        raise OutsideJurisdiction(f"{station_id} is not {caller.bureau or 'this caller'}'s to read.")
    return _for_the_host(looks) if caller.level is Level.ENTERPRISE else looks


def _for_the_host(looks: TitleLooksView) -> TitleLooksView:
    nobody: dict[str, object] = {"reason": "", "inspectors": [], "checkers": []}
    return TitleLooksView(
        station_id=looks.station_id,
        checks=[check.model_copy(update=nobody) for check in looks.checks if check.passed is not None],
        visits=[visit.model_copy(update={"visitors": []}) for visit in looks.visits],
    )
