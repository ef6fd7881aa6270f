"""整改、中止 over HTTP: what a station that bears a title has to mend, and the title that counts again after a move."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.assessment.api.answers import CHANGE, READ, TitleStanding
from services.assessment.queries import rectifications
from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import AcceptRectification, OrderRectification, ResumeTitle
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.rectifying import NoRectificationOpen, OrderedByAHigherLevel, RectificationOpen
from services.assessment.title.state import Title
from services.assessment.title.suspending import TitleNotSuspended
from services.assessment.views import RectificationView
from shared.access.competence import Recused
from shared.access.scope import scope_of
from shared.errors import InTheFuture
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheChange
from shared.web.bodies import LONGEST_TEXT, Body, Day, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(tags=["titles"])


class OrderBody(Body):
    """What was found; the last day follows from the season's setting and the calendar.

    `because` may name the visit, the check or the review that it rests on.
    """

    findings: Text
    because: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


class AcceptanceBody(Body):
    """What the re-check has seen; `accepted_on` is today unless it is stated."""

    findings: Text
    accepted_on: Day | None = None


class ResumptionBody(Body):
    """What the inspection of the premises has seen; `resumed_on` is today unless it is stated."""

    findings: Text
    resumed_on: Day | None = None


class OrderStanding(BaseModel):
    """The order that is open, by its last day; `version` is the title's."""

    id: str
    status: str
    station_id: str
    version: int
    due_on: date
    due_is_provisional: bool

    @classmethod
    def of(cls, title: Title, version: int) -> "OrderStanding":
        order = title.rectification
        assert order is not None, "it was ordered just now"
        return cls(
            id=order.order_id,
            status="open",
            station_id=order.station_id,
            version=version,
            due_on=order.due_on,
            due_is_provisional=order.due_is_provisional,
        )


@router.get("/v1/rectifications", response_model=Page[RectificationView], responses=refuses(*READ, CursorNotReadable))
async def list_rectifications(request: Request, caller: TheCaller, runtime: TheRuntime, paging: ThePaging) -> Response:
    """整改台账: the orders that are open in the caller's area, with their last days and a mark on those overdue."""
    due_on, order_id = paging.after(date, str)
    after = (due_on, order_id) if isinstance(due_on, date) and isinstance(order_id, str) else None
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await rectifications.open_ones(connection, scope, after, paging.fetch, runtime.clock.today())
    return page(request, paging, rows, lambda row: (row.due_on, row.order_id), lambda row: row)


@router.post(
    "/v1/titles/{station_id}/rectification",
    status_code=201,
    response_model=OrderStanding,
    responses=refuses(*CHANGE, Recused, TitleNotInForce, RectificationOpen),
)
async def order_rectification(station_id: str, body: OrderBody, act: TheChange) -> Answer:
    """责令整改: the station keeps its title, and mends what was found by a day."""
    command = OrderRectification(
        station_id=station_id,
        order_id=new_id("rc", act.seed),
        findings=body.findings,
        because=body.because,
        today=act.today,
    )
    return await act.carry_out(command, OrderStanding.of, 201)


@router.post(
    "/v1/titles/{station_id}/rectification/acceptance",
    response_model=TitleStanding,
    responses=refuses(
        *CHANGE, Recused, TitleNotInForce, NoRectificationOpen, OrderedByAHigherLevel, BeforeItsCause, InTheFuture
    ),
)
async def accept_rectification(station_id: str, body: AcceptanceBody, act: TheChange) -> Answer:
    """整改合格: the level that ordered it, or a higher one, has seen that it is mended."""
    command = AcceptRectification(station_id=station_id, findings=body.findings, accepted_on=act.day(body.accepted_on))
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/v1/titles/{station_id}/resumption",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, Recused, TitleNotInForce, TitleNotSuspended, BeforeItsCause, InTheFuture),
)
async def resume_title(station_id: str, body: ResumptionBody, act: TheChange) -> Answer:
    """称号恢复: the county that is competent now has inspected the premises."""
    command = ResumeTitle(station_id=station_id, findings=body.findings, resumed_on=act.day(body.resumed_on))
    return await act.carry_out(command, TitleStanding.of)
