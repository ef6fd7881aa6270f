"""登记变更: what happens to a station on the register, until it is closed."""

from fastapi import APIRouter

from services.registry.api.acts import on_station
from services.registry.api.answers import StationDone
from services.registry.api.bodies import (
    PLACES,
    Closing,
    DetailsCorrection,
    Move,
    Renaming,
    Resumption,
    Suspension,
    Transfer,
)
from services.registry.station.changes import BeforeItsRegistration, OutOfTheProvince, StationNotOpen
from shared.access.competence import OutsideJurisdiction, Recused, WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.web.acting import Answer, TheChange
from shared.web.problems import refuses
from shared.web.rules import VersionMissing, VersionStale

router = APIRouter(prefix="/v1/stations/{station_id}", tags=["stations"])

_CHANGING = (
    WrongRole,
    OutsideJurisdiction,
    Recused,
    NotKnownHere,
    InTheFuture,
    StationNotOpen,
    VersionMissing,
    VersionStale,
)
_DATED = (*_CHANGING, BeforeItsRegistration)


@router.post("/details-correction", response_model=StationDone, responses=refuses(*_CHANGING))
async def correct_details(station_id: str, body: DetailsCorrection, act: TheChange) -> Answer:
    """登记更正: what was written down wrongly is put right; every detail is named."""
    return await on_station(act, body.command(station_id, act.today))


@router.post("/renaming", response_model=StationDone, responses=refuses(*_DATED))
async def rename_station(station_id: str, body: Renaming, act: TheChange) -> Answer:
    """更名: the station is found by its former names as well."""
    return await on_station(act, body.command(station_id, act.today))


@router.post("/move", response_model=StationDone, responses=refuses(*_DATED, OutOfTheProvince, *PLACES))
async def move_station(station_id: str, body: Move, act: TheChange) -> Answer:
    """迁址: recorded by the county that is competent now, or by the one at the new place, which takes over."""
    return await on_station(act, body.command(station_id, act.today))


@router.post("/transfer", response_model=StationDone, responses=refuses(*_DATED))
async def transfer_station(station_id: str, body: Transfer, act: TheChange) -> Answer:
    """变更建站企业: another host, which is on the register, runs the station from now on."""
    return await on_station(act, body.command(station_id, act.today))


@router.post("/suspension", response_model=StationDone, responses=refuses(*_DATED))
async def suspend_station(station_id: str, body: Suspension, act: TheChange) -> Answer:
    """停用: the station does not run for the time being."""
    return await on_station(act, body.command(station_id, act.today))


@router.post("/resumption", response_model=StationDone, responses=refuses(*_DATED))
async def resume_station(station_id: str, body: Resumption, act: TheChange) -> Answer:
    """恢复: the station runs again."""
    return await on_station(act, body.command(station_id, act.today))


@router.post("/closing", response_model=StationDone, responses=refuses(*_DATED))
async def close_station(station_id: str, body: Closing, act: TheChange) -> Answer:
    """撤站: the station has ended; nothing brings it back."""
    return await on_station(act, body.command(station_id, act.today))
