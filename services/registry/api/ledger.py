"""台账: what the station's own people write into the desk's ledger."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.registry.api.ledger_bodies import Consultation, Dispute, FollowUp, Referral, Settlement, Summary
from services.registry.ledger.consultation.state import Consultation as ConsultationState
from services.registry.ledger.dispute.commands import DisputeCommand, dispute_seed
from services.registry.ledger.dispute.decisions import (
    AlreadyFollowedUp,
    DisputeClosed,
    DisputeNumberTaken,
    DisputeStillOpen,
    EndedBeforeReceived,
    TakeoverNotExplained,
)
from services.registry.ledger.dispute.state import Dispute as DisputeState
from services.registry.ledger.dispute.state import Stage
from services.registry.ledger.rules import DeskNotOpen, NotOnTheStaff, SummaryNamesAPerson
from services.registry.ledger.summary.commands import summary_stream
from services.registry.ledger.summary.decisions import PeriodNotOver, SummaryStands
from services.registry.ledger.summary.state import Summary as SummaryState
from shared.access.competence import NotYourStation, OutsideJurisdiction, WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct, TheChange
from shared.web.problems import refuses

router = APIRouter(prefix="/v1", tags=["ledger"])

_ACTING = (WrongRole, NotYourStation, NotKnownHere, DeskNotOpen, InTheFuture, SummaryNamesAPerson)


class EntryDone(BaseModel):
    """An entry of the ledger and the version of its record. `stage` tells how far a dispute has come."""

    id: str
    station_id: str
    stage: Stage | None = None
    version: int


@router.post(
    "/stations/{station_id}/consultations",
    status_code=201,
    response_model=EntryDone,
    responses=refuses(*_ACTING, NotOnTheStaff),
)
async def answer_consultation(station_id: str, body: Consultation, act: TheAct) -> Answer:
    """咨询: a consumer's question was answered at the desk."""
    consultation_id = new_id("cs", act.seed)

    def show(_state: ConsultationState, version: int) -> EntryDone:
        return EntryDone(id=consultation_id, station_id=station_id, version=version)

    return await act.carry_out(body.command(station_id, consultation_id, act.today), show, 201)


@router.post(
    "/stations/{station_id}/disputes",
    status_code=201,
    response_model=EntryDone,
    responses=refuses(*_ACTING, NotOnTheStaff, DisputeNumberTaken),
)
async def receive_dispute(station_id: str, body: Dispute, act: TheAct) -> Answer:
    """投诉受理: once for each number of the station's own form; the same again changes nothing."""
    dispute_id = new_id("di", dispute_seed(station_id, body.number))
    command = body.command(station_id, dispute_id, act.effective)
    return await _carry_out(act, command, 201, f"/v1/disputes/{dispute_id}")


@router.post(
    "/disputes/{dispute_id}/settlement",
    response_model=EntryDone,
    responses=refuses(*_ACTING, NotOnTheStaff, DisputeClosed, EndedBeforeReceived, TakeoverNotExplained),
)
async def settle_dispute(dispute_id: str, body: Settlement, act: TheChange) -> Answer:
    """和解、调解: in the enterprise, in the community or at the grass roots; also after a second negotiation."""
    return await _carry_out(act, body.command(dispute_id, act.effective))


@router.post(
    "/disputes/{dispute_id}/referral",
    response_model=EntryDone,
    responses=refuses(*_ACTING, DisputeClosed, EndedBeforeReceived),
)
async def refer_dispute(dispute_id: str, body: Referral, act: TheChange) -> Answer:
    """移送: to the market office or the consumers' association; from then on it is theirs."""
    return await _carry_out(act, body.command(dispute_id, act.effective))


@router.post(
    "/disputes/{dispute_id}/follow-up",
    response_model=EntryDone,
    responses=refuses(*_ACTING, DisputeStillOpen, AlreadyFollowedUp, EndedBeforeReceived),
)
async def record_follow_up(dispute_id: str, body: FollowUp, act: TheChange) -> Answer:
    """回访: once, after the settlement or the referral."""
    return await _carry_out(act, body.command(dispute_id, act.today))


@router.post(
    "/stations/{station_id}/summaries",
    status_code=201,
    response_model=EntryDone,
    responses=refuses(
        WrongRole,
        NotYourStation,
        OutsideJurisdiction,
        NotKnownHere,
        SummaryNamesAPerson,
        PeriodNotOver,
        SummaryStands,
        DeskNotOpen,
    ),
)
async def summarise_period(station_id: str, body: Summary, act: TheAct) -> Answer:
    """定期汇总: a month that is over; again when its figures have changed since."""

    def show(_state: SummaryState, version: int) -> EntryDone:
        return EntryDone(id=summary_stream(station_id, body.period), station_id=station_id, version=version)

    return await act.carry_out(body.command(station_id, act.today), show, 201)


async def _carry_out(act: Act, command: DisputeCommand, status: int = 200, location: str | None = None) -> Answer:
    def show(dispute: DisputeState, version: int) -> EntryDone:
        station_id = dispute.received.station_id if dispute.received else ""
        return EntryDone(id=command.dispute_id, station_id=station_id, stage=dispute.stage, version=version)

    return await act.carry_out(command, show, status, location)
