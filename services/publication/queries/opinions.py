"""What can be asked of opinions, without their words: the lists in which they are read, and what is in hand."""

from dataclasses import dataclass
from enum import StrEnum

from asyncpg import Record

from shared.database import Connection

_COLUMNS = """
SELECT o.opinion_id, o.notice_id, o.application_id, o.station_id, o.certificate_number, o.side, o.stance, o.channel,
       o.is_named, o.states_facts, o.received_at, o.received_ms, o.screening, o.reason, o.screened_on,
       o.county_investigates, o.stage, o.is_read, o.version, o.city_code, o.moot_on, o.moot_reason,
       o.moot_on IS NOT NULL OR (o.screening IS NULL AND c.result NOT IN ('kept', 'held')) IS TRUE AS is_moot,
       o.due_on, o.investigation_due_on, o.due_is_provisional, o.extensions, o.investigators, o.findings,
       o.report_sha256, o.investigated_on, o.outcome, o.strikes_off, o.reasons, o.decided_on, o.answer_due_on,
       o.answer_method, o.answered_on
  FROM opinions AS o LEFT JOIN notice_candidates AS c USING (notice_id, application_id)
"""
_OPINION = _COLUMNS + " WHERE o.opinion_id = $1"
_OF_COUNTY = "o.county_investigates AND o.station_id IN (SELECT station_id FROM stations WHERE bureau_code = {})"
_IS_TOLD = f"SELECT EXISTS (SELECT FROM opinions AS o WHERE o.opinion_id = $1 AND {_OF_COUNTY.format('$2')})"  # noqa: S608


class Queue(StrEnum):
    """A list in which opinions are read: what somebody must still read first, then in the order they came in."""

    OBJECTIONS = "objections"  # named, and saying what happened: no flood of others buries them
    LEADS = "leads"  # objections without a name, or without facts
    SUPPORT = "support"
    UNSCREENED = "unscreened"  # all that nobody has screened


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsWanted:
    """`city_code` is whose opinions the caller sees; None sees those of every city."""

    city_code: str | None
    queue: Queue | None = None
    notice_id: str | None = None
    application_id: str | None = None
    station_id: str | None = None
    certificate_number: str | None = None
    is_screened: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """Which objections in hand are asked for: those of a city, or those that a county is told to investigate."""

    city_code: str | None = None
    bureau_code: str | None = None
    station_id: str | None = None


class _Conditions:
    """What a row must satisfy, with the values in the order of their places.

    Only what is asked for stands in the query, so that each list is read along its own index.
    """

    def __init__(self) -> None:
        self._told: list[str] = []
        self.values: list[object] = []

    def add(self, condition: str, *values: object) -> None:
        places = range(len(self.values) + 1, len(self.values) + len(values) + 1)
        self._told.append(condition.format(*(f"${place}" for place in places)))
        self.values += values

    def equal(self, **columns: object) -> None:
        """Each of these that is asked for."""
        for name, value in columns.items():
            if value is not None:
                self.add(f"o.{name} = {{}}", value)

    def query(self, order: str, limit: int) -> str:
        where = f" WHERE {' AND '.join(self._told)}" if self._told else ""
        return f"{_COLUMNS}{where} ORDER BY {order} LIMIT {limit}"


async def opinions(
    connection: Connection, wanted: OpinionsWanted, after: tuple[object, ...], limit: int
) -> list[Record]:
    """In the order of the list that is asked for; `after` are the values by which it is ordered."""
    queue, conditions = wanted.queue, _Conditions()
    conditions.equal(
        city_code=wanted.city_code,
        queue=None if queue is Queue.UNSCREENED else queue,
        notice_id=wanted.notice_id,
        application_id=wanted.application_id,
        station_id=wanted.station_id,
        certificate_number=wanted.certificate_number,
    )
    if queue is Queue.UNSCREENED or wanted.is_screened is False:
        conditions.add("o.is_read = 0")
    elif wanted.is_screened:
        conditions.add("o.screening IS NOT NULL")
    is_read, *when = after
    if _is_sorted(queue):
        order = "o.is_read, o.received_ms, o.opinion_id"
        if when[0] is not None:
            conditions.add("(o.is_read, o.received_ms, o.opinion_id) > ({}, {}, {})", is_read, *when)
    else:
        order = "o.received_ms, o.opinion_id"
        if when[0] is not None:
            conditions.add("(o.received_ms, o.opinion_id) > ({}, {})", *when)
    return await connection.fetch(conditions.query(order, limit), *conditions.values)


def _is_sorted(queue: Queue | None) -> bool:
    """Whether the list puts before the others what somebody must still read."""
    return queue not in {None, Queue.UNSCREENED}


async def opinion(connection: Connection, opinion_id: str) -> Record | None:
    return await connection.fetchrow(_OPINION, opinion_id)


async def objections(connection: Connection, wanted: InHand, after: tuple[object, ...], limit: int) -> list[Record]:
    """Admissible ones that are not closed yet, by the day on which the next thing is due."""
    conditions = _Conditions()
    conditions.add("o.due_on IS NOT NULL")
    conditions.equal(city_code=wanted.city_code, station_id=wanted.station_id)
    if wanted.bureau_code is not None:
        conditions.add(_OF_COUNTY, wanted.bureau_code)
    if after[0] is not None:
        conditions.add("(o.due_on, o.opinion_id) > ({}, {})", *after)
    return await connection.fetch(conditions.query("o.due_on, o.opinion_id", limit), *conditions.values)


async def is_told_to_investigate(connection: Connection, bureau_code: str, opinion_id: str) -> bool:
    """Whether the city has told that county to look into the objection."""
    return bool(await connection.fetchval(_IS_TOLD, opinion_id, bureau_code))
