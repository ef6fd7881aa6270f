"""名额 over HTTP: the places of a season, before and after its list, with choices to look at."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.assessment.api.answers import READ
from services.assessment.queries import board as queries
from services.assessment.queries.board import BoardView
from shared.access.competence import OutsideJurisdiction
from shared.access.scope import scope_of
from shared.errors import NotKnownHere
from shared.web.bodies import Code
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/seasons/{season_id}", tags=["lists"])


@router.get("/places", response_model=BoardView, responses=refuses(*READ))
async def read_places(
    season_id: Code,
    caller: TheCaller,
    runtime: TheRuntime,
    choose: Annotated[str | None, Query(max_length=32_000)] = None,
) -> Response:
    """名额: the soft quota, who competes for it, and which balance a choice breaks.

    `choose` names application ids, parted by commas, and previews them instead of the list or the best by rank.
    """
    choice = None if choose is None else [one for one in choose.split(",") if one]
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        found = await queries.places(connection, season_id, choice)
    if found is None:
        raise NotKnownHere(f"Season {season_id} is not known here.")
    view, city_code = found
    if not scope.covers(division_code=city_code):
        raise OutsideJurisdiction(f"{season_id} is not {caller.bureau}'s to read.")
    return Response(view.model_dump_json().encode(), media_type="application/json")
