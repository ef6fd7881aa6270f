"""What happened, and why: histories across services and levels, no entry before its cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.audit import answers, history, queries, telling
from services.audit.answers import History, HistoryEntry, SubjectHistory, TitleStanding
from services.audit.api.asked import (
    Asked,
    NoSuchEntry,
    NoSuchEvent,
    OneAsOf,
    link_to,
    may_read,
    moment_of,
    page_of,
    place_at,
    types_of,
)
from services.audit.history import Fact
from services.audit.moments import Moment
from services.audit.subjects import How, Kind
from services.audit.telling import Reader, Told
from shared.access import directory
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(tags=["audit"])

_REFUSED = refuses(NotKnownHere, NoSuchEntry, NoSuchEvent, NotSignedIn, OneAsOf, OutsideJurisdiction, WrongRole)


class AskedOfASeason(Asked):
    """With `cases`, also what happened to each station's own application in the season."""

    cases: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A page of a history, and what it is a page of."""

    moment: Moment
    told: Told
    items: tuple[HistoryEntry, ...]
    next: str | None


@router.get("/v1/stations/{station_id}/history", responses=_REFUSED)
async def station_history(
    station_id: str,
    request: Request,
    response: Response,
    runtime: TheRuntime,
    caller: TheCaller,
    asked: Annotated[Asked, Query()],
) -> History:
    """服务站历史: what happened to the station, at every level, each entry after its cause.

    Each says what it changed in its stream, before and after.
    """
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        host_id = await may_read(connection, caller, station_id)
        facts = await queries.history(connection, station_id)
        read = await _read(connection, facts, asked, Reader(caller.level, station_id), host_id)
    _lead_on(request, response, read)
    title = history.title(station_id, read.told.ordered)
    return History(
        station_id=station_id,
        as_of=asked.as_of,
        as_of_position=place_at(read.moment),
        title=TitleStanding(status=title.status, certificate_number=title.certificate_number, since=title.since),
        total=len(read.told.shown),
        items=read.items,
        next=read.next,
    )


@router.get("/v1/hosts/{host_id}/history", responses=_REFUSED)
async def host_history(
    host_id: str,
    request: Request,
    response: Response,
    runtime: TheRuntime,
    caller: TheCaller,
    asked: Annotated[Asked, Query()],
) -> SubjectHistory:
    """企业历史: what happened to the host, and what was done in its name; each of its stations has its own history."""
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        await directory.the_host(connection, host_id)
        facts = await queries.history_of(connection, Kind.HOST, host_id)
        read = await _read(connection, facts, asked, Reader(caller.level), host_id)
    return _subject(request, response, Kind.HOST, host_id, asked, read)


@router.get("/v1/applications/{application_id}/history", responses=_REFUSED)
async def application_history(
    application_id: str,
    request: Request,
    response: Response,
    runtime: TheRuntime,
    caller: TheCaller,
    asked: Annotated[Asked, Query()],
) -> SubjectHistory:
    """申报历史: what happened to the application, from its draft to the title; for whom its station's history is."""
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        station_id = await queries.station_of(connection, application_id)
        if station_id is None:
            raise NotKnownHere(f"Application {application_id} is not known here.")
        host_id = await may_read(connection, caller, station_id)
        facts = await queries.history_of(connection, Kind.APPLICATION, application_id)
        read = await _read(connection, facts, asked, Reader(caller.level, station_id), host_id)
    return _subject(request, response, Kind.APPLICATION, application_id, asked, read)


@router.get("/v1/seasons/{season_id}/history", responses=_REFUSED)
async def season_history(
    season_id: str,
    request: Request,
    response: Response,
    runtime: TheRuntime,
    caller: TheCaller,
    asked: Annotated[AskedOfASeason, Query()],
) -> SubjectHistory:
    """年度历史: what became of the season and of its lists, from its draft to the announcement of its titles.

    With `cases`, the way of each application, too.
    """
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        city_code = await queries.city_of(connection, season_id)
        if city_code is None:
            raise NotKnownHere(f"Season {season_id} is not known here.")
        (await scope_of(connection, caller)).require(division_code=city_code)
        without = () if asked.cases else (How.CASE,)
        facts = await queries.history_of(connection, Kind.SEASON, season_id, without)
        read = await _read(connection, facts, asked, Reader(caller.level))
    return _subject(request, response, Kind.SEASON, season_id, asked, read)


async def _read(connection: Connection, facts: Sequence[Fact], asked: Asked, reader: Reader, host_id: str = "") -> Read:
    moment, types = await moment_of(connection, asked), types_of(asked.event)
    told = telling.told(facts, moment, reader, types)
    page, following = page_of(told.shown, asked.after, asked.limit)
    known = [one for one in told.ordered if reader.sees(one)]
    changes = await telling.changed(connection, page, known, moment, reader) if asked.changes else None
    items = answers.entries(
        page,
        reader.station_id,
        await queries.names(connection, host_id),
        narrow=reader.narrow,
        links=answers.Links.among(known),
        changes=changes,
    )
    return Read(moment, told, tuple(items), following)


def _subject(
    request: Request, response: Response, kind: Kind, subject: str, asked: Asked, read: Read
) -> SubjectHistory:
    _lead_on(request, response, read)
    return SubjectHistory(
        kind=kind,
        id=subject,
        as_of=asked.as_of,
        as_of_position=place_at(read.moment),
        total=len(read.told.shown),
        items=read.items,
        next=read.next,
    )


def _lead_on(request: Request, response: Response, read: Read) -> None:
    if read.next is not None:
        response.headers["Link"] = link_to(request, read.next)
