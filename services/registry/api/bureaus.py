"""机关、任职、宣传: bureaus, their officers, and the campaigns that they make known."""

from fastapi import APIRouter, Request, Response

from services.registry.api.answers import Done
from services.registry.bureau.commands import EstablishBureau, PostOfficer, PubliciseCampaign
from services.registry.bureau.decisions import BureauAlreadyEstablished, LevelWithoutDivision, NotACampaigner
from services.registry.queries import bureaus
from services.registry.queries.bureaus import BureauRow
from shared.access.competence import WrongRole
from shared.access.roles import Level
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
    """`established_on` is today unless it is given; the name is that of the day."""

    bureau_code: Code
    name: Name
    name_is_sourced: Flag
    level: BureauLevel
    division_code: DivisionCode
    established_on: Day | None = None


class Posting(Body):
    officer_id: Code
    bureau_code: Code
    post: Name


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
    responses=refuses(WrongRole, InTheFuture, LevelWithoutDivision, BureauAlreadyEstablished),
)
async def establish_bureau(body: Establishment, act: TheAct) -> Answer:
    """机关: the operator puts a bureau on the register."""
    act.allow(Level.OPERATOR)
    command = EstablishBureau(
        bureau_code=body.bureau_code,
        name=body.name,
        name_is_sourced=body.name_is_sourced,
        level=body.level,
        division_code=body.division_code,
        established_on=body.established_on or act.today,
        today=act.today,
    )
    return await act.carry_out(
        command, lambda _, version: Done(id=body.bureau_code, status="established", version=version), 201
    )


@router.post("/officers", status_code=201, response_model=Done, responses=refuses(WrongRole, NotKnownHere))
async def post_officer(body: Posting, act: TheAct) -> Answer:
    """任职: the operator posts an officer at a bureau; a new posting ends the one before."""
    act.allow(Level.OPERATOR)
    command = PostOfficer(body.officer_id, body.bureau_code, body.post, act.today)
    return await act.carry_out(
        command, lambda _, version: Done(id=body.officer_id, status="posted", version=version), 201
    )


@router.post(
    "/campaigns", status_code=201, response_model=Done, responses=refuses(WrongRole, InTheFuture, NotACampaigner)
)
async def publicise_campaign(body: Campaign, act: TheAct) -> Answer:
    """广泛宣传: a county or city makes the campaign known in its own name. `version` is that of the bureau's record."""
    act.allow(Level.COUNTY, Level.CITY)
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


@router.get("/bureaus", response_model=Page[BureauRow])
async def list_bureaus(request: Request, runtime: TheRuntime, paging: ThePaging) -> Response:
    """Who is competent where."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await bureaus.bureaus(connection, after, paging.fetch)
    return page(request, paging, rows, lambda row: (row.bureau_code,), lambda row: row)
