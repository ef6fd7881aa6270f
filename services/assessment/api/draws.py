"""双随机抽查 over HTTP: the province commits itself to a draw, reveals it, and everybody can compute it again."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from services.assessment.api.answers import ACT, CHANGE
from services.assessment.draw.commands import CommitDraw, RevealDraw
from services.assessment.draw.decisions import (
    DrawAlreadyCommitted,
    DrawIsVoid,
    DrawnFromIsKnown,
    DrawNotSealedYet,
    NoInspectorLeft,
    NoSuchDraw,
    NothingToDrawFromYet,
    SeedDoesNotMatch,
    TooFewInspectors,
    TooManyToDrawFrom,
)
from services.assessment.draw.state import Draw
from services.assessment.queries import draws as queries
from services.assessment.views_of_checks import DrawCaseView, DrawView
from shared.access.roles import Caller, Level
from shared.access.scope import Scope, scope_of
from shared.events.assessment import CheckedThing
from shared.eventsourcing.commits import RecordTooLarge
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Day, Sha256
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1/draws", tags=["draws"])

_Area = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}00$"), Field(examples=["320400"])]
_SEERS = {Level.PROVINCE, Level.CITY, Level.AUDITOR}


class _CommitmentBody(Body):
    """`commitment` is the SHA-256 of the seed; `inspectors` are officers' ids, each once."""

    commitment: Sha256
    count: Annotated[int, Field(strict=True, ge=1, le=60)]
    inspectors: Annotated[tuple[Code, ...], Field(max_length=50)] = ()
    inspectors_each: Annotated[int, Field(strict=True, ge=0, le=5)] = 0
    reveal_by_days: Annotated[int, Field(strict=True, ge=1, le=30)] = 10


class CandidateDrawBody(_CommitmentBody):
    """A draw from the list that the season's city has not submitted yet."""

    about: Literal[CheckedThing.CANDIDATE]
    season_id: Code


class TitleDrawBody(_CommitmentBody):
    """A draw from the titles in force in a province or city at the end of a day to come."""

    about: Literal[CheckedThing.TITLE]
    division_code: _Area
    population_on: Day


class RevelationBody(Body):
    """The seed, as it was when its hash was made: visible characters of ASCII."""

    seed: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{16,200}$"), Field(examples=["0123456789abcdef"])]


class DrawStanding(BaseModel):
    """A draw after an act on it; `drawn` are applications or certificates, in the order of the draw."""

    id: str
    status: str
    version: int
    algorithm: str
    drawn: list[str]

    @classmethod
    def of(cls, draw: Draw, version: int) -> "DrawStanding":
        assert draw.committed is not None, "a command on a draw leads to one or is refused"
        return cls(
            id=draw.committed.draw_id,
            status="committed" if draw.revealed is None else "revealed",
            version=version,
            algorithm=draw.committed.algorithm,
            drawn=[] if draw.revealed is None else [one.id for one in draw.revealed.drawn],
        )


@router.post(
    "",
    status_code=201,
    response_model=DrawStanding,
    responses=refuses(*ACT, DrawnFromIsKnown, DrawAlreadyCommitted, TooFewInspectors, TooManyToDrawFrom),
)
async def commit_draw(
    body: Annotated[CandidateDrawBody | TitleDrawBody, Field(discriminator="about")], act: TheAct
) -> Answer:
    """抽查承诺: before it knows whom it will draw from, the province makes the hash of its seed known."""
    return await act.carry_out(_command(body, act), DrawStanding.of, 201)


def _command(body: CandidateDrawBody | TitleDrawBody, act: Act) -> CommitDraw:
    season_id, division_code = "", ""
    population_on: date | None = None
    if isinstance(body, CandidateDrawBody):
        season_id = body.season_id
    else:
        division_code, population_on = body.division_code, body.population_on
    return CommitDraw(
        draw_id=new_id("dr", act.seed),
        about=body.about,
        season_id=season_id,
        division_code=division_code,
        population_on=population_on,
        commitment=body.commitment,
        count=body.count,
        inspectors=body.inspectors,
        inspectors_each=body.inspectors_each,
        reveal_by_days=body.reveal_by_days,
        today=act.today,
    )


@router.post(
    "/{draw_id}/revelation",
    response_model=DrawStanding,
    responses=refuses(
        *CHANGE,
        NoSuchDraw,
        NothingToDrawFromYet,
        DrawNotSealedYet,
        SeedDoesNotMatch,
        DrawIsVoid,
        NoInspectorLeft,
        RecordTooLarge,
    ),
)
async def reveal_draw(draw_id: str, body: RevelationBody, act: TheChange) -> Answer:
    """抽查揭晓: the province tells the seed, and with it whom it looks at."""
    return await act.carry_out(RevealDraw(draw_id=draw_id, seed=body.seed, today=act.today), DrawStanding.of)


@router.get("", response_model=Page[DrawCaseView | DrawView], responses=refuses(CursorNotReadable))
async def list_draws(
    request: Request,
    caller: TheCaller,
    runtime: TheRuntime,
    paging: ThePaging,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """Every draw that was committed to, for everybody."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await queries.draws(
            connection, season_id, after if isinstance(after, str) else None, paging.fetch, runtime.clock.today()
        )
    return page(request, paging, rows, lambda row: (row[0].id,), lambda row: _seen(row, caller, scope))


@router.get("/{draw_id}", response_model=DrawCaseView | DrawView, responses=refuses(NoSuchDraw))
async def read_draw(draw_id: str, caller: TheCaller, runtime: TheRuntime) -> Response:
    """A draw. Everybody sees the commitment at once, and what was drawn when it warns nobody any more."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        found = await queries.draw(connection, draw_id, runtime.clock.today())
    if found is None:
        raise NoSuchDraw(f"No draw {draw_id} was committed to.")
    view = _seen(found, caller, scope)
    return versioned(view, view.version)


def _seen(found: tuple[DrawCaseView, DrawView], caller: Caller, scope: Scope) -> DrawView:
    whole, told = found
    is_theirs = caller.level in _SEERS and scope.covers(division_code=whole.division_code)
    return whole if is_theirs else told
