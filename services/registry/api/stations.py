"""12315消费维权服务站: stations and their staff."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from services.registry.api.acts import on_station
from services.registry.api.answers import StationDone
from services.registry.api.as_of import AsOf, register_then, station_then
from services.registry.api.bodies import PLACES, Registration
from services.registry.queries import duplicates, stations
from services.registry.queries.duplicates import PossiblePair
from services.registry.queries.places import StationThen
from services.registry.queries.stations import Filters, StationFile, StationPage, StationRow
from services.registry.rules import PossibleDuplicate
from shared.access.competence import OutsideJurisdiction, Recused, WrongRole
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import StationKind
from shared.eventsourcing.ids import new_id
from shared.runtime import Runtime
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/stations", tags=["stations"])

_SEE_NAMES = frozenset({Level.ENTERPRISE, Level.OFFICE, Level.COUNTY, Level.AUDITOR})

Division = Annotated[str, Query(pattern=r"^([1-9][0-9]{0,5})?$", description="a division, or how its code begins")]
Filter = Annotated[str | None, Query(max_length=200)]


class StationRead(StationPage):
    """A station; `file` is there for those whose business it is."""

    file: StationFile | None


@router.post(
    "",
    status_code=201,
    response_model=StationDone,
    responses=refuses(WrongRole, OutsideJurisdiction, Recused, NotKnownHere, *PLACES, InTheFuture, PossibleDuplicate),
)
async def register_station(body: Registration, act: TheAct) -> Answer:
    """建站登记: the county puts a station on the register, and is the competent bureau from then on."""
    station_id = new_id("st", act.seed)
    return await on_station(act, body.command(station_id, act.today), 201, f"/v1/stations/{station_id}")


@router.get("", response_model=Page[StationRow] | Page[StationThen], responses=refuses(InTheFuture))
async def list_stations(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    division: Division = "",
    status: Annotated[Literal["active", "suspended", "closed", "any"], Query()] = "active",
    kind: StationKind | None = None,
    trade: Filter = None,
    host_id: Filter = None,
    town: Filter = None,
    bureau_code: Filter = None,
    name: Annotated[
        str | None, Query(min_length=1, max_length=200, description="a part of a name, or a former one")
    ] = None,
    as_of: AsOf = None,
) -> Response:
    """The public register, by division: what is active, unless another status is asked for; or as it stood on a day."""
    filters = Filters(kind, trade, host_id, None if status == "any" else status, town, bureau_code, name)
    if as_of is not None:
        return await register_then(request, runtime, paging, division, filters, as_of)
    after = paging.after(str, str)
    async with runtime.pool.acquire() as connection:
        rows = await stations.stations(
            connection, division=_beginning(division), filters=filters, after=after, limit=paging.fetch
        )
    return page(request, paging, rows, lambda row: (row.division_code, row.station_id), lambda row: row)


@router.get("/duplicates", response_model=Page[PossiblePair], responses=refuses(NotSignedIn, WrongRole))
async def list_duplicates(request: Request, runtime: TheRuntime, caller: TheCaller, paging: ThePaging) -> Response:
    """疑似重复: pairs of stations in the reader's area that look like one station written down twice."""
    after = paging.after(str, str)
    async with runtime.pool.acquire() as connection:
        rows = await duplicates.pairs(connection, await scope_of(connection, caller), after, paging.fetch)
    return page(request, paging, rows, lambda row: (row.station_id, row.other_id), lambda row: row)


@router.get("/{station_id}", response_model=StationRead | StationThen, responses=refuses(NotKnownHere, InTheFuture))
async def read_station(station_id: str, runtime: TheRuntime, caller: TheCaller, as_of: AsOf = None) -> Response:
    """A station: for the public what the register shows, for its host and its bureaus its file as well."""
    if as_of is not None:
        return await station_then(runtime, station_id, as_of)
    async with runtime.pool.acquire() as connection:
        station = await stations.station(connection, station_id)
        if station is None:
            raise NotKnownHere(f"Station {station_id} is not known here.")
        scope = await scope_of(connection, caller)
        seen = scope.covers(
            host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code
        )
        file = await stations.station_file(connection, station_id) if seen else None
    if file is not None:
        file = await _named(runtime, file, caller)
    return versioned(StationRead(**dict(station), file=file), station.version)


async def _named(runtime: Runtime, file: StationFile, caller: Caller) -> StationFile:
    """The names of staff are opened for their host, their county and the auditor; an erased one for nobody."""
    names: dict[str, str | None] = {}
    if caller.level in _SEE_NAMES:
        assert runtime.sealer is not None, "the registry has one"
        sealed = {member.staff_id: member.name for member in file.staff if member.name}
        names = await runtime.sealer.open_all("name", sealed)
    told = [member.model_copy(update={"name": names.get(member.staff_id)}) for member in file.staff]
    return file.model_copy(update={"staff": told})


def _beginning(division: str) -> str:
    """320400 is the whole city: its counties' codes begin with 3204."""
    return division.removesuffix("00").removesuffix("00") if len(division) == len("320400") else division
