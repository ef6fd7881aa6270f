"""同类意见: what many people say in nearly the same words is listed once, and screened together."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from asyncpg import Record
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from services.publication.matter import decisions as rules
from services.publication.matter.commands import ScreenMatter
from services.publication.opinion.screening import (
    AlreadyScreened,
    ScreenedAsAnotherKind,
    ScreeningGivesReasons,
)
from services.publication.opinion.standing import OpinionIsMoot
from services.publication.queries import matters as queries
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Caller
from shared.access.scope import scope_of
from shared.database import Connection
from shared.events.publication import OpinionSide, Screening, Stance
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.bodies import Body
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import MOST, Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(tags=["opinions"])


AnId = Annotated[str | None, Query(max_length=100)]


class MatterShown(BaseModel):
    """A matter. How many opinions it has decides nothing."""

    id: str
    notice_id: str
    application_id: str
    station_id: str
    certificate_number: str
    stance: Stance
    count: int
    unscreened: int
    unscreened_objections: int = Field(description="Named objections that state facts: each is screened by itself.")
    named_with_facts: int = Field(description="Named objections that state facts, screened or not.")
    first_received_at: datetime
    first_opinion_id: str = Field(description="It stands for all: its words are read under `/v1/opinions/{id}`.")
    version: int


class MatterOpinion(BaseModel):
    """One of its opinions, without words and without a name."""

    id: str
    side: OpinionSide
    is_named: bool
    states_facts: bool
    received_at: datetime
    screening: Screening | None
    reason: str
    screened_on: date | None
    moot_on: date | None
    version: int


class MatterPage(Page[MatterOpinion]):
    """A matter with a page of its opinions, in the order in which they came in."""

    matter: MatterShown


class NewMatterScreening(Body):
    """One result and one reason for all."""

    result: Screening
    reason: Annotated[str, Field(max_length=2_000)] = ""


class MatterScreened(BaseModel):
    """How many were screened by this command, and how many it has left to another one like it."""

    id: str
    screened: int
    left: int


@router.get("/v1/matters", response_model=Page[MatterShown], responses=refuses(WrongRole))
async def list_matters(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    notice_id: AnId = None,
    application_id: AnId = None,
    certificate_number: AnId = None,
) -> Answer:
    """The matters of a city: those with unscreened opinions first, then the oldest first."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        wanted = queries.MattersWanted(scope.division_prefix, notice_id, application_id, certificate_number)
        rows = await queries.matters(connection, wanted, paging.after(int, int, str), paging.fetch)
    return page(request, paging, rows, lambda row: (row["is_done"], row["received_ms"], row["matter_id"]), _shown)


@router.get(
    "/v1/matters/{matter_id}",
    response_model=MatterPage,
    responses=refuses(WrongRole, OutsideJurisdiction, rules.NoSuchMatter),
)
async def show_matter(
    matter_id: str, request: Request, runtime: TheRuntime, caller: TheCaller, paging: ThePaging
) -> Answer:
    """A matter, and a page of its opinions."""
    async with runtime.pool.acquire() as connection:
        row = await _within_sight(connection, caller, matter_id)
        rows = await queries.opinions_of_matter(connection, matter_id, paging.after(int, str), paging.fetch)
    listed = page(request, paging, rows, lambda one: (one["received_ms"], one["opinion_id"]), _opinion)
    opinions = Page[MatterOpinion].model_validate_json(bytes(listed.body))
    answer = versioned(MatterPage(matter=_shown(row), items=opinions.items, next=opinions.next), row["version"])
    if "link" in listed.headers:
        answer.headers["Link"] = listed.headers["link"]
    return answer


@router.post(
    "/v1/matters/{matter_id}/screening",
    response_model=MatterScreened,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        rules.NoSuchMatter,
        rules.AdmissibleIsSingle,
        rules.ScreenedByItself,
        AlreadyScreened,
        OpinionIsMoot,
        ScreenedAsAnotherKind,
        ScreeningGivesReasons,
    ),
)
async def screen_matter(matter_id: str, body: NewMatterScreening, act: TheAct) -> Answer:
    """批量甄别: up to 200 opinions at once; named objections that state facts are left for a screening of their own."""
    to_screen = await queries.to_screen_together(act.runtime.pool, matter_id)
    command = ScreenMatter(
        matter_id=matter_id,
        opinion_ids=tuple(to_screen[:MOST]),
        result=body.result,
        reason=body.reason,
        today=act.today,
    )
    return await act.carry_out(command, _told(matter_id, screened=len(command.opinion_ids), of=len(to_screen)))


async def _within_sight(connection: Connection, caller: Caller, matter_id: str) -> Record:
    scope = await scope_of(connection, caller)
    row = await queries.matter(connection, matter_id)
    if row is None:
        raise rules.NoSuchMatter(f"There is no matter {matter_id}.")
    if not row["city_code"].startswith(scope.division_prefix):
        raise OutsideJurisdiction(f"{matter_id} is another city's matter.")
    return row


def _shown(row: Record) -> MatterShown:
    hidden = {"matter_id", "city_code", "received_ms", "is_done"}
    return MatterShown(id=row["matter_id"], **{name: value for name, value in row.items() if name not in hidden})


def _opinion(row: Record) -> MatterOpinion:
    hidden = {"opinion_id", "received_ms"}
    return MatterOpinion(id=row["opinion_id"], **{name: value for name, value in row.items() if name not in hidden})


def _told(matter_id: str, *, screened: int, of: int) -> Callable[[object, int], BaseModel]:
    return lambda _matter, _version: MatterScreened(id=matter_id, screened=screened, left=of - screened)
