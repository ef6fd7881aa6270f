"""指导和管理: what the county does for a station through the year."""

from datetime import date

from fastapi import APIRouter

from services.registry.api.answers import CareDone
from services.registry.api.care_bodies import (
    Cultivation,
    CultivationEnd,
    Guidance,
    Opinion,
    Support,
    Survey,
    Uplift,
)
from services.registry.care.commands import CareCommand
from services.registry.care.decisions import CultivationEndsBeforeItStarts, NotUnderCultivation
from services.registry.care.standing import StationNoLongerThere
from services.registry.care.state import Care
from services.registry.queries.care import survey_due_on
from services.registry.rules import StationNotActive
from shared.access.competence import OutsideJurisdiction, Recused, WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/stations", tags=["stations"])

_ALWAYS = (WrongRole, OutsideJurisdiction, NotKnownHere, InTheFuture, StationNoLongerThere)
_LOOKING_AFTER = refuses(*_ALWAYS)
_JUDGING = refuses(*_ALWAYS, Recused)
_TAKING_UP = refuses(*_ALWAYS, Recused, StationNotActive)


class SurveyDone(CareDone):
    """`late` tells that the year's survey came after `due_on`: the season's own day, or the notice's 20 May."""

    due_on: date
    late: bool


@router.post("/{station_id}/survey", response_model=SurveyDone, responses=_TAKING_UP)
async def survey_station(station_id: str, body: Survey, act: TheAct) -> Answer:
    """调查摸底: once a year; a second survey of the same year changes nothing. One that is late is recorded, too."""
    command = body.command(station_id, act.today)
    due_on = await survey_due_on(act.runtime.pool, station_id, command.year) or date(command.year, 5, 20)

    def show(care: Care, version: int) -> SurveyDone:
        late = care.surveyed[command.year] > due_on
        return SurveyDone(id=station_id, station_id=station_id, version=version, due_on=due_on, late=late)

    return await act.carry_out(command, show)


@router.post("/{station_id}/cultivation", response_model=CareDone, responses=_TAKING_UP)
async def start_cultivation(station_id: str, body: Cultivation, act: TheAct) -> Answer:
    """重点培育: once a year; asked again it changes nothing."""
    return await _carry_out(act, body.command(station_id, act.today), station_id, 200)


@router.post(
    "/{station_id}/cultivation/support",
    status_code=201,
    response_model=CareDone,
    responses=refuses(*_ALWAYS, NotUnderCultivation),
)
async def give_support(station_id: str, body: Support, act: TheAct) -> Answer:
    """帮扶: a measure for a station that is under cultivation in that year."""
    support_id = new_id("su", act.seed)
    return await _carry_out(act, body.command(station_id, support_id, act.today), support_id, 201)


@router.post(
    "/{station_id}/cultivation/end",
    response_model=CareDone,
    responses=refuses(*_ALWAYS, Recused, NotUnderCultivation, CultivationEndsBeforeItStarts),
)
async def end_cultivation(station_id: str, body: CultivationEnd, act: TheAct) -> Answer:
    """培育结束: once a year, with the effect; asked again it changes nothing."""
    return await _carry_out(act, body.command(station_id, act.today), station_id, 200)


@router.post("/{station_id}/guidance", status_code=201, response_model=CareDone, responses=_LOOKING_AFTER)
async def give_guidance(station_id: str, body: Guidance, act: TheAct) -> Answer:
    """指导: whether or not the station has applied."""
    guidance_id = new_id("gu", act.seed)
    return await _carry_out(act, body.command(station_id, guidance_id, act.today), guidance_id, 201)


@router.post("/{station_id}/uplift", status_code=201, response_model=CareDone, responses=_JUDGING)
async def measure_uplift(station_id: str, body: Uplift, act: TheAct) -> Answer:
    """四方面提升: where the station stands in the notice's four dimensions."""
    uplift_id = new_id("up", act.seed)
    return await _carry_out(act, body.command(station_id, uplift_id, act.today), uplift_id, 201)


@router.post("/{station_id}/opinions", status_code=201, response_model=CareDone, responses=_LOOKING_AFTER)
async def hear_opinion(station_id: str, body: Opinion, act: TheAct) -> Answer:
    """倾听企业意见: what the host thinks, and what the bureau will do about it."""
    hearing_id = new_id("eo", act.seed)
    return await _carry_out(act, body.command(station_id, hearing_id, act.today), hearing_id, 201)


async def _carry_out(act: Act, command: CareCommand, made: str, status: int) -> Answer:
    def show(_care: Care, version: int) -> CareDone:
        return CareDone(id=made, station_id=command.station_id, version=version)

    return await act.carry_out(command, show, status)
