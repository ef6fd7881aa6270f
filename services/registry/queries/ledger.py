"""What can be asked of the desk's ledger: disputes, one dispute, months in figures, and the whole at a glance."""

from collections.abc import Mapping
from datetime import date, datetime, time

from pydantic import BaseModel

from services.registry.ledger.dispute.commands import ReferredTo
from services.registry.ledger.summary.commands import Figures
from shared.database import Connection
from shared.events.registry import Channel, Grade, SettledWhere
from shared.eventsourcing.instants import CHINA

MONTHS = 12
OPEN_SHOWN = 20

_COLUMNS = """
disputes.dispute_id, disputes.station_id, number, channel, grade, category, summary, amount_fen, first_receiver,
received_at, due_on, state, settled_by, settled_where, outcome, refunded_fen, taken_over_because, referred_to, reason,
ended_at, in_time, satisfied, remarks, followed_up_on
"""
# The order is that of the index disputes_by_station, read backwards. A filter that was not given is NULL.
_DISPUTES = f"""
SELECT {_COLUMNS} FROM disputes
 WHERE station_id = $1 AND received_at >= $2 AND received_at < $3
   AND ($4::timestamptz IS NULL OR (received_at, dispute_id) < ($4, $5::text))
   AND ($6::text IS NULL OR state = $6)
   AND ($7::text IS NULL OR grade = $7)
 ORDER BY received_at DESC, dispute_id DESC
 LIMIT $8
"""  # noqa: S608 (constants of ours)
# Those that are open have an index of their own, which is found only where the query says so itself.
_OPEN_DISPUTES = _DISPUTES.replace("$6::text IS NULL OR state = $6", "$6::text IS NOT NULL AND state = 'open'")
_DISPUTE = f"""
SELECT {_COLUMNS}, stations.host_id, stations.bureau_code, stations.division_code,
       (SELECT version FROM events WHERE stream_id = 'dispute-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM disputes JOIN stations USING (station_id)
 WHERE disputes.dispute_id = $1
"""  # noqa: S608 (constants of ours)
_FIGURES = """
SELECT (SELECT count(*) FROM consultations WHERE station_id = $1 AND answered_on >= $2 AND answered_on < $3)
       AS consultations,
       count(*) AS received,
       count(*) FILTER (WHERE state = 'settled') AS settled,
       count(*) FILTER (WHERE settled_where = 'enterprise') AS settled_in_enterprise,
       count(*) FILTER (WHERE settled_where = 'community') AS settled_in_community,
       count(*) FILTER (WHERE settled_where = 'grass_roots') AS settled_at_grass_roots,
       count(*) FILTER (WHERE state = 'referred') AS referred,
       count(*) FILTER (WHERE in_time) AS in_time,
       count(*) FILTER (WHERE followed_up_on IS NOT NULL) AS followed_up,
       count(*) FILTER (WHERE satisfied) AS satisfied,
       coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - received_at)::bigint / 60)
                FILTER (WHERE state = 'settled'), 0) AS median_minutes,
       coalesce(sum(refunded_fen), 0)::bigint AS refunded_fen
  FROM disputes
 WHERE station_id = $1 AND received_at >= $4 AND received_at < $5
"""
_SUMMARIES = """
SELECT period, consultations, received, settled, settled_in_enterprise, settled_in_community, settled_at_grass_roots,
       referred, open, in_time, followed_up, satisfied, settled_permille, median_minutes, refunded_fen, analysis,
       summarised_on
  FROM ledger_summaries
 WHERE station_id = $1 AND ($2::text IS NULL OR period < $2)
 ORDER BY period DESC
 LIMIT $3
"""
_MONTHS = """
SELECT months.month, months.consultations, months.received, months.settled, months.settled_in_enterprise,
       months.settled_in_community, months.settled_at_grass_roots, months.referred, months.in_time,
       months.followed_up, months.satisfied, months.refunded_fen, summaries.summarised_on
  FROM ledger_months AS months
  LEFT JOIN ledger_summaries AS summaries
    ON summaries.station_id = months.station_id AND summaries.period = months.month
 WHERE months.station_id = $1 AND months.month >= $2 AND months.month <= $3
 ORDER BY months.month DESC
"""
_OPEN = "SELECT coalesce(sum(received - settled - referred), 0)::bigint FROM ledger_months WHERE station_id = $1"
_OPEN_ONES = """
SELECT dispute_id, number, grade, category, first_receiver, received_at, due_on, due_on < $2 AS overdue
  FROM disputes WHERE station_id = $1 AND state = 'open' ORDER BY received_at, dispute_id LIMIT $3
"""


class DisputeRow(BaseModel):
    """A dispute as the ledger has it; `in_time` is None while it is open."""

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
    due_on: date
    state: str
    settled_by: str
    settled_where: SettledWhere | None
    outcome: str
    refunded_fen: int
    taken_over_because: str
    referred_to: ReferredTo | None
    reason: str
    ended_at: datetime | None
    in_time: bool | None
    satisfied: bool | None
    remarks: str
    followed_up_on: date | None


class DisputePage(DisputeRow):
    """One dispute, with whose it is and the version of its record."""

    host_id: str
    bureau_code: str
    division_code: str
    version: int


class SummaryRow(BaseModel):
    """A month as it was summarised. The analysis is internal: None where it is not the reader's business."""

    period: str
    consultations: int
    received: int
    settled: int
    settled_in_enterprise: int
    settled_in_community: int
    settled_at_grass_roots: int
    referred: int
    open: int
    in_time: int
    followed_up: int
    satisfied: int
    settled_permille: int
    median_minutes: int
    refunded_fen: int
    analysis: str | None
    summarised_on: date


class Month(BaseModel):
    """A month as the ledger stands now: what was received in it, and what has become of that."""

    month: str
    consultations: int = 0
    received: int = 0
    settled: int = 0
    settled_in_enterprise: int = 0
    settled_in_community: int = 0
    settled_at_grass_roots: int = 0
    referred: int = 0
    in_time: int = 0
    followed_up: int = 0
    satisfied: int = 0
    refunded_fen: int = 0
    summarised_on: date | None = None


class OpenOne(BaseModel):
    """A dispute that waits for its end; `overdue` if its last day is over."""

    dispute_id: str
    number: str
    grade: Grade
    category: str
    first_receiver: str
    received_at: datetime
    due_on: date
    overdue: bool


class Overview(BaseModel):
    """A ledger at a glance: its last months, the running one first, and those that wait, the longest waiting first."""

    station_id: str
    today: date
    open: int
    open_ones: list[OpenOne]
    months: list[Month]


async def disputes(
    connection: Connection,
    station_id: str,
    *,
    period: str | None,
    state: str | None,
    grade: Grade | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[DisputeRow]:
    """A station's disputes, the latest first, behind a place in the list."""
    first, end = _month(period) if period else (date(1900, 1, 1), date(2300, 1, 1))
    received_at, last = after or (None, None)
    rows = await connection.fetch(
        _OPEN_DISPUTES if state == "open" else _DISPUTES,
        station_id,
        _midnight(first),
        _midnight(end),
        received_at,
        last,
        state,
        grade,
        limit,
    )
    return [DisputeRow.model_validate(_shown(dict(row))) for row in rows]


async def dispute(connection: Connection, dispute_id: str) -> DisputePage | None:
    row = await connection.fetchrow(_DISPUTE, dispute_id)
    return None if row is None else DisputePage.model_validate(_shown(dict(row)))


async def figures(connection: Connection, station_id: str, period: str) -> Figures:
    """A month's figures, counted from its entries; one query."""
    first, end = _month(period)
    row = await connection.fetchrow(_FIGURES, station_id, first, end, _midnight(first), _midnight(end))
    assert row is not None
    return Figures(**dict(row))


async def summaries(connection: Connection, station_id: str, before: str | None, limit: int) -> list[SummaryRow]:
    """The months that were summarised, the latest first."""
    return [SummaryRow(**dict(row)) for row in await connection.fetch(_SUMMARIES, station_id, before, limit)]


async def overview(connection: Connection, station_id: str, today: date) -> Overview:
    """A few rows for each part, whatever the ledger holds. A month without an entry is all zero."""
    wanted = _last_months(today)
    rows = await connection.fetch(_MONTHS, station_id, wanted[-1], wanted[0])
    found = {row["month"]: Month(**dict(row)) for row in rows}
    open_ones = await connection.fetch(_OPEN_ONES, station_id, today, OPEN_SHOWN)
    return Overview(
        station_id=station_id,
        today=today,
        open=await connection.fetchval(_OPEN, station_id),
        open_ones=[OpenOne(**dict(row)) for row in open_ones],
        months=[found.get(month, Month(month=month)) for month in wanted],
    )


def _shown(row: Mapping[str, object]) -> dict[str, object]:
    """A row as its model takes it: what was not referred was referred to nobody."""
    return {**row, "referred_to": row["referred_to"] or None}


def _month(period: str) -> tuple[date, date]:
    """The first day of a month written as `2013-06`, and of the next."""
    year, month = map(int, period.split("-"))
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _last_months(today: date) -> list[str]:
    """The running month and those before it."""
    count = today.year * 12 + today.month - 1
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(count, count - MONTHS, -1)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
