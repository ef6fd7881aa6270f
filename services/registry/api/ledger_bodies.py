"""What is sent about the desk's ledger. No field takes a consumer's name or number: they stay on the paper form."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from services.registry.ledger.consultation.commands import AnswerConsultation
from services.registry.ledger.dispute.commands import (
    ReceiveDispute,
    RecordFollowUp,
    ReferDispute,
    ReferredTo,
    SettleDispute,
)
from services.registry.ledger.summary.commands import SummarisePeriod
from shared.clock import shanghai
from shared.events.registry import Channel, Grade, SettledWhere
from shared.web.bodies import Body, Code, Day, Fen, Flag, Name, Text

_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_WRITE = "an instant is written as 2013-05-16T09:30, in Shanghai's time unless it names another zone"


def _instant(value: Any) -> Any:
    """An instant in Shanghai; a number of seconds, which the library would take, is none."""
    if not isinstance(value, str) or "T" not in value:
        raise ValueError(_WRITE)
    try:
        told = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise ValueError(_WRITE) from error
    if not _FIRST_YEAR <= told.year <= _LAST_YEAR:
        raise ValueError(_WRITE)
    return shanghai(told)


Instant = Annotated[datetime, BeforeValidator(_instant, json_schema_input_type=datetime)]
Remarks = Annotated[str, StringConstraints(max_length=4_000)]
PERIOD = r"^(199\d|2[01]\d\d)-(0[1-9]|1[0-2])$"
Period = Annotated[str, Field(pattern=PERIOD, description="a month", examples=["2013-06"])]


class Consultation(Body):
    """咨询: `staff_id` answered it; `answered_on` is today unless it is given."""

    topic: Text
    staff_id: Code
    answered_on: Day | None = None

    def command(self, station_id: str, consultation_id: str, today: date) -> AnswerConsultation:
        return AnswerConsultation(
            consultation_id, station_id, self.topic, self.staff_id, self.answered_on or today, today
        )


class Dispute(Body):
    """投诉登记: `number` is that of the station's own form, `first_receiver` who has received it."""

    number: Code
    channel: Channel = Channel.DESK
    grade: Grade
    category: Name
    summary: Text
    amount_fen: Fen = 0
    first_receiver: Code
    received_at: Instant

    def command(self, station_id: str, dispute_id: str, now: datetime) -> ReceiveDispute:
        return ReceiveDispute(
            dispute_id=dispute_id,
            station_id=station_id,
            number=self.number,
            channel=self.channel,
            grade=self.grade,
            category=self.category,
            summary=self.summary,
            amount_fen=self.amount_fen,
            first_receiver=self.first_receiver,
            received_at=self.received_at,
            now=now,
        )


class Settlement(Body):
    """和解: `taken_over_because` is needed where another than the first receiver has settled it.

    `settled_at` is now unless it is given.
    """

    settled_by: Code
    where: SettledWhere
    outcome: Text
    refunded_fen: Fen = 0
    taken_over_because: Remarks = ""
    settled_at: Instant | None = None

    def command(self, dispute_id: str, now: datetime) -> SettleDispute:
        return SettleDispute(
            dispute_id=dispute_id,
            settled_by=self.settled_by,
            where=self.where,
            outcome=self.outcome,
            refunded_fen=self.refunded_fen,
            taken_over_because=self.taken_over_because,
            settled_at=self.settled_at or now,
            now=now,
        )


class Referral(Body):
    """移送: `referred_at` is now unless it is given."""

    referred_to: ReferredTo
    reason: Text
    referred_at: Instant | None = None

    def command(self, dispute_id: str, now: datetime) -> ReferDispute:
        return ReferDispute(dispute_id, self.referred_to, self.reason, self.referred_at or now, now)


class FollowUp(Body):
    """回访: `followed_up_on` is today unless it is given."""

    satisfied: Flag
    remarks: Remarks = ""
    followed_up_on: Day | None = None

    def command(self, dispute_id: str, today: date) -> RecordFollowUp:
        return RecordFollowUp(dispute_id, self.satisfied, self.remarks, self.followed_up_on or today, today)


class Summary(Body):
    """定期汇总: the figures are counted here; the analysis is the station's own."""

    period: Period
    analysis: Remarks = ""

    def command(self, station_id: str, today: date) -> SummarisePeriod:
        return SummarisePeriod(station_id, self.period, self.analysis, today)
