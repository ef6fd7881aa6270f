"""起草、自评 over HTTP: whether a station may apply, and the form that its host writes, scores and files."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from services.application.api.standing import CHANGE, FILING, SeasonId, Standing
from services.application.filing.commands import FileDraft
from services.application.filing.drafting import (
    FormIncomplete,
    FormIsFixed,
    ItemNotInTheStandard,
    SelfScoreOutOfRange,
)
from services.application.filing.eligibility import AnotherCitysSeason
from services.application.filing.forms import AssessSelf, DraftApplication
from services.application.filing.standing import NotFiled
from services.application.names import application_id as id_of
from services.application.queries import drafts as queries
from services.application.queries.applications import require_seen
from services.application.queries.eligibility import EligibilityView, eligibility
from services.application.queries.known import KnownView, known
from services.application.season.standing import NoSuchSeason, SeasonIsClosed
from shared.access.competence import (
    NotAnOfficerHere,
    NotYourCase,
    NotYourStation,
    OutsideJurisdiction,
    WrongRole,
)
from shared.access.roles import Caller
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.events.application import ItemScore
from shared.runtime import Runtime
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Sha256, Tenths
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable
from shared.web.uploads import NoSuchFile, stored

router = APIRouter(prefix="/v1", tags=["drafts"])

_READING = (NotSignedIn, WrongRole, NotAnOfficerHere, NotKnownHere, NotYourCase, OutsideJurisdiction)


class Draft(Body):
    """What is left empty may be written later. `copied_from` takes over the station's form of an earlier season."""

    season_id: SeasonId
    station_id: Code
    statement: str = ""
    contact: Annotated[str, StringConstraints(max_length=200)] = ""
    copied_from: Code | None = None


class Score(Body):
    item: Code
    tenths: Tenths
    note: Annotated[str, StringConstraints(max_length=1_000)] = ""


class SelfAssessment(Body):
    """The scores replace those that were there. A draft may leave items out; a filing needs them all."""

    scores: Annotated[list[Score], Field(max_length=200)]


class DraftFiling(Body):
    """The pledge as the host has signed it, uploaded before."""

    pledge_sha256: Sha256


class Known(BaseModel):
    """What the register knows, item by item; the host may rely on it when it scores itself."""

    items: list[KnownView]


@router.get(
    "/seasons/{season_id}/eligibility",
    tags=["seasons"],
    responses=refuses(*_READING, NoSuchSeason),
)
async def read_eligibility(
    season_id: str,
    caller: TheCaller,
    runtime: TheRuntime,
    station_id: Annotated[str, Query(min_length=1, max_length=100)],
) -> EligibilityView:
    """Whether the station may file now: each rule by itself, and what to do where it does not hold."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        return await eligibility(connection, scope, season_id, station_id, runtime.clock.now())


@router.post(
    "/drafts",
    status_code=201,
    response_model=Standing,
    responses=refuses(
        NotSignedIn,
        WrongRole,
        NotYourStation,
        NotKnownHere,
        NoSuchSeason,
        AnotherCitysSeason,
        SeasonIsClosed,
        FormIsFixed,
        NotFiled,
    ),
)
async def draft_application(body: Draft, act: TheAct) -> Answer:
    """起草申请: the host begins its form, or writes it anew. A draft binds nobody, and no bureau sees it."""
    name = id_of(body.season_id, body.station_id)
    command = DraftApplication(
        name,
        body.season_id,
        body.station_id,
        body.statement,
        body.contact,
        act.effective,
        body.copied_from or "",
    )
    return await act.carry_out(command, Standing.of, 201, location=f"/v1/applications/{name}/form")


@router.get(
    "/drafts",
    response_model=Page[queries.DraftView],
    responses=refuses(NotSignedIn, WrongRole, CursorNotReadable),
)
async def list_drafts(request: Request, caller: TheCaller, runtime: TheRuntime, paging: ThePaging) -> Response:
    """The host's own drafts that were not filed yet."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        last = after if isinstance(after, str) else None
        rows = await queries.drafts(connection, caller.bureau, after=last, limit=paging.fetch)
    return page(request, paging, rows, lambda row: (row.id,), lambda row: row)


@router.post(
    "/applications/{application_id}/self-assessment",
    response_model=Standing,
    responses=refuses(*CHANGE, NotYourStation, FormIsFixed, ItemNotInTheStandard, SelfScoreOutOfRange),
)
async def assess_self(application_id: str, body: SelfAssessment, act: TheChange) -> Answer:
    """自评: the host scores its station against the season's standard; what the register knows is kept beside it."""
    scores = tuple(ItemScore(item=one.item, tenths=one.tenths, note=one.note) for one in body.scores)
    return await act.carry_out(AssessSelf(application_id, scores, act.today), Standing.of)


@router.post(
    "/applications/{application_id}/filing",
    response_model=Standing,
    responses=refuses(*CHANGE, NotYourStation, NoSuchFile, *FILING, FormIncomplete),
)
async def file_draft(application_id: str, body: DraftFiling, act: TheChange) -> Answer:
    """申请: the host files its draft as it stands, with its pledge. What comes too late stays a draft."""
    await stored(act.runtime, body.pledge_sha256)
    return await act.carry_out(FileDraft(application_id, body.pledge_sha256, act.effective), Standing.of)


@router.get(
    "/applications/{application_id}/form",
    response_model=queries.FormView,
    responses=refuses(*_READING, NotFiled),
)
async def read_form(application_id: str, caller: TheCaller, runtime: TheRuntime) -> Response:
    """What the host wrote, scored and attached; a draft is shown to its host alone."""
    form = await _form(application_id, caller, runtime)
    return versioned(form, form.version)


@router.get("/applications/{application_id}/known", responses=refuses(*_READING, NotFiled))
async def read_known(application_id: str, caller: TheCaller, runtime: TheRuntime) -> Known:
    """What the register knows of the station in the season's year, for the items that it bears on."""
    form = await _form(application_id, caller, runtime)
    async with runtime.pool.acquire() as connection:
        return Known(items=await known(connection, form.station_id, form.year))


async def _form(application_id: str, caller: Caller, runtime: Runtime) -> queries.FormView:
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        form = await queries.form(connection, scope, application_id)
        if form is None:
            await require_seen(connection, scope, application_id)
    if form is None:
        raise NotFiled(f"there is no application {application_id}")
    return form
