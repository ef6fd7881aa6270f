"""公布: what the province makes known after its decision, for everybody to read."""

from datetime import date
from enum import StrEnum
from typing import Annotated, cast

import orjson
from asyncpg import Record
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from services.publication.announcement import decisions as rules
from services.publication.announcement.commands import PublishRestoration, PublishResult, PublishRevocation
from services.publication.announcement.state import Announcement
from services.publication.queries import announcements as queries
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.errors import NotFound, NotKnownHere
from shared.events.publication import PublishedTitle
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Name
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/announcements", tags=["announcements"])


class NoSuchAnnouncement(NotFound):
    """There is no such announcement."""

    title_zh = "没有这份公布。"


class Kind(StrEnum):
    RESULT = "result"
    REVOCATION = "revocation"
    RESTORATION = "restoration"


class NewResult(Body):
    season_id: Code
    media: Name
    document_number: Name


class NewRevocation(Body):
    station_id: Code
    media: Name


class NewRestoration(Body):
    """Without a document number it names the decision that set the revocation aside."""

    station_id: Code
    media: Name
    document_number: Name | None = None


class AnnouncementStanding(BaseModel):
    """An announcement after its command: it is published, and stays as it is."""

    id: str
    status: str
    version: int


class AnnouncementShown(BaseModel):
    """As it was published: a result has titles, and says which one it supplements; the others are about one title."""

    id: str
    kind: Kind
    season_id: str
    station_id: str
    media: str
    document_number: str
    published_on: date
    titles: list[PublishedTitle] | None = None
    supplements: str | None = None
    station_name: str | None = None
    certificate_number: str | None = None
    ground: str | None = None
    version: int


@router.post(
    "/results",
    status_code=201,
    response_model=AnnouncementStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        rules.AlreadyPublished,
        rules.NoListSubmitted,
        rules.NotAllDecided,
        rules.MediaNotNamed,
    ),
)
async def publish_result(body: NewResult, act: TheAct) -> Answer:
    """公布: the province publishes the recognised stations of a season and city that stand in no announcement yet."""
    command = PublishResult(
        announcement_id="",
        season_id=body.season_id,
        media=body.media,
        document_number=body.document_number,
        today=act.today,
    )
    return await act.carry_out(command, _standing, 201)


@router.post(
    "/revocations",
    status_code=201,
    response_model=AnnouncementStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        rules.AlreadyPublished,
        rules.SetAsideBeforePublication,
        rules.NotRevoked,
        rules.MediaNotNamed,
    ),
)
async def publish_revocation(body: NewRevocation, act: TheAct) -> Answer:
    """撤牌公布: the province tells the public that a title is no more."""
    command = PublishRevocation(announcement_id="", station_id=body.station_id, media=body.media, today=act.today)
    return await act.carry_out(command, _standing, 201)


@router.post(
    "/restorations",
    status_code=201,
    response_model=AnnouncementStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        rules.AlreadyPublished,
        rules.SetAsideBeforePublication,
        rules.NotRestored,
        rules.MediaNotNamed,
    ),
)
async def publish_restoration(body: NewRestoration, act: TheAct) -> Answer:
    """恢复称号公布: the province tells the public that a revocation was set aside, and that the title stands."""
    command = PublishRestoration(
        announcement_id="",
        station_id=body.station_id,
        media=body.media,
        today=act.today,
        document_number=body.document_number or "",
    )
    return await act.carry_out(command, _standing, 201)


@router.get("", response_model=Page[AnnouncementShown])
async def list_announcements(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    kind: Kind | None = None,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
    station_id: Annotated[str | None, Query(max_length=100)] = None,
) -> Answer:
    """All announcements, for everybody."""
    wanted = queries.AnnouncementsWanted(kind, season_id, station_id)
    async with runtime.pool.acquire() as connection:
        rows = await queries.announcements(connection, wanted, paging.after(date, str), paging.fetch)
    return page(request, paging, rows, lambda row: (row["published_on"], row["announcement_id"]), _shown)


@router.get("/{announcement_id}", response_model=AnnouncementShown, responses=refuses(NoSuchAnnouncement))
async def show_announcement(announcement_id: str, runtime: TheRuntime) -> Answer:
    """One announcement, as it was published."""
    async with runtime.pool.acquire() as connection:
        row = await queries.announcement(connection, announcement_id)
    if row is None:
        raise NoSuchAnnouncement(f"There is no announcement {announcement_id}.")
    return versioned(_shown(row), row["version"])


def _shown(row: Record) -> AnnouncementShown:
    told = dict(row)
    contents = orjson.loads(told.pop("contents"))
    return AnnouncementShown(id=told.pop("announcement_id"), **told, **contents)


def _standing(state: object, version: int) -> AnnouncementStanding:
    announcement = cast("Announcement", state)
    return AnnouncementStanding(id=announcement.announcement_id, status="published", version=version)
