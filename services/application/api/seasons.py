"""年度 over HTTP: drafted, approved, opened, changed and extended by province and city; everybody may read."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, StrictInt, StringConstraints

from services.application.api.settings import SettingsBody
from services.application.names import season_id
from services.application.queries import seasons as queries
from services.application.season.changing import QuotaNarrowed, SettingFrozen
from services.application.season.closing import ExtendedTooLate, ExtensionNotLater, OnlyChaptersAreExtended
from services.application.season.commands import ApproveSeason, ChangeSetting, DraftSeason, ExtendSeason, OpenSeason
from services.application.season.deadlines import DeadlineOutsideTheYear, DeadlinesOutOfOrder, DeadlinesProvisional
from services.application.season.drafting import (
    ApprovalNumberMissing,
    CityOnlyExecutes,
    OpenedTooLate,
    OrganiserMayNot,
    RubricNotNamed,
    SeasonAlreadyApproved,
    SeasonAlreadyDrafted,
    SeasonNotApproved,
    SettingIsTheProvinces,
)
from services.application.season.standing import NoSuchSeason, SeasonIsClosed
from services.application.season.state import Season, SeasonStage
from services.application.season.values import NoSuchSetting, SettingNotReadable, SettingTooHigh, SettingTooLow
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.tokens import NotSignedIn
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import BureauLevel
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Day, DivisionCode, Flag, Name, Sha256, Text, Year
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable, VersionMissing, VersionStale

router = APIRouter(prefix="/v1/seasons", tags=["seasons"])

_WHO = (NotSignedIn, WrongRole, OutsideJurisdiction, NotAnOfficerHere, NotKnownHere)
_CHANGE = (*_WHO, NoSuchSeason, SeasonIsClosed, VersionMissing, VersionStale)
_CITY = (CityOnlyExecutes, SettingIsTheProvinces)
_UNSOUND = (
    NoSuchSetting,
    SettingNotReadable,
    SettingTooLow,
    SettingTooHigh,
    DeadlinesOutOfOrder,
    DeadlineOutsideTheYear,
)


class Draft(Body):
    """`city_code` is the province's own code for the season of the whole province, above the chapters of its cities."""

    year: Year
    city_code: DivisionCode
    settings: SettingsBody


class Approval(Body):
    """`approval_number` is needed for a season that opens on or after 2022-04-20."""

    issuer: Name
    organiser_level: BureauLevel
    document_date: Day
    document_sha256: Sha256
    approval_number: Annotated[str, StringConstraints(max_length=100)] = ""


class Change(Body):
    """`value` is a day as YYYY-MM-DD, a number, true or false, or a word. `basis` is what the new value rests on."""

    name: Code
    value: str | StrictInt | Flag
    basis: Name
    reason: Text


class Extension(Body):
    """Without `recommendations_due_on` recommendations keep as many working days as they had after the closing."""

    applications_close_on: Day
    recommendations_due_on: Day | None = None
    reason: Text
    document_number: Name
    document_date: Day


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
    responses=refuses(*_WHO, *_UNSOUND, SeasonAlreadyDrafted, SeasonIsClosed, *_CITY, RubricNotNamed),
)
async def draft_season(body: Draft, act: TheAct) -> Answer:
    """年度方案: the province drafts its season, and it or the city a chapter, once a year.

    What the draft leaves out is taken over from the province's season of the year, if there is one, as it stands then;
    a later change there does not reach chapters that are drafted. Deadlines that are set nowhere are reckoned, and
    provisional as long as the year's calendar is not published. A city drafts a chapter of an approved season alone.
    """
    name = season_id(body.year, body.city_code)
    command = DraftSeason(
        name, body.year, body.city_code, body.settings.model_dump(exclude_unset=True, exclude_none=True)
    )
    return await act.carry_out(command, _standing, 201, location=f"/v1/seasons/{name}")


@router.post(
    "/{season_id}/approval",
    response_model=SeasonStanding,
    responses=refuses(*_CHANGE, SeasonAlreadyApproved, InTheFuture),
)
async def approve_season(season_id: str, body: Approval, act: TheChange) -> Answer:
    """批准: the season rests on a document of a body that may approve it."""
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
    responses=refuses(
        *_CHANGE,
        SeasonNotApproved,
        CityOnlyExecutes,
        OpenedTooLate,
        OrganiserMayNot,
        ApprovalNumberMissing,
        DeadlinesProvisional,
    ),
)
async def open_season(season_id: str, act: TheChange) -> Answer:
    """启动: hosts may apply from today on. A chapter of an approved season needs no approval of its own."""
    return await act.carry_out(OpenSeason(season_id, act.today), _standing)


@router.post(
    "/{season_id}/settings",
    response_model=SeasonStanding,
    responses=refuses(*_CHANGE, *_UNSOUND, SettingFrozen, QuotaNarrowed, SettingIsTheProvinces),
)
async def change_setting(season_id: str, body: Change, act: TheChange) -> Answer:
    """调整设置: one setting has another value from now on; a city changes what `GET /v1/settings` leaves to it.

    A change in the province's season reaches the chapters that are drafted afterwards, and no others.
    """
    command = ChangeSetting(season_id, body.name, body.value, body.basis, body.reason, act.today)
    return await act.carry_out(command, _standing)


@router.post(
    "/{season_id}/extension",
    response_model=SeasonStanding,
    responses=refuses(
        *_CHANGE,
        OnlyChaptersAreExtended,
        ExtendedTooLate,
        ExtensionNotLater,
        DeadlinesOutOfOrder,
        DeadlineOutsideTheYear,
        DeadlinesProvisional,
        InTheFuture,
    ),
)
async def extend_season(season_id: str, body: Extension, act: TheChange) -> Answer:
    """延期: by a published order applications close later, for everybody in the chapter and never for one host."""
    command = ExtendSeason(
        season_id,
        body.applications_close_on,
        body.recommendations_due_on,
        body.reason,
        body.document_number,
        body.document_date,
        act.today,
    )
    return await act.carry_out(command, _standing)


@router.get("", response_model=Page[queries.SeasonView], responses=refuses(CursorNotReadable))
async def list_seasons(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    year: Annotated[int | None, Query(ge=1990, le=2200)] = None,
    city_code: Annotated[DivisionCode | None, Query()] = None,
) -> Response:
    """Seasons of provinces and their chapters, in the order of their ids."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await queries.seasons(
            connection,
            runtime.clock.today(),
            year=year,
            city_code=city_code,
            after=None if after is None else str(after),
            limit=paging.fetch,
        )
    return page(request, paging, rows, lambda row: (row.id,), lambda row: row)


@router.get("/{season_id}", response_model=queries.SeasonView, responses=refuses(NoSuchSeason))
async def read_season(season_id: str, runtime: TheRuntime) -> Response:
    """One season or chapter: its settings with what each rests on, its approval, its next deadline."""
    async with runtime.pool.acquire() as connection:
        season = await queries.season(connection, season_id, runtime.clock.today())
    if season is None:
        raise NoSuchSeason(f"there is no season {season_id}")
    return versioned(season, season.version)
