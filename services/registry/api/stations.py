"""12315消费维权服务站: stations and their staff."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.registry.api.answers import StationDone
from services.registry.api.bodies import Appointment, Registration
from services.registry.queries import stations
from services.registry.queries.stations import StationFile, StationPage, StationRow
from services.registry.rules import StationNotActive
from services.registry.station.commands import StationCommand
from services.registry.station.decisions import NoPost
from services.registry.station.state import Station
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import StationKind
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct
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
    responses=refuses(WrongRole, OutsideJurisdiction, NotKnownHere, InTheFuture),
)
async def register_station(body: Registration, act: TheAct) -> Answer:
    """建站登记: the county puts a station on the register, and is the competent bureau from then on."""
    act.allow(Level.COUNTY)
    station_id = new_id("st", act.seed)
    command = body.command(station_id, act.today)
    return await _carry_out(act, command, station_id, 201, f"/v1/stations/{station_id}")


@router.post(
    "/{station_id}/staff",
    status_code=201,
    response_model=StationDone,
    responses=refuses(WrongRole, OutsideJurisdiction, NotKnownHere, NoPost, StationNotActive),
)
async def appoint_staff(station_id: str, body: Appointment, act: TheAct) -> Answer:
    """选配: somebody whom the host proposes is engaged at the station."""
    act.allow(Level.COUNTY)
    staff_id = new_id("sf", act.seed)
    return await _carry_out(act, body.command(station_id, staff_id, act.today), staff_id, 201)


@router.get("", response_model=Page[StationRow])
async def list_stations(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    division: Division = "",
    kind: StationKind | None = None,
    trade: Filter = None,
    host_id: Filter = None,
) -> Response:
    """The public register, by division."""
    after = paging.after(str, str)
    async with runtime.pool.acquire() as connection:
        rows = await stations.stations(
            connection,
            division=_beginning(division),
            kind=kind,
            trade=trade,
            host_id=host_id,
            after=after,
            limit=paging.fetch,
        )
    return page(request, paging, rows, lambda row: (row.division_code, row.station_id), lambda row: row)


@router.get("/{station_id}", response_model=StationRead, responses=refuses(NotKnownHere))
async def read_station(station_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """A station: for the public what the register shows, for its host and its bureaus its file as well."""
    async with runtime.pool.acquire() as connection:
        station = await stations.station(connection, station_id)
        if station is None:
            raise NotKnownHere(f"Station {station_id} is not known here.")
        scope = await scope_of(connection, caller)
        seen = scope.covers(
            host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code
        )
        file = _masked(await stations.station_file(connection, station_id), caller) if seen else None
    return versioned(StationRead(**dict(station), file=file), station.version)


def _masked(file: StationFile, caller: Caller) -> StationFile:
    """The names of staff are for their host, their county and the auditor."""
    if caller.level in _SEE_NAMES:
        return file
    return file.model_copy(update={"staff": [member.model_copy(update={"name": None}) for member in file.staff]})


def _beginning(division: str) -> str:
    """320400 is the whole city: its counties' codes begin with 3204."""
    return division.removesuffix("00").removesuffix("00") if len(division) == len("320400") else division


async def _carry_out(
    act: Act, command: StationCommand, made: str, status: int, location: str | None = None
) -> Response:
    def show(station: Station, version: int) -> StationDone:
        return StationDone(
            id=made,
            station_id=command.station_id,
            bureau_code=station.bureau_code,
            stage=station.stage,
            version=version,
        )

    return await act.carry_out(command, show, status, location)
