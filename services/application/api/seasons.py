"""年度 over HTTP: the province drafts, approves and opens; everybody may read."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from services.application.names import season_id
from services.application.queries import seasons as queries
from services.application.season.commands import ApproveSeason, DraftSeason, OpenSeason
from services.application.season.decisions import (
    ApprovalNumberMissing,
    DeadlineOutsideTheYear,
    DeadlinesOutOfOrder,
    NoSuchSeason,
    OpenedTooLate,
    OrganiserMayNot,
    SeasonAlreadyApproved,
    SeasonAlreadyDrafted,
    SeasonNotApproved,
    SettingTooLow,
)
from services.application.season.state import Season, SeasonStage
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.roles import Level
from shared.access.tokens import NotSignedIn
from shared.errors import InTheFuture, NotKnownHere
from shared.events.application import SeasonSettings
from shared.events.registry import BureauLevel
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Count, Day, DivisionCode, Flag, Name, Sha256, Year
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable, VersionMissing, VersionStale

router = APIRouter(prefix="/v1/seasons", tags=["seasons"])

_WHO = (NotSignedIn, WrongRole, OutsideJurisdiction, NotAnOfficerHere, NotKnownHere)
_CHANGE = (*_WHO, NoSuchSeason, VersionMissing, VersionStale)


class Settings(Body):
    """What a season's chapter sets; what is left out stays at its default."""

    applications_close_on: Day
    recommendations_due_on: Day
    submission_due_on: Day
    rubric_id: Code
    notice_working_days: Count = 5
    notice_counts_first_day: Flag = False
    places: Count = 10
    inspectors_required: Count = 2
    assessors_required: Count = 2
    operating_days_required: Annotated[Count, Field(le=3_660)] = 365
    bar_seasons_after_revocation: Count = 2


class Draft(Body):
    year: Year
    city_code: DivisionCode
    settings: Settings


class Approval(Body):
    """`approval_number` is needed for a season that opens on or after 2022-04-20."""

    issuer: Name
    organiser_level: BureauLevel
    document_date: Day
    document_sha256: Sha256
    approval_number: Annotated[str, StringConstraints(max_length=100)] = ""


class SeasonStanding(BaseModel):
    """How far the chapter has come."""

    id: str
    stage: SeasonStage
    version: int


def _standing(season: Season, version: int) -> SeasonStanding:
    return SeasonStanding(id=season.season_id, stage=season.stage, version=version)


@router.post(
    "",
    status_code=201,
    response_model=SeasonStanding,
    responses=refuses(*_WHO, SeasonAlreadyDrafted, SettingTooLow, DeadlinesOutOfOrder, DeadlineOutsideTheYear),
)
async def draft_season(body: Draft, act: TheAct) -> Answer:
    """年度方案: the province drafts a city's chapter, once a year, with all its settings."""
    act.allow(Level.PROVINCE)
    name = season_id(body.year, body.city_code)
    settings = SeasonSettings.model_validate(body.settings.model_dump())
    command = DraftSeason(name, body.year, body.city_code, settings)
    return await act.carry_out(command, _standing, 201, location=f"/v1/seasons/{name}")


@router.post(
    "/{season_id}/approval",
    response_model=SeasonStanding,
    responses=refuses(*_CHANGE, SeasonAlreadyApproved, InTheFuture),
)
async def approve_season(season_id: str, body: Approval, act: TheChange) -> Answer:
    """批准: the season rests on a document of a body that may approve it."""
    act.allow(Level.PROVINCE)
    command = ApproveSeason(
        season_id,
        body.issuer,
        body.organiser_level,
        body.document_date,
        body.document_sha256,
        body.approval_number,
        act.today,
    )
    return await act.carry_out(command, _standing)


@router.post(
    "/{season_id}/opening",
    response_model=SeasonStanding,
    responses=refuses(*_CHANGE, SeasonNotApproved, OpenedTooLate, OrganiserMayNot, ApprovalNumberMissing),
)
async def open_season(season_id: str, act: TheChange) -> Answer:
    """启动: hosts may apply from today on."""
    act.allow(Level.PROVINCE)
    return await act.carry_out(OpenSeason(season_id, act.today), _standing)


@router.get("", response_model=Page[queries.SeasonView], responses=refuses(CursorNotReadable))
async def list_seasons(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    year: Annotated[int | None, Query(ge=1990, le=2200)] = None,
    city_code: Annotated[DivisionCode | None, Query()] = None,
) -> Response:
    """Chapters in the order of their ids."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await queries.seasons(
            connection, year=year, city_code=city_code, after=None if after is None else str(after), limit=paging.fetch
        )
    return page(request, paging, rows, lambda row: (row.id,), lambda row: row)


@router.get("/{season_id}", response_model=queries.SeasonView, responses=refuses(NoSuchSeason))
async def read_season(season_id: str, runtime: TheRuntime) -> Response:
    """One chapter, with its settings and its approval."""
    async with runtime.pool.acquire() as connection:
        season = await queries.season(connection, season_id)
    if season is None:
        raise NoSuchSeason(f"there is no season {season_id}")
    return versioned(season, season.version)
