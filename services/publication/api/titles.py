"""证书查验: whether a certificate, or a station, has the title on a day. Anybody may ask."""

from datetime import date
from typing import Annotated

import orjson
from asyncpg import Record
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from services.publication.queries import titles as queries
from services.publication.queries.titles import TitleStatus
from shared.events.assessment import EndedBy
from shared.events.publication import PublishedTitle
from shared.web.acting import Answer
from shared.web.bodies import Day
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page

router = APIRouter(tags=["titles"])

AsOf = Annotated[Day | None, Query(description="the day that is asked about; today where none is given")]


class TitleCheck(BaseModel):
    """The answer for one day. Before its first day a title does not exist, and nothing of it is told.

    A title whose revocation was set aside is in force again since `restored_on`; between the two it was revoked.
    """

    status: TitleStatus
    as_of: date
    since: date | None = None
    suspended_on: date | None = None
    revoked_on: date | None = None
    ground: str | None = None
    restored_on: date | None = None
    lapsed_on: date | None = None
    ended_on: date | None = None
    ended_by: EndedBy | None = None
    title: PublishedTitle | None = None


class TitleFound(TitleCheck):
    """A title that was found by a name or a number."""

    certificate_number: str
    station_id: str


@router.get("/v1/titles", response_model=Page[TitleFound])
async def find_titles(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    name: Annotated[str, Query(min_length=2, max_length=200)],
    as_of: AsOf = None,
) -> Answer:
    """Titles by a part of a station's or host's name, present or former, or by a number of the host; revoked first."""
    day = as_of or runtime.clock.today()
    async with runtime.pool.acquire() as connection:
        rows = await queries.titles_named(connection, name, day, paging.after(int, str), paging.fetch)
    return page(
        request,
        paging,
        rows,
        lambda row: (int(row["change"] != "revoked"), row["certificate_number"]),
        lambda row: TitleFound(
            certificate_number=row["certificate_number"], station_id=row["station_id"], **_check(row, day).model_dump()
        ),
    )


@router.get("/v1/titles/{certificate_number}")
async def check_certificate(certificate_number: str, runtime: TheRuntime, as_of: AsOf = None) -> TitleCheck:
    """In force since, no such title, suspended, revoked, lapsed or ended on."""
    day = as_of or runtime.clock.today()
    async with runtime.pool.acquire() as connection:
        return _check(await queries.title(connection, certificate_number, day), day)


@router.get("/v1/stations/{station_id}/title")
async def check_station(station_id: str, runtime: TheRuntime, as_of: AsOf = None) -> TitleCheck:
    """The same question, by the station."""
    day = as_of or runtime.clock.today()
    async with runtime.pool.acquire() as connection:
        return _check(await queries.title_of_station(connection, station_id, day), day)


def _check(row: Record | None, day: date) -> TitleCheck:
    status = queries.status_of(row)
    if row is None:
        return TitleCheck(status=status, as_of=day)
    is_revoked, has_ended = status is TitleStatus.REVOKED, status is TitleStatus.ENDED
    stands = status in {TitleStatus.IN_FORCE, TitleStatus.SUSPENDED}
    return TitleCheck(
        status=status,
        as_of=day,
        since=row["certified_on"],
        suspended_on=row["premises_on"] if status is TitleStatus.SUSPENDED else None,
        revoked_on=row["on_day"] if is_revoked else None,
        ground=row["reason"] if is_revoked else None,
        restored_on=row["restored_on"] if stands else None,
        lapsed_on=row["on_day"] if status is TitleStatus.LAPSED else None,
        ended_on=row["on_day"] if has_ended else None,
        ended_by=EndedBy(row["reason"]) if has_ended else None,
        title=PublishedTitle.model_validate(orjson.loads(row["printed"])) if row["printed"] else None,
    )
