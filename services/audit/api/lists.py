"""The lists of the programme as of a day: who was on the register, whose turn it was, who bore a title, who led."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.audit.api.asked import AsOf, NoSuchEntry, OneAsOf, moment_of
from services.audit.lists import reads
from services.audit.lists.reads import Wanted
from services.audit.lists.rows import CaseThen, NomineeThen, StationThen, TitleThen
from shared.access.competence import WrongRole
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.web.bodies import Day
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1/lists", tags=["audit"])

Filter = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]
Position = Annotated[str, Query(max_length=40, description="as `assessment:120`: what was on record then")]
_BUREAUS = {Level.COUNTY, Level.CITY, Level.PROVINCE}
_AS_OF = (OneAsOf, NoSuchEntry, CursorNotReadable)


def _as_of(as_of: Day | None = None, as_of_position: Position = "") -> AsOf:
    return AsOf(as_of=as_of, as_of_position=as_of_position)


TheMoment = Annotated[AsOf, Depends(_as_of)]


def _wanted(
    bureau: Filter = "",
    district: Annotated[str, Query(max_length=6, pattern=r"^[0-9]*$")] = "",
    kind: Filter = "",
    season: Filter = "",
    status: Filter = "",
) -> Wanted:
    return Wanted(bureau, district, kind, season, status)


TheWanted = Annotated[Wanted, Depends(_wanted)]


@router.get("/register", response_model=Page[StationThen], responses=refuses(*_AS_OF))
async def register_as_of(
    request: Request, runtime: TheRuntime, paging: ThePaging, when: TheMoment, wanted: TheWanted
) -> Response:
    """历史名录: the register of stations as of a day, with the names, places and bureaus of that day."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        moment = await moment_of(connection, when)
        rows = await reads.register(connection, moment, wanted, _text(after), paging.fetch)
    return page(request, paging, rows, lambda row: (row.station_id,), lambda row: row)


@router.get("/titles", response_model=Page[TitleThen], responses=refuses(*_AS_OF))
async def titles_as_of(
    request: Request, runtime: TheRuntime, paging: ThePaging, when: TheMoment, wanted: TheWanted
) -> Response:
    """历史称号: the titles as of a day, each in force, suspended, revoked, lapsed or ended."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        moment = await moment_of(connection, when)
        rows = await reads.titles(connection, moment, wanted, _text(after), paging.fetch)
    return page(request, paging, rows, lambda row: (row.certificate_number,), lambda row: row)


@router.get("/inbox", response_model=Page[CaseThen], responses=refuses(*_AS_OF, NotKnownHere, NotSignedIn, WrongRole))
async def inbox_as_of(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    when: TheMoment,
    wanted: TheWanted,
    level: Annotated[Level | None, Query(description="whose inbox: `county`, `city` or `province`")] = None,
) -> Response:
    """历史待办: the open cases as of a day, with whose turn each was and the queue in which it lay at each bureau.

    `status` is a queue. A bureau is shown its own queues, an auditor those of every level or of one.
    """
    at = caller.level if caller.level in _BUREAUS else level
    narrowed = Wanted(wanted.bureau, wanted.district, wanted.kind, wanted.season, wanted.status, at or "")
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        moment, scope = await moment_of(connection, when), await scope_of(connection, caller)
        rows = await reads.inbox(connection, moment, narrowed, scope, _text(after), paging.fetch)
    return page(request, paging, rows, lambda row: (row.id,), lambda row: row)


@router.get(
    "/leaderboard",
    response_model=Page[NomineeThen],
    responses=refuses(*_AS_OF, NotKnownHere, NotSignedIn, WrongRole),
)
async def leaderboard_as_of(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    when: TheMoment,
    contest: Annotated[str, Query(min_length=1, max_length=100, pattern=r"^[^\x00%_/]+$")],
) -> Response:
    """历史排名: who stood in a contest as of a day, and in which place; each reader sees their own stations' people."""
    after = paging.after(int, str)
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        moment, scope = await moment_of(connection, when), await scope_of(connection, caller)
        board = await reads.leaderboard(connection, moment, contest, scope)
    rows = [row for row in board if after[1] is None or reads.place(row) > after]
    return page(request, paging, rows[: paging.fetch], reads.place, lambda row: row)


def _text(part: object) -> str | None:
    return None if part is None else str(part)
