"""工作人员: who serves at a station, from the host's proposal to the last day, and what may be published of them."""

from fastapi import APIRouter

from services.registry.api.answers import StaffDone
from services.registry.api.staff_bodies import (
    Appointment,
    ConsentOnPaper,
    ConsentWithdrawal,
    Departure,
    Engagement,
    NotEngaged,
)
from services.registry.rules import StationNotActive
from services.registry.staff.commands import AppointProposed, StaffCommand
from services.registry.staff.decisions import (
    BeforeTheAppointment,
    ConsentCoversNothing,
    NobodyProposed,
    NoPost,
    NotServing,
)
from services.registry.staff.state import Member
from shared.access.competence import NotYourStation, OutsideJurisdiction, Recused, WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/stations/{station_id}/staff", tags=["stations"])

_BY_COUNTY = (WrongRole, OutsideJurisdiction, Recused, NotKnownHere)
_BY_HOST = (WrongRole, NotYourStation, NotKnownHere)
_DATED = (InTheFuture, BeforeTheAppointment)


@router.post("", status_code=201, response_model=StaffDone, responses=refuses(*_BY_COUNTY, NoPost, StationNotActive))
async def appoint_staff(station_id: str, body: Appointment, act: TheAct) -> Answer:
    """选配: somebody whom the host has proposed on paper is engaged at the station."""
    return await _carry_out(act, body.command(station_id, new_id("sf", act.seed), act.today), 201)


@router.post(
    "/proposals", status_code=201, response_model=StaffDone, responses=refuses(*_BY_HOST, NoPost, StationNotActive)
)
async def propose_staff(station_id: str, body: Appointment, act: TheAct) -> Answer:
    """推荐人选: the host proposes somebody for its station; who has left is proposed anew."""
    return await _carry_out(act, body.proposed(station_id, new_id("sf", act.seed), act.today), 201)


@router.post(
    "/{staff_id}/appointment",
    response_model=StaffDone,
    responses=refuses(*_BY_COUNTY, NobodyProposed, StationNotActive),
)
async def appoint_proposed(station_id: str, staff_id: str, _body: Engagement, act: TheAct) -> Answer:
    """聘任: the county has checked whom the host proposed, and engages them."""
    return await _carry_out(act, AppointProposed(staff_id, station_id, act.today))


@router.post("/{staff_id}/refusal", response_model=StaffDone, responses=refuses(*_BY_COUNTY, NobodyProposed))
async def refuse_appointment(station_id: str, staff_id: str, body: NotEngaged, act: TheAct) -> Answer:
    """不予聘任: the county says why it does not engage whom the host proposed."""
    return await _carry_out(act, body.command(station_id, staff_id, act.today))


@router.post(
    "/{staff_id}/departure",
    response_model=StaffDone,
    responses=refuses(WrongRole, OutsideJurisdiction, NotYourStation, NotKnownHere, NotServing, *_DATED),
)
async def leave_staff(station_id: str, staff_id: str, body: Departure, act: TheAct) -> Answer:
    """离岗: the host or the county records that somebody no longer serves at the station."""
    return await _carry_out(act, body.command(station_id, staff_id, act.today))


@router.post(
    "/{staff_id}/consent",
    response_model=StaffDone,
    responses=refuses(*_BY_HOST, NotServing, ConsentCoversNothing, *_DATED),
)
async def give_consent(station_id: str, staff_id: str, body: ConsentOnPaper, act: TheAct) -> Answer:
    """同意公开: somebody has agreed on paper, separately, that this be published; a later paper replaces it."""
    return await _carry_out(act, body.command(station_id, staff_id, act.today))


@router.post("/{staff_id}/consent-withdrawal", response_model=StaffDone, responses=refuses(*_BY_HOST, *_DATED))
async def withdraw_consent(station_id: str, staff_id: str, body: ConsentWithdrawal, act: TheAct) -> Answer:
    """撤回同意: nothing personal is published from then on; where no consent stands nothing changes."""
    return await _carry_out(act, body.command(station_id, staff_id, act.today))


async def _carry_out(act: Act, command: StaffCommand, status: int = 200) -> Answer:
    def show(member: Member, version: int) -> StaffDone:
        return StaffDone(id=command.staff_id, station_id=command.station_id, stage=member.stage, version=version)

    return await act.carry_out(command, show, status)
