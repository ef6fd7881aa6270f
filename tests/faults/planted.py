"""Runs a service with a bug on purpose: `python -m tests.faults.planted inbox|relay NAME`."""

import asyncio
import importlib
import sys
from contextlib import suppress

import asyncpg
from aiokafka import AIOKafkaProducer

from shared.bus.outgoing import message_of
from shared.bus.reactor import Reactor
from shared.bus.relay import Relay
from shared.eventsourcing.commits import InboxPosition
from shared.eventsourcing.messages import Message
from shared.eventsourcing.rows import COLUMNS, Row
from shared.service import run

_NEXT = f"SELECT {COLUMNS} FROM events WHERE position > $1 ORDER BY position LIMIT 500"  # noqa: S608 (ours)


def inbox_without_previous() -> None:
    """Whatever comes is taken for the next one: a message that was lost before it is never missed."""

    def position(self: Reactor, message: Message) -> InboxPosition:
        _, at = message.place()
        standing = self.inbox.standing(message.topic, message.partition).position
        return InboxPosition(self.inbox.consumer, message.topic, message.partition, standing, at, message.offset)

    Reactor._position = position  # type: ignore[method-assign]


def relay_saves_first() -> None:
    """The position is saved before Kafka has acknowledged: what was on its way is never sent again."""

    async def pump(self: Relay, connection: "asyncpg.Connection[asyncpg.Record]", producer: AIOKafkaProducer) -> None:
        self._wake.clear()
        rows = [Row.of(row) for row in await connection.fetch(_NEXT, self.position)]
        if not rows:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), 1.0)
            return
        messages = [message_of(row, self._sent) for row in rows]
        await self._save(connection, rows[-1].position)
        await self._deliver(producer, messages)
        self.position = rows[-1].position

    Relay._pump = pump  # type: ignore[method-assign]


BUGS = {"inbox": inbox_without_previous, "relay": relay_saves_first}

if __name__ == "__main__":
    bug, name = sys.argv[1:3]
    BUGS[bug]()
    run(importlib.import_module(f"services.{name}.service").SERVICE, [])
