"""机关、宣传: bureaus, who succeeds them, and the campaigns that they make known."""

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.registry.api.answers import Done
from services.registry.api.as_of import AsOf, Beginning, beginning, require_past
from services.registry.bureau.commands import EstablishBureau, PubliciseCampaign, SucceedBureau
from services.registry.bureau.decisions import (
    AlreadySucceeded,
    BureauAlreadyEstablished,
    LevelWithoutDivision,
    NoSuccessor,
    NotACampaigner,
    TownsNotNamed,
)
from services.registry.division.codes import DivisionNotInForce
from services.registry.queries import bureaus
from services.registry.queries.bureaus import BureauPage, BureauRow
from shared.access.competence import WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import BureauLevel
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code, Day, DivisionCode, Flag, Name, Text, Year
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1", tags=["bureaus"])


class Establishment(Body):
    """`established_on` is today unless it is given; the name is that of the day.

    Where `towns` are named the bureau is competent for these towns of the division alone.
    """

    bureau_code: Code
    name: Name
    name_is_sourced: Flag
    level: BureauLevel
    division_code: DivisionCode
    established_on: Day | None = None
    towns: tuple[Name, ...] = Field(default=(), max_length=100)


class Succession(Body):
    """`succeeded_on` is today unless it is given."""

    successor_code: Code
    document_number: Name
    succeeded_on: Day | None = None


class Campaign(Body):
    """`year` and `held_on` are this year and today unless they are given."""

    channel: Name
    summary: Text
    year: Year | None = None
    held_on: Day | None = None


@router.post(
    "/bureaus",
    status_code=201,
    response_model=Done,
    responses=refuses(
        WrongRole, InTheFuture, DivisionNotInForce, LevelWithoutDivision, TownsNotNamed, BureauAlreadyEstablished
    ),
)
async def establish_bureau(body: Establishment, act: TheAct) -> Answer:
    """机关: the operator puts a bureau on the register."""
    command = EstablishBureau(
        bureau_code=body.bureau_code,
        name=body.name,
        name_is_sourced=body.name_is_sourced,
        level=body.level,
        division_code=body.division_code,
        established_on=body.established_on or act.today,
        today=act.today,
        towns=body.towns,
    )
    return await act.carry_out(
        command, lambda _, version: Done(id=body.bureau_code, status="established", version=version), 201
    )


@router.post(
    "/bureaus/{bureau_code}/succession",
    response_model=Done,
    responses=refuses(WrongRole, NotKnownHere, InTheFuture, NoSuccessor, AlreadySucceeded),
)
async def succeed_bureau(bureau_code: str, body: Succession, act: TheAct) -> Answer:
    """职能承继: from a day on another bureau has this one's powers, cases and officers.

    The officers sign in under the successor's code from then on. Records of before keep the old name.
    """
    day = body.succeeded_on or act.today
    command = SucceedBureau(bureau_code, body.successor_code, body.document_number, day, act.today)
    return await act.carry_out(
        command, lambda _, version: Done(id=bureau_code, status="succeeded", version=version), 200
    )


@router.post(
    "/campaigns",
    status_code=201,
    response_model=Done,
    responses=refuses(WrongRole, InTheFuture, NotACampaigner, AlreadySucceeded),
)
async def publicise_campaign(body: Campaign, act: TheAct) -> Answer:
    """广泛宣传: a county or city makes the campaign known in its own name. `version` is that of the bureau's record."""
    campaign_id = new_id("ca", act.seed)
    held_on = body.held_on or act.today
    command = PubliciseCampaign(
        campaign_id=campaign_id,
        bureau_code=act.caller.bureau,
        year=body.year or held_on.year,
        channel=body.channel,
        summary=body.summary,
        held_on=held_on,
        today=act.today,
    )
    return await act.carry_out(
        command, lambda _, version: Done(id=campaign_id, status="publicised", version=version), 201
    )


@router.get("/bureaus", response_model=Page[BureauRow], responses=refuses(InTheFuture))
async def list_bureaus(
    request: Request, runtime: TheRuntime, paging: ThePaging, division: Beginning = "", as_of: AsOf = None
) -> Response:
    """All bureaus that ever were; with `as_of` those that there were at the end of that day, by their names of then."""
    require_past(runtime, as_of)
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await bureaus.bureaus(connection, after, paging.fetch, division=beginning(division), as_of=as_of)
    return page(request, paging, rows, lambda row: (row.bureau_code,), lambda row: row)


@router.get("/bureaus/{bureau_code}", responses=refuses(NotKnownHere))
async def read_bureau(bureau_code: str, runtime: TheRuntime) -> BureauPage:
    """A bureau, with all whose powers have come to it, and all to whom its own have gone since."""
    async with runtime.pool.acquire() as connection:
        found = await bureaus.bureau(connection, bureau_code)
    if found is None:
        raise NotKnownHere(f"Bureau {bureau_code} is not known here.")
    return found
