"""Makes ledger entries in bulk: the deciders' own events, written by the registry's own projection statements.

The events themselves are not stored: what is measured reads the tables that follow from them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from services.registry.ledger.consultation.commands import AnswerConsultation
from services.registry.ledger.consultation.decisions import CONSULTATION
from services.registry.ledger.dispute.commands import (
    DisputeCommand,
    ReceiveDispute,
    RecordFollowUp,
    ReferDispute,
    ReferredTo,
    SettleDispute,
    dispute_seed,
)
from services.registry.ledger.dispute.decisions import DISPUTE
from services.registry.projections.ledger import project
from shared.events.event import Event
from shared.events.registry import Channel, Grade, SettledWhere
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.ids import new_id

_SPREAD = timedelta(days=330)
_RUN = 1_000
_OPEN, _REFERRED = 50, 30
"""One in so many is open still, one in so many was referred; every second of the others was called back about."""


def events(station_id: str, staff_id: str, count: int, now: datetime) -> Iterator[list[Event]]:
    """The events of so many disputes and as many consultations, spread over eleven months; a list for each dispute."""
    staff = frozenset({staff_id})
    for number in range(count):
        at = now - _SPREAD + number * (_SPREAD / count) - timedelta(days=2)
        seed = dispute_seed(station_id, str(number))
        state, made = DISPUTE.initial, list[Event]()
        for command in _life(new_id("di", seed), station_id, staff_id, number, at, now):
            for event in DISPUTE.decide(command, state):
                state = DISPUTE.evolve(state, event)
                made.append(event)
        asked = AnswerConsultation(
            new_id("cs", seed), station_id, "三包规定", staff_id, at.date(), now.date(), "active", staff
        )
        yield [*made, *CONSULTATION.decide(asked, CONSULTATION.initial)]


def _life(
    dispute_id: str, station_id: str, staff_id: str, number: int, at: datetime, now: datetime
) -> Iterator[DisputeCommand]:
    staff, grade = frozenset({staff_id}), (Grade.SIMPLE, Grade.ORDINARY, Grade.COMPLEX)[number % 3]
    summary = f"第{number}件: 商品质量与标签不符, 要求退换"
    yield ReceiveDispute(
        dispute_id,
        station_id,
        str(number),
        Channel.DESK,
        grade,
        "百货",
        summary,
        9_900,
        staff_id,
        at,
        now,
        "active",
        staff,
    )
    ended = at + timedelta(minutes=30 + number % 4_000 // 2)
    if number % _OPEN == 0:
        return
    if number % _REFERRED == 1:
        yield ReferDispute(dispute_id, ReferredTo.MARKET_OFFICE, "双方未达成一致", ended, now, "active")
        return
    where = (SettledWhere.ENTERPRISE, SettledWhere.COMMUNITY, SettledWhere.GRASS_ROOTS)[number % 10 // 8]
    yield SettleDispute(dispute_id, staff_id, where, "退换商品", 9_900, "", ended, now, "active", staff)
    if number % 2:
        yield RecordFollowUp(dispute_id, number % 11 > 0, "", now.date(), now.date(), "active")


async def write(dsn: str, lives: Iterator[list[Event]], now: datetime) -> int:
    """Write what the events project, each kind of statement in runs, and return how many events those were."""
    connection = await asyncpg.connect(dsn)
    try:
        pending: dict[str, list[tuple[object, ...]]] = {}
        written = 0
        for number, life in enumerate(lives, 1):
            for event in life:
                for sql, arguments in _statements(event, now):
                    pending.setdefault(sql, []).append(arguments)
                    written += 1
            if number % _RUN == 0:
                await _run(connection, pending)
        await _run(connection, pending)
        # The server would look at the tables by itself within a minute.
        await connection.execute("ANALYZE")
        return written
    finally:
        await connection.close()


def _statements(event: Event, now: datetime) -> list[Statement]:
    return project(Recorded(event, UUID(int=0), event.type_name(), "", 1, 0, now, now, {}, b""))


async def _run(connection: "asyncpg.Connection[asyncpg.Record]", pending: dict[str, list[tuple[object, ...]]]) -> None:
    """The statements of a dispute keep their order: it is received before it ends."""
    async with connection.transaction():
        for sql, arguments in pending.items():
            await connection.executemany(sql, arguments)
    pending.clear()
