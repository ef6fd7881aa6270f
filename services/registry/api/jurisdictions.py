"""管辖: stations of which a change of divisions leaves open where they stand, and who decides it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, StringConstraints

from services.registry.api.answers import StationDone
from services.registry.division.codes import DivisionNotInForce
from services.registry.division.commands import DecideJurisdiction
from services.registry.division.decisions import NotWhereTheLandWent
from services.registry.division.moving import where_to
from services.registry.queries import divisions, places
from services.registry.queries.places import OpenPlace
from services.registry.rules import NoCompetentBureau
from services.registry.station.changes import StationNotOpen
from services.registry.station.state import Station
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.scope import scope_of
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, DivisionCode, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import KeyPart, Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1", tags=["jurisdictions"])

_BATCH = 500


class Unresolved(BaseModel):
    """A station, the change that leaves open where it stands, and the divisions that it may stand in.

    `version` is that of the station, for the `If-Match` of the decision.
    """

    station_id: str
    name: str
    host_id: str
    division_code: str
    town: str
    bureau_code: str
    change_id: str
    document_number: str
    effective_on: str
    may_be_in: list[str]
    version: int


class Place(Body):
    """Where the station stands; `town` may stay empty where nobody knows it but the division is certain."""

    division_code: DivisionCode
    town: Annotated[str, StringConstraints(max_length=200)] = ""
    reason: Text


@router.get("/jurisdictions/unresolved", response_model=Page[Unresolved], responses=refuses(WrongRole))
async def list_unresolved(request: Request, runtime: TheRuntime, caller: TheCaller, paging: ThePaging) -> Response:
    """待定管辖: stations of unknown towns where a division was split by towns; each stays where it was till then."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await _unresolved(connection, scope.division_prefix, paging.after(str, str), paging.fetch)
    return page(request, paging, rows, lambda row: (row.station_id, row.change_id), lambda row: row)


async def _unresolved(
    connection: Connection, beginning: str, after: tuple[KeyPart | None, ...], wanted: int
) -> list[Unresolved]:
    """While the job is still at work there are stations that it will settle itself: they are passed over."""
    changes = {change.change_id: change for change in await divisions.change_pages(connection)}
    found: list[Unresolved] = []
    while len(found) < wanted:
        batch = await places.unresolved(connection, beginning, after, _BATCH)
        for place in batch:
            moves = changes[place.change_id].moves
            if where_to(place.division_code, place.town, moves) is None:
                going = [move.to_code for move in moves if move.from_code == place.division_code]
                found.append(_shown(place, going))
        if len(batch) < _BATCH:
            break
        after = (batch[-1].station_id, batch[-1].change_id)
    return found[:wanted]


def _shown(place: OpenPlace, going: list[str]) -> Unresolved:
    stated = place.model_dump(mode="json", exclude={"since"})
    return Unresolved(**stated, may_be_in=sorted({*going, place.division_code}))


@router.post(
    "/stations/{station_id}/jurisdiction",
    response_model=StationDone,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        DivisionNotInForce,
        NotWhereTheLandWent,
        NoCompetentBureau,
        StationNotOpen,
    ),
)
async def decide_jurisdiction(station_id: str, body: Place, act: TheChange) -> Answer:
    """管辖: the city, for places in it, or the province says where a station stands; its bureau follows from that."""
    command = DecideJurisdiction(station_id, body.division_code, body.town, body.reason, act.today)

    def show(station: Station, version: int) -> StationDone:
        return StationDone(
            id=station_id,
            station_id=station_id,
            bureau_code=station.bureau_code,
            stage=station.stage,
            version=version,
        )

    return await act.carry_out(command, show)
