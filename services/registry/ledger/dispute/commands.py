"""What may be asked about a dispute. `now` is the instant of the act; the facts are filled in before it is decided.

A bulk import fills the facts of many commands with one query each: every one is a plain field.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.events.registry import Channel, Grade, SettledWhere


class ReferredTo(StrEnum):
    """Who takes over what a station cannot settle [S56]."""

    MARKET_OFFICE = "market_office"  # 工商所、市场监管所
    CONSUMERS_ASSOCIATION = "consumers_association"  # 消费者协会、消委会


@dataclass(frozen=True, slots=True)
class ReceiveDispute:
    dispute_id: str
    station_id: str
    number: str
    channel: Channel
    grade: Grade
    category: str
    summary: str
    amount_fen: int
    first_receiver: str
    received_at: datetime
    now: datetime
    station_status: str = ""
    """A fact: `active`, `suspended` or `closed`."""
    staff: frozenset[str] = frozenset()
    """A fact: who serves at the station."""


@dataclass(frozen=True, slots=True)
class SettleDispute:
    dispute_id: str
    settled_by: str
    where: SettledWhere
    outcome: str
    refunded_fen: int
    taken_over_because: str
    settled_at: datetime
    now: datetime
    station_status: str = ""
    """A fact: `active`, `suspended` or `closed`."""
    staff: frozenset[str] = frozenset()
    """A fact: who serves at the station."""


@dataclass(frozen=True, slots=True)
class ReferDispute:
    dispute_id: str
    referred_to: ReferredTo
    reason: str
    referred_at: datetime
    now: datetime
    station_status: str = ""
    """A fact: `active`, `suspended` or `closed`."""


@dataclass(frozen=True, slots=True)
class RecordFollowUp:
    dispute_id: str
    satisfied: bool
    remarks: str
    followed_up_on: date
    today: date
    station_status: str = ""
    """A fact: `active`, `suspended` or `closed`."""


DisputeCommand = ReceiveDispute | SettleDispute | ReferDispute | RecordFollowUp


def dispute_seed(station_id: str, number: str) -> str:
    """What a dispute's id is made from: the number of the station's own form is what makes it the one it is."""
    return f"{station_id} {number}"
