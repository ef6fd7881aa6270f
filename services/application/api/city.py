"""退回、名额 over HTTP: what a city does with recommendations, and how many places there are."""

from fastapi import APIRouter

from services.application.api.standing import COUNTY, Standing
from services.application.facts.common import season_row
from services.application.facts.quota import limits_of
from services.application.filing.commands import ReturnRecommendation
from services.application.filing.recommending import NotRecommended
from services.application.queries import quota as queries
from services.application.rules import SeasonIsOver
from services.application.season.standing import NoSuchSeason
from shared.access import competence, directory
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, Recused, WrongRole
from shared.access.roles import Caller, Level
from shared.access.tokens import NotSignedIn
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.application import SeasonSettings
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1", tags=["applications"])

_WATCHING = (Level.AUDITOR, Level.OPERATOR)


class Return(Body):
    reasons: Text


@router.post(
    "/applications/{application_id}/recommendation-return",
    response_model=Standing,
    responses=refuses(*COUNTY, Recused, NotRecommended, SeasonIsOver),
)
async def return_recommendation(application_id: str, body: Return, act: TheChange) -> Answer:
    """退回: until the recommendations are closed the city sends one back to its county, and says what to look at."""
    return await act.carry_out(ReturnRecommendation(application_id, body.reasons, act.today), Standing.of)


@router.get(
    "/seasons/{season_id}/quota",
    response_model=queries.QuotaView,
    responses=refuses(NotSignedIn, WrongRole, NotAnOfficerHere, OutsideJurisdiction, NotKnownHere, NoSuchSeason),
)
async def read_quota(season_id: str, caller: TheCaller, runtime: TheRuntime) -> queries.QuotaView:
    """名额: the places of each county, and who waits in reserve; a county sees its own, and the totals."""
    async with runtime.pool.acquire() as connection:
        season = await season_row(season_id, connection)
        await _may_see(caller, season["city_code"], connection)
        settings = SeasonSettings.model_validate_json(season["settings"])
        only = caller.bureau if caller.level is Level.COUNTY else None
        return await queries.quota(connection, season_id, season["city_code"], limits_of(season), settings.places, only)


async def _may_see(caller: Caller, city_code: str, connection: Connection) -> None:
    if caller.level in _WATCHING:
        return
    acting = await directory.acting(connection, caller)
    # A county's code lies below its city's, so it is the city's digits that are compared.
    division_code = city_code if caller.level is not Level.COUNTY else f"{city_code[:4]}{acting.division_code[4:]}"
    competence.require_over(caller, acting, division_code)
