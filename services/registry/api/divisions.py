"""行政区划: the divisions on a day, and the acts of the state that change them."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from services.registry.api.answers import Done
from services.registry.api.as_of import AsOf, Beginning, beginning
from services.registry.division.codes import DivisionNotInForce
from services.registry.division.commands import ChangeDivisions
from services.registry.division.decisions import (
    AbolishedLandLeft,
    ChangeAlreadyRecorded,
    LaterChangeRecorded,
    MoveToNowhere,
    TownMovedTwice,
)
from services.registry.jobs.job import wake
from services.registry.queries import divisions
from services.registry.queries.divisions import DivisionChangePage, DivisionRow
from services.registry.rules import NoCompetentBureau
from shared.access.competence import WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import DivisionMove, NewDivision
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Day, DivisionCode, Name
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/divisions", tags=["divisions"])

Town = Annotated[str, StringConstraints(max_length=200)]


class Named(Body):
    code: DivisionCode
    name: Name


class Move(Body):
    """An empty `town` stands for the rest of the division."""

    from_code: DivisionCode
    town: Town = ""
    to_code: DivisionCode


class DivisionChange(Body):
    """`divisions` are those that the change makes, or keeps with another extent."""

    document_number: Name
    document_date: Day
    divisions: tuple[Named, ...] = Field(default=(), max_length=200)
    abolished: tuple[DivisionCode, ...] = Field(default=(), max_length=200)
    moves: tuple[Move, ...] = Field(min_length=1, max_length=400)
    effective_on: Day


@router.post(
    "/changes",
    status_code=201,
    response_model=Done,
    responses=refuses(
        WrongRole,
        InTheFuture,
        DivisionNotInForce,
        TownMovedTwice,
        AbolishedLandLeft,
        MoveToNowhere,
        NoCompetentBureau,
        LaterChangeRecorded,
        ChangeAlreadyRecorded,
    ),
)
async def change_divisions(body: DivisionChange, act: TheAct) -> Answer:
    """行政区划调整: the operator records it once it has taken effect; a job then follows it, station by station.

    The id follows from the document's number, so that a document is recorded once.
    """
    change_id = new_id("dc", body.document_number)
    command = ChangeDivisions(
        change_id=change_id,
        document_number=body.document_number,
        document_date=body.document_date,
        divisions=tuple(NewDivision(code=each.code, name=each.name) for each in body.divisions),
        abolished=body.abolished,
        moves=tuple(DivisionMove(from_code=m.from_code, town=m.town, to_code=m.to_code) for m in body.moves),
        effective_on=body.effective_on,
        today=act.today,
    )
    answer = await act.carry_out(
        command,
        lambda _, version: Done(id=change_id, status="changed", version=version),
        201,
        f"/v1/divisions/changes/{change_id}",
    )
    wake(act.runtime)
    return answer


@router.get("/changes")
async def list_changes(runtime: TheRuntime) -> list[DivisionChangePage]:
    """All recorded changes in the order of their days, each with how many stations have followed it."""
    async with runtime.pool.acquire() as connection:
        return await divisions.change_pages(connection)


@router.get("/changes/{change_id}", responses=refuses(NotKnownHere))
async def read_change(change_id: str, runtime: TheRuntime) -> DivisionChangePage:
    """One change, whole."""
    async with runtime.pool.acquire() as connection:
        found = await divisions.change_pages(connection, change_id)
    if not found:
        raise NotKnownHere(f"No change {change_id} of divisions is known here.")
    return found[0]


@router.get("", response_model=Page[DivisionRow])
async def list_divisions(
    request: Request, runtime: TheRuntime, paging: ThePaging, division: Beginning = "", as_of: AsOf = None
) -> Response:
    """The divisions of a day, today unless it is given; in the year of a change that nobody recorded, both states."""
    (after,) = paging.after(str)
    day = as_of or runtime.clock.today()
    async with runtime.pool.acquire() as connection:
        rows = await divisions.divisions(connection, beginning(division), day, str(after or ""), paging.fetch)
    return page(request, paging, rows, lambda row: (row.code,), lambda row: row)
