"""指导和管理: what the county does for a station through the year."""

from fastapi import APIRouter

from services.registry.api.answers import CareDone
from services.registry.api.care_bodies import Cultivation, Guidance, Survey
from services.registry.care.commands import CareCommand
from services.registry.care.state import Care
from services.registry.rules import StationNotActive
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Level
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/stations", tags=["stations"])

_LOOKING_AFTER = refuses(WrongRole, OutsideJurisdiction, NotKnownHere, InTheFuture, StationNotActive)


@router.post("/{station_id}/survey", response_model=CareDone, responses=_LOOKING_AFTER)
async def survey_station(station_id: str, body: Survey, act: TheAct) -> Answer:
    """调查摸底: once a year; a second survey of the same year changes nothing."""
    act.allow(Level.COUNTY)
    return await _carry_out(act, body.command(station_id, act.today), station_id, 200)


@router.post("/{station_id}/cultivation", response_model=CareDone, responses=_LOOKING_AFTER)
async def start_cultivation(station_id: str, body: Cultivation, act: TheAct) -> Answer:
    """重点培育: once a year; asked again it changes nothing."""
    act.allow(Level.COUNTY)
    return await _carry_out(act, body.command(station_id, act.today), station_id, 200)


@router.post("/{station_id}/guidance", status_code=201, response_model=CareDone, responses=_LOOKING_AFTER)
async def give_guidance(station_id: str, body: Guidance, act: TheAct) -> Answer:
    """指导: whether or not the station has applied."""
    act.allow(Level.COUNTY)
    guidance_id = new_id("gu", act.seed)
    return await _carry_out(act, body.command(station_id, guidance_id, act.today), guidance_id, 201)


async def _carry_out(act: Act, command: CareCommand, made: str, status: int) -> Answer:
    def show(_care: Care, version: int) -> CareDone:
        return CareDone(id=made, station_id=command.station_id, version=version)

    return await act.carry_out(command, show, status)
