"""What is read back of the care for stations: for everybody their work, for those concerned the whole of it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.registry.api.concerned import CONCERNED, Division, beginning, station_of_concern
from services.registry.care.kinds import CareKind
from services.registry.queries import care, uplift
from services.registry.queries.care import CareRecord, Practice, PublicWork
from services.registry.queries.uplift import AreaProgress, Standing, StationProgress, UpliftPoint
from shared.access.directory import the_station
from shared.access.scope import scope_of
from shared.errors import NotKnownHere
from shared.events.registry import Platform
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1", tags=["stations"])


TheYear = Annotated[int, Query(ge=1990, le=2200)]
OneYear = Annotated[int | None, Query(ge=1990, le=2200)]


class Series(BaseModel):
    """A station's way, from the first point on."""

    station_id: str
    points: list[UpliftPoint]


class Overview(BaseModel):
    """The year's campaign in the reader's area, a row for each bureau that is competent in it."""

    year: int
    bureaus: list[AreaProgress]


@router.get("/stations/{station_id}/uplift", response_model=Series, responses=refuses(*CONCERNED))
async def read_uplift(station_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """四方面提升: surveys, measurements and assessments of a station over time."""
    async with runtime.pool.acquire() as connection:
        await station_of_concern(connection, caller, station_id)
        series = Series(station_id=station_id, points=await uplift.uplift(connection, station_id))
    return Response(series.model_dump_json().encode(), 200, media_type="application/json")


@router.get(
    "/stations/{station_id}/care", response_model=Page[CareRecord], responses=refuses(*CONCERNED, CursorNotReadable)
)
async def read_care(
    station_id: str,
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    year: OneYear = None,
    kind: CareKind | None = None,
) -> Response:
    """Everything that was done for a station and by it, the newest first."""
    async with runtime.pool.acquire() as connection:
        await station_of_concern(connection, caller, station_id)
        rows = await care.records(
            connection,
            station_id,
            year=year,
            kind=kind,
            after=paging.after(date, str),
            limit=paging.fetch,
        )
    return page(request, paging, rows, lambda row: (row.happened_on, row.record_id), lambda row: row)


@router.get(
    "/stations/{station_id}/platforms",
    response_model=Page[PublicWork],
    responses=refuses(NotKnownHere, CursorNotReadable),
)
async def read_platforms(
    station_id: str, request: Request, runtime: TheRuntime, paging: ThePaging, platform: Platform | None = None
) -> Response:
    """五大平台: what a station does for consumers and what others may learn from it, for everybody to read."""
    async with runtime.pool.acquire() as connection:
        rows = await care.public_work(
            connection,
            station_id,
            platform=platform,
            after=paging.after(date, str),
            limit=paging.fetch,
        )
        if not rows:
            await the_station(connection, station_id)
    return page(request, paging, rows, lambda row: (row.happened_on, row.id), lambda row: row)


@router.get("/practices", response_model=Page[Practice], responses=refuses(CursorNotReadable))
async def list_practices(request: Request, runtime: TheRuntime, paging: ThePaging, division: Division = "") -> Response:
    """维权经验、机制: what stations have shared, for others to copy; the newest first."""
    async with runtime.pool.acquire() as connection:
        rows = await care.practices(
            connection, division=beginning(division), after=paging.after(date, str), limit=paging.fetch
        )
    return page(request, paging, rows, lambda row: (row.shared_on, row.practice_id), lambda row: row)


@router.get("/campaigns/overview", response_model=Overview, responses=refuses(*CONCERNED))
async def read_overview(runtime: TheRuntime, caller: TheCaller, year: TheYear) -> Response:
    """争创活动进展: how many stations are surveyed in time, taken up, and guided in July and August."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        overview = Overview(year=year, bureaus=await uplift.overview(connection, scope, year))
    return Response(overview.model_dump_json().encode(), 200, media_type="application/json")


@router.get(
    "/campaigns/overview/stations",
    response_model=Page[StationProgress],
    responses=refuses(*CONCERNED, CursorNotReadable),
)
async def list_progress(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    year: TheYear,
    show: Standing | None = None,
) -> Response:
    """The stations behind the overview's counts, for example those that nobody has surveyed yet."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await uplift.stations(connection, scope, year, show=show, after=paging.after(str), limit=paging.fetch)
    return page(request, paging, rows, lambda row: (row.station_id,), lambda row: row)
