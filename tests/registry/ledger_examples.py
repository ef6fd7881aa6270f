"""What has happened at a desk, in the examples of the ledger's tests."""

from datetime import datetime
from typing import Any

from services.registry.ledger.consultation.commands import AnswerConsultation
from services.registry.ledger.dispute.commands import (
    ReceiveDispute,
    RecordFollowUp,
    ReferDispute,
    ReferredTo,
    SettleDispute,
)
from services.registry.ledger.summary.commands import Figures, SummarisePeriod
from shared.clock import SHANGHAI
from shared.events.registry import (
    Channel,
    ConsultationAnswered,
    DisputeReceived,
    DisputeReferred,
    DisputeSettled,
    FollowUpRecorded,
    Grade,
    PeriodSummarised,
    SettledWhere,
)

NOW = datetime(2013, 5, 16, 9, tzinfo=SHANGHAI)
TODAY = NOW.date()
MORNING = datetime(2013, 5, 14, 9, 30, tzinfo=SHANGHAI)
NOON = datetime(2013, 5, 14, 12, tzinfo=SHANGHAI)
STAFF = frozenset({"sf-1", "sf-2"})

receive = ReceiveDispute(
    dispute_id="di-1",
    station_id="st-1",
    number="2013-001",
    channel=Channel.DESK,
    grade=Grade.SIMPLE,
    category="家用电器",
    summary="电饭煲开关失灵,要求换货",
    amount_fen=29_900,
    first_receiver="sf-1",
    received_at=MORNING,
    now=NOW,
    station_status="active",
    staff=STAFF,
)
received = DisputeReceived(
    dispute_id="di-1",
    station_id="st-1",
    number="2013-001",
    channel=Channel.DESK,
    grade=Grade.SIMPLE,
    category="家用电器",
    summary="电饭煲开关失灵,要求换货",
    amount_fen=29_900,
    first_receiver="sf-1",
    received_at=MORNING,
)
settle = SettleDispute(
    dispute_id="di-1",
    settled_by="sf-1",
    where=SettledWhere.ENTERPRISE,
    outcome="换货",
    refunded_fen=0,
    taken_over_because="",
    settled_at=NOON,
    now=NOW,
    station_status="active",
    staff=STAFF,
)
settled = DisputeSettled(
    dispute_id="di-1",
    station_id="st-1",
    settled_by="sf-1",
    where=SettledWhere.ENTERPRISE,
    outcome="换货",
    refunded_fen=0,
    taken_over_because="",
    settled_at=NOON,
)
refer = ReferDispute("di-1", ReferredTo.MARKET_OFFICE, "双方各执一词", NOON, NOW, "active")
referred = DisputeReferred(
    dispute_id="di-1", station_id="st-1", referred_to="market_office", reason="双方各执一词", referred_at=NOON
)
follow_up = RecordFollowUp(
    "di-1", satisfied=True, remarks="满意", followed_up_on=TODAY, today=TODAY, station_status="active"
)
followed_up = FollowUpRecorded(
    dispute_id="di-1", station_id="st-1", satisfied=True, remarks="满意", followed_up_on=TODAY
)

answer = AnswerConsultation("cs-1", "st-1", "保修期", "sf-1", TODAY, TODAY, "active", STAFF)
answered = ConsultationAnswered(
    consultation_id="cs-1", station_id="st-1", topic="保修期", staff_id="sf-1", answered_on=TODAY
)

FIGURES = Figures(
    consultations=7,
    received=3,
    settled=2,
    settled_in_enterprise=2,
    in_time=1,
    followed_up=1,
    satisfied=1,
    median_minutes=150,
    refunded_fen=29_900,
)
summarise = SummarisePeriod("st-1", "2013-04", "以家电为主", TODAY, "active", FIGURES)
summarised = PeriodSummarised(
    station_id="st-1",
    period="2013-04",
    consultations=7,
    received=3,
    settled=2,
    settled_in_enterprise=2,
    settled_in_community=0,
    settled_at_grass_roots=0,
    referred=0,
    open=1,
    in_time=1,
    followed_up=1,
    satisfied=1,
    settled_permille=666,
    median_minutes=150,
    refunded_fen=29_900,
    analysis="以家电为主",
    summarised_on=TODAY,
)

# As people send them over HTTP.
CONSULTATION: dict[str, Any] = {"topic": "保修期", "staff_id": "sf-1"}
DISPUTE: dict[str, Any] = {
    "number": "2013-001",
    "grade": "simple",
    "category": "家用电器",
    "summary": "电饭煲开关失灵",
    "amount_fen": 29_900,
    "received_at": "2013-05-14T09:30",
}
SETTLEMENT: dict[str, Any] = {"where": "enterprise", "outcome": "换货", "settled_at": "2013-05-14T12:00"}
REFERRAL: dict[str, Any] = {"referred_to": "market_office", "reason": "双方各执一词"}
FOLLOW_UP: dict[str, Any] = {"satisfied": True, "remarks": "满意"}
