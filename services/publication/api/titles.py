"""证书查验: whether a certificate, or a station, has the title on a day. Anybody may ask."""

from datetime import date
from typing import Annotated

import orjson
from asyncpg import Record
from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.publication.queries import titles as queries
from services.publication.queries.titles import TitleStatus
from shared.events.assessment import EndedBy
from shared.events.publication import PublishedTitle
from shared.web.bodies import Day
from shared.web.callers import TheRuntime

router = APIRouter(tags=["titles"])

AsOf = Annotated[Day | None, Query(description="the day that is asked about; today where none is given")]


class TitleCheck(BaseModel):
    """The answer for one day. Before its first day a title does not exist, and nothing of it is told."""

    status: TitleStatus
    as_of: date
    since: date | None = None
    revoked_on: date | None = None
    ground: str | None = None
    ended_on: date | None = None
    ended_by: EndedBy | None = None
    title: PublishedTitle | None = None


@router.get("/v1/titles/{certificate_number}")
async def check_certificate(certificate_number: str, runtime: TheRuntime, as_of: AsOf = None) -> TitleCheck:
    """In force since, no such title, revoked on, or ended on."""
    day = as_of or runtime.clock.today()
    async with runtime.pool.acquire() as connection:
        return _check(await queries.title(connection, certificate_number), day)


@router.get("/v1/stations/{station_id}/title")
async def check_station(station_id: str, runtime: TheRuntime, as_of: AsOf = None) -> TitleCheck:
    """The same question, by the station."""
    day = as_of or runtime.clock.today()
    async with runtime.pool.acquire() as connection:
        return _check(await queries.title_of_station(connection, station_id, day), day)


def _check(row: Record | None, day: date) -> TitleCheck:
    status = queries.status_on(row, day)
    if row is None or status is TitleStatus.NO_SUCH_TITLE:
        return TitleCheck(status=TitleStatus.NO_SUCH_TITLE, as_of=day)
    is_revoked, has_ended = status is TitleStatus.REVOKED, status is TitleStatus.ENDED
    printed = orjson.loads(row["printed"])
    return TitleCheck(
        status=status,
        as_of=day,
        since=row["certified_on"],
        revoked_on=row["revoked_on"] if is_revoked else None,
        ground=row["ground"] if is_revoked else None,
        ended_on=row["ended_on"] if has_ended else None,
        ended_by=row["ended_by"] if has_ended else None,
        title=PublishedTitle.model_validate(printed) if printed else None,
    )
