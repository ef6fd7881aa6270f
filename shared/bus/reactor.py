"""What becomes of one message: projected, reacted to, and marked as worked off, in one transaction.

The loop that feeds it may deliver a message twice, out of a hole, or again after a crash. The inbox tells a duplicate,
the next message and a gap apart, so nothing is lost and nothing is done twice (ADR 0004).
"""

import asyncio
import dataclasses
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import orjson
import structlog

from shared.access import directory
from shared.access.roles import Level, service_caller
from shared.bus.inbox import Inbox, Standing
from shared.bus.parking import BEHIND, ParkingLot
from shared.database import OUTAGES
from shared.errors import Refusal, StreamMoved
from shared.events.catalogue import UnknownEvent
from shared.events.event import Event
from shared.events.registry import DayBegan
from shared.eventsourcing.commits import Commit, InboxPosition, Outcome, Statement
from shared.eventsourcing.committer import CommitterStopped
from shared.eventsourcing.envelope import Provenance, Recorded
from shared.eventsourcing.handling import Asked, Prepared, handle
from shared.eventsourcing.messages import Message, NotAnEvent
from shared.eventsourcing.record import attributes_of_headers
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

_REFUSED = """
INSERT INTO refused (consumer, topic, partition, position, command, rule, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_DUE = 'SELECT stream, command, arguments FROM due WHERE "on" <= $1 ORDER BY "on", stream, command'

_FIRST_WAIT = 0.05
_LONGEST_WAIT = 2.0
_TRANSIENT = (*OUTAGES, StreamMoved, asyncpg.TransactionRollbackError, asyncpg.InterfaceError)


class Verdict(Enum):
    """What became of a message. After a gap the caller must go back to where the inbox stands."""

    TAKEN = "taken"
    PARKED = "parked"
    DUPLICATE = "duplicate"
    GAP = "gap"


class Reactor:
    """Takes the messages of a service's worker, one at a time for each partition."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._service = runtime.service
        self._caller = service_caller(runtime.service.name)
        self.inbox = Inbox(runtime.pool, runtime.service.name)
        self.parking = ParkingLot(runtime.pool, runtime.service.name)
        self.taken = 0

    async def reload(self) -> None:
        """Ask the database where everything stands."""
        await self.inbox.reload()
        await self.parking.reload()

    async def take(self, message: Message) -> Verdict:
        """Work the message off; wait through outages. Never raises, except when the service goes down."""
        wait = _FIRST_WAIT
        while True:
            try:
                return await self._take(message)
            except CommitterStopped:
                raise
            except _TRANSIENT as error:
                log.warning("message waits", topic=message.topic, offset=message.offset, error=repr(error))
            except Exception as error:
                # A fault of ours: the message is kept, the operator sees it, and the stream goes on.
                log.exception("message parked", topic=message.topic, offset=message.offset)
                try:
                    return await self._park(message, f"{type(error).__name__} in this service")
                except _TRANSIENT:
                    pass
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _take(self, message: Message) -> Verdict:
        try:
            _, position = message.place()
        except NotAnEvent as error:
            return await self._park(message, str(error))
        if position <= self.inbox.standing(message.topic, message.partition).position:
            return Verdict.DUPLICATE
        if self.parking.blocks(message):
            return await self._park(message, BEHIND)
        return await self._read(message)

    async def _read(self, message: Message) -> Verdict:
        """What cannot be read is parked; the audit keeps a well-formed event of a type that it does not know."""
        try:
            recorded = message.recorded()
        except UnknownEvent as error:
            if self._service.keeps is None:
                return await self._park(message, str(error))
            return self._judge(message, await self._mark(message, (), self._position(message)))
        except ValueError as error:
            return await self._park(message, f"cannot be read: {type(error).__name__}: {error}")
        outcome = await self._work_off(message, recorded, self._position(message), ())
        return self._judge(message, outcome)

    async def take_up(self, message: Message) -> None:
        """Work a parked message off at last: it leaves the parking lot in the transaction of its effect.

        Raises:
            UnknownEvent, NotAnEvent, ValidationError: it still cannot be read.
        """
        await self._work_off(message, message.recorded(), None, (self.parking.take_out(message),))

    async def _work_off(
        self,
        message: Message,
        recorded: Recorded[Event],
        inbox: InboxPosition | None,
        besides: tuple[Statement, ...],
    ) -> Outcome:
        """Project and react. The inbox moves with the last command, or alone where there is none."""
        statements = (*self._service.project(recorded), *besides)
        commands = await self._commands(recorded.event)
        refusals: list[Statement] = []
        for place, (name, command) in enumerate(commands, start=1):
            last = place == len(commands)
            asked = self._asked(recorded, name)
            if last:
                asked = replace(asked, inbox=inbox, statements=(*statements, *refusals))
            outcome = await self._react(command, asked)
            if isinstance(outcome, Refusal):
                refusals.append(self._refused(message, recorded.position, command, outcome))
            elif last:
                return outcome
        return await self._mark(message, (*statements, *refusals), inbox)

    async def _commands(self, event: Event) -> list[tuple[str, object]]:
        """What the event asks for, each command with a name of its own among them.

        A due command is named by its row and not by its place: when the day is worked off a second time after a
        crash, the rows that were done are gone.
        """
        commands = [(str(place), command) for place, command in enumerate(self._service.react(event))]
        if isinstance(event, DayBegan):
            rows = await self._runtime.pool.fetch(_DUE, event.day)
            # The day itself goes along: what was refused on its first day is tried again on a later one.
            day = {"day": event.day.isoformat()}
            for stream, name, arguments in rows:
                command = self._service.from_due(name, orjson.loads(arguments) | day)
                commands.append((f"{stream} {name}", command))
        return commands

    def _asked(self, cause: Recorded[Event], name: str) -> Asked:
        return Asked(
            by=Provenance(
                actor=self._caller.subject,
                level=Level.SERVICE.value,
                correlationid=cause.attributes.get("correlationid", str(cause.event_id)),
                causationid=str(cause.event_id),
                traceparent=cause.attributes.get("traceparent", ""),
            ),
            effective=self._effective(cause.effective_at),
            command_id=command_id(self._service.name, cause.event_id, name),
            project=self._service.project,
            source=f"/services/{self._service.name}",
        )

    async def _react(self, command: object, asked: Asked) -> Outcome | Refusal:
        try:
            handled = await handle(self._runtime.store, lambda: self._prepare(command), asked)
        except StreamMoved:
            raise  # Others were always first: no rule has said no, so it is tried again.
        except Refusal as refusal:
            return refusal
        return handled.outcome

    async def _prepare(self, command: object) -> Prepared:
        async with self._runtime.pool.acquire() as connection:
            prepared = await self._service.prepare(command, self._caller, connection)
            if prepared.bureau and not prepared.bureauname:
                bureau = await directory.bureau(connection, prepared.bureau)
                prepared = replace(prepared, bureauname=bureau.name if bureau else "")
            return prepared

    def _effective(self, cause: datetime) -> datetime:
        """Now in the programme's time, but never before the cause: clocks of services move one after the other."""
        return max(self._runtime.clock.now(), cause)

    async def _mark(self, message: Message, statements: tuple[Statement, ...], inbox: InboxPosition | None) -> Outcome:
        statements = (*self._keeps(message), *statements)
        committed = await self._runtime.committer.submit(Commit(statements=statements, inbox=inbox))
        return committed.outcome

    def _keeps(self, message: Message) -> tuple[Statement, ...]:
        keeps = self._service.keeps
        return tuple(keeps(attributes_of_headers(message.headers), message.value)) if keeps else ()

    def _kept(self, message: Message) -> tuple[Statement, ...]:
        """The audit's record of what cannot be read here: a message that moves the inbox is in the log."""
        try:
            return self._keeps(message)
        except ValueError:
            return ()  # Not even a record.

    async def _park(self, message: Message, reason: str) -> Verdict:
        """Keep the message as it came. What is no event of ours has no place in the inbox and moves nothing."""
        try:
            _, position = message.place()
        except NotAnEvent:
            await self._runtime.committer.submit(Commit(statements=(self.parking.park(message, None, reason),)))
            return Verdict.PARKED
        park = self.parking.park(message, position, reason)
        committed = await self._runtime.committer.submit(
            Commit(statements=(*self._kept(message), park), inbox=self._position(message)),
        )
        if committed.outcome is Outcome.WRITTEN:
            self.parking.block(message)
            self._judge(message, committed.outcome)
            return Verdict.PARKED
        return self._judge(message, committed.outcome)

    def _judge(self, message: Message, outcome: Outcome) -> Verdict:
        if outcome is Outcome.GAP:
            return Verdict.GAP
        _, position = message.place()
        self.inbox.move(message.topic, message.partition, Standing(position, message.offset))
        if outcome is Outcome.DUPLICATE:
            return Verdict.DUPLICATE
        self.taken += 1
        return Verdict.TAKEN

    def _position(self, message: Message) -> InboxPosition:
        previous, position = message.place()
        return InboxPosition(self.inbox.consumer, message.topic, message.partition, previous, position, message.offset)

    def _refused(self, message: Message, position: int, command: object, refusal: Refusal) -> Statement:
        log.info("refused", rule=refusal.code(), command=type(command).__name__)
        return _REFUSED, (
            self.inbox.consumer,
            message.topic,
            message.partition,
            position,
            orjson.dumps({"command": type(command).__name__, "arguments": _plain(command)}).decode(),
            refusal.code(),
            str(refusal),
        )


def command_id(service: str, cause: UUID, name: str) -> UUID:
    """The id of a reaction's command follows from its cause, so a redelivered cause asks for the same command."""
    return uuid5(cause, f"{service}:{name}")


def _plain(command: object) -> dict[str, Any]:
    if not dataclasses.is_dataclass(command) or isinstance(command, type):
        return {}
    return {field.name: str(getattr(command, field.name)) for field in dataclasses.fields(command)}
