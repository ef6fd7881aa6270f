"""甄别: the city reads the opinions on its candidates and titles, and says what each is."""

from datetime import date, datetime
from typing import Annotated, Any

from asyncpg import Record
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from services.publication.api.opinions import OpinionStanding, standing
from services.publication.notice.decisions import CandidateGone
from services.publication.opinion import screening as rules
from services.publication.opinion.commands import ScreenOpinion
from services.publication.opinion.standing import NoSuchOpinion, OpinionIsMoot
from services.publication.opinion.state import Stage
from services.publication.queries import opinions as queries
from services.publication.queries.opinions import Queue
from services.publication.vault import vault_of
from shared.access import directory
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.database import Connection
from shared.events.publication import ObjectionOutcome, OpinionChannel, OpinionSide, Screening, Stance
from shared.web.acting import Answer, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Flag
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import KeyPart, Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(tags=["opinions"])


Wanted = Annotated[str | None, Query(max_length=100)]


class NewScreening(Body):
    """What the city made of an opinion; for an objection, with its reason."""

    result: Screening
    reason: Annotated[str, Field(max_length=2_000)] = ""
    county_investigates: Flag = Field(
        default=False, description="The county of the station is told to investigate the admissible objection."
    )


class OpinionLine(BaseModel):
    """An opinion without its words, and without its author."""

    id: str
    notice_id: str
    application_id: str
    station_id: str
    certificate_number: str
    side: OpinionSide
    stance: Stance
    channel: OpinionChannel
    is_named: bool
    states_facts: bool
    received_at: datetime
    stage: Stage
    screening: Screening | None
    reason: str
    screened_on: date | None
    is_moot: bool
    moot_on: date | None
    moot_reason: str
    version: int


class OpinionShown(OpinionLine):
    """With the way of an objection, as far as it has come."""

    county_investigates: bool
    investigation_due_on: date | None
    due_is_provisional: bool
    extensions: int
    investigators: list[str]
    findings: str
    report_sha256: str
    investigated_on: date | None
    outcome: ObjectionOutcome | None
    strikes_off: bool
    reasons: str
    decided_on: date | None
    answer_due_on: date | None
    answer_method: str
    answered_on: date | None
    text: str | None = Field(description="The words from the vault; for the city, and the county that investigates.")
    facts: str | None = Field(description="What happened, from the vault; for the same.")


@router.post(
    "/v1/opinions/{opinion_id}/screening",
    response_model=OpinionStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NoSuchOpinion,
        rules.AlreadyScreened,
        OpinionIsMoot,
        rules.AnonymousIsALead,
        rules.ScreenedAsAnotherKind,
        rules.ScreeningGivesReasons,
        rules.NothingToInvestigate,
        CandidateGone,
    ),
)
async def screen_opinion(opinion_id: str, body: NewScreening, act: TheChange) -> Answer:
    """甄别: the city says what an opinion is; an admissible objection holds its own candidate at once."""
    command = ScreenOpinion(
        opinion_id=opinion_id,
        result=body.result,
        reason=body.reason,
        today=act.today,
        county_investigates=body.county_investigates,
    )
    return await act.carry_out(command, standing(opinion_id))


@router.get("/v1/opinions", response_model=Page[OpinionLine], responses=refuses(WrongRole, NotAnOfficerHere))
async def list_opinions(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    queue: Queue | None = None,
    notice_id: Wanted = None,
    application_id: Wanted = None,
    station_id: Wanted = None,
    certificate_number: Wanted = None,
    screened: bool | None = None,
) -> Answer:
    """A city's opinions without their words. A queue puts first what nobody has screened, the oldest before the rest.

    In `objections` are those that bear a name and say what happened, however many others there are.
    """
    async with runtime.pool.acquire() as connection:
        wanted = queries.OpinionsWanted(
            city_code=await city_of(caller, connection),
            queue=queue,
            notice_id=notice_id,
            application_id=application_id,
            station_id=station_id,
            certificate_number=certificate_number,
            is_screened=screened,
        )
        rows = await queries.opinions(connection, wanted, paging.after(int, int, str), paging.fetch)
    return page(request, paging, rows, _place, _line)


def _place(row: Record) -> tuple[KeyPart, ...]:
    return row["is_read"], row["received_ms"], row["opinion_id"]


async def city_of(caller: Caller, connection: Connection) -> str | None:
    """The city whose opinions the caller sees; None for the auditor, who sees them all."""
    prefix = (await scope_of(connection, caller)).division_prefix
    return f"{prefix}00" if prefix else None


@router.get(
    "/v1/opinions/{opinion_id}",
    response_model=OpinionShown,
    responses=refuses(WrongRole, NotAnOfficerHere, OutsideJurisdiction, NoSuchOpinion),
)
async def show_opinion(opinion_id: str, runtime: TheRuntime, caller: TheCaller) -> Answer:
    """One opinion. The city reads its words, and the county that investigates it; who gave it stays in the vault."""
    async with runtime.pool.acquire() as connection:
        row = await seen(opinion_id, caller, connection)
    words = None if caller.level is Level.AUDITOR else await vault_of(runtime).words(opinion_id)
    told = _known(row, OpinionShown) | {"text": words and words.text, "facts": words and words.facts}
    return versioned(OpinionShown(id=opinion_id, **told), row["version"])


async def seen(opinion_id: str, caller: Caller, connection: Connection) -> Record:
    """The opinion, where the caller may see it."""
    row = await queries.opinion(connection, opinion_id)
    if row is None:
        raise NoSuchOpinion(f"There is no opinion {opinion_id}.")
    if caller.level is Level.COUNTY:
        await directory.acting(connection, caller)
        may_see = await queries.is_told_to_investigate(connection, caller.bureau, opinion_id)
    else:
        may_see = await city_of(caller, connection) in {None, row["city_code"]}
    if not may_see:
        raise OutsideJurisdiction(f"{opinion_id} is not this bureau's to read.")
    return row


def _line(row: Record) -> OpinionLine:
    return OpinionLine(id=row["opinion_id"], **_known(row, OpinionLine))


def _known(row: Record, model: type[BaseModel]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in model.model_fields}
