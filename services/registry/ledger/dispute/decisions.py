"""The rules for disputes: who receives, handles and answers, in which order, and when."""

from datetime import date, datetime
from typing import assert_never

from services.registry.ledger.dispute.commands import (
    DisputeCommand,
    ReceiveDispute,
    RecordFollowUp,
    ReferDispute,
    SettleDispute,
)
from services.registry.ledger.dispute.state import Dispute, DisputeEvent, Stage, evolve
from services.registry.ledger.rules import require_finishing, require_nameless, require_on_staff, require_open
from services.registry.rules import require_not_after
from shared.errors import Conflict, InTheFuture, NotKnownHere, Unacceptable
from shared.events.registry import DisputeReceived, DisputeReferred, DisputeSettled, FollowUpRecorded
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.instants import CHINA


class DisputeNumberTaken(Conflict):
    """A number of the station's registration form belongs to one dispute."""

    title_zh = "该登记表编号已用于另一件投诉。"


class DisputeClosed(Conflict):
    """A dispute that was settled or referred has left the station's hands."""

    title_zh = "该投诉已办结或已移送，不再处理。"


class DisputeStillOpen(Conflict):
    """A consumer is called back when the dispute was settled or referred."""

    title_zh = "投诉办结或移送后方可回访。"


class AlreadyFollowedUp(Conflict):
    """A dispute has one record of its call-back."""

    title_zh = "该投诉已有回访记录。"


class EndedBeforeReceived(Unacceptable):
    """Nothing is settled, referred or followed up before it has come in."""

    title_zh = "办结、移送、回访的时间不得早于受理或办结时间。"


class TakeoverNotExplained(Unacceptable):
    """Whoever receives a dispute follows it to its end; another who settles it says why."""

    title_zh = "首问负责：由他人办结的，应当说明原因。"


def decide(command: DisputeCommand, dispute: Dispute) -> list[DisputeEvent]:
    match command:
        case ReceiveDispute():
            return receive_dispute(command, dispute)
        case SettleDispute():
            return settle_dispute(command, dispute)
        case ReferDispute():
            return refer_dispute(command, dispute)
        case RecordFollowUp():
            return record_follow_up(command, dispute)
        case _:
            assert_never(command)


def receive_dispute(command: ReceiveDispute, dispute: Dispute) -> list[DisputeEvent]:
    """The station's own form number makes the id, so the stream is what makes the number unique."""
    received = DisputeReceived(
        dispute_id=command.dispute_id,
        station_id=command.station_id,
        number=command.number,
        channel=command.channel,
        grade=command.grade,
        category=command.category,
        summary=command.summary,
        amount_fen=command.amount_fen,
        first_receiver=command.first_receiver,
        received_at=command.received_at,
    )
    if dispute.received is not None:
        if dispute.received == received:
            return []
        raise DisputeNumberTaken(
            f"Number {command.number} is another dispute's: look at the form, take its own number."
        )
    require_open(command.station_status, command.station_id)
    _require_past(command.now, command.received_at, "the time of receipt")
    require_on_staff(command.staff, command.first_receiver, command.station_id)
    require_nameless([command.category, command.summary])
    return [received]


def settle_dispute(command: SettleDispute, dispute: Dispute) -> list[DisputeEvent]:
    """和解、调解. A second negotiation is nothing but a later settlement."""
    received = _received(dispute, command.dispute_id)
    by_another = command.settled_by != received.first_receiver
    settled = DisputeSettled(
        dispute_id=received.dispute_id,
        station_id=received.station_id,
        settled_by=command.settled_by,
        where=command.where,
        outcome=command.outcome,
        refunded_fen=command.refunded_fen,
        taken_over_because=command.taken_over_because if by_another else "",
        settled_at=command.settled_at,
    )
    if not _is_open(dispute, settled):
        return []
    require_finishing(command.station_status, received.station_id)
    _require_within(received, command.settled_at, command.now, "the time of the settlement")
    require_on_staff(command.staff, command.settled_by, received.station_id)
    if by_another and not command.taken_over_because:
        raise TakeoverNotExplained(
            f"{received.first_receiver} received the dispute: say in `taken_over_because` why another has settled it."
        )
    require_nameless([command.outcome, command.taken_over_because])
    return [settled]


def refer_dispute(command: ReferDispute, dispute: Dispute) -> list[DisputeEvent]:
    """移送. From then on it is the office's or the association's."""
    received = _received(dispute, command.dispute_id)
    referred = DisputeReferred(
        dispute_id=received.dispute_id,
        station_id=received.station_id,
        referred_to=str(command.referred_to),
        reason=command.reason,
        referred_at=command.referred_at,
    )
    if not _is_open(dispute, referred):
        return []
    require_finishing(command.station_status, received.station_id)
    _require_within(received, command.referred_at, command.now, "the time of the referral")
    require_nameless([command.reason])
    return [referred]


def record_follow_up(command: RecordFollowUp, dispute: Dispute) -> list[DisputeEvent]:
    """回访. Also of what was referred: the consumer is asked once how it ended."""
    received = _received(dispute, command.dispute_id)
    if dispute.ended is None:
        raise DisputeStillOpen(f"Dispute {received.number} is {dispute.stage}: settle or refer it first.")
    followed_up = FollowUpRecorded(
        dispute_id=received.dispute_id,
        station_id=received.station_id,
        satisfied=command.satisfied,
        remarks=command.remarks,
        followed_up_on=command.followed_up_on,
    )
    if dispute.followed_up is not None:
        if dispute.followed_up == followed_up:
            return []
        raise AlreadyFollowedUp(f"The consumer was called back on {dispute.followed_up.followed_up_on}.")
    require_finishing(command.station_status, received.station_id)
    require_not_after(command.today, command.followed_up_on, "the day of the call-back")
    ended_on = _day(ended_at(dispute.ended))
    if command.followed_up_on < ended_on:
        raise EndedBeforeReceived(f"The dispute ended on {ended_on}; the call-back comes after that.")
    require_nameless([command.remarks])
    return [followed_up]


def ended_at(ended: DisputeSettled | DisputeReferred) -> datetime:
    """When it was settled or referred."""
    return ended.settled_at if isinstance(ended, DisputeSettled) else ended.referred_at


def _received(dispute: Dispute, dispute_id: str) -> DisputeReceived:
    if dispute.received is None:
        raise NotKnownHere(f"Dispute {dispute_id} is not known here.")
    return dispute.received


def _is_open(dispute: Dispute, ending: DisputeSettled | DisputeReferred) -> bool:
    """Whether it may end now; False where it has ended in this very way."""
    if dispute.stage is Stage.OPEN:
        return True
    if dispute.ended == ending:
        return False
    raise DisputeClosed(
        f"The dispute is {dispute.stage}. If the consumer is not content, receive it under a new number."
    )


def _require_within(received: DisputeReceived, instant: datetime, now: datetime, what: str) -> None:
    _require_past(now, instant, what)
    if instant < received.received_at:
        raise EndedBeforeReceived(f"{what} is {instant:%Y-%m-%d %H:%M}, before {received.received_at:%Y-%m-%d %H:%M}.")


def _require_past(now: datetime, instant: datetime, what: str) -> None:
    if instant > now:
        raise InTheFuture(f"{what} is {instant:%Y-%m-%d %H:%M}, but it is {now:%Y-%m-%d %H:%M}")


def _day(instant: datetime) -> date:
    return instant.astimezone(CHINA).date()


DISPUTE = Decider(initial=Dispute(), decide=decide, evolve=evolve)
