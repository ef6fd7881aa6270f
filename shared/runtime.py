"""A service as data, and a running service as its routes and its worker see it."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from asyncpg import Pool, Record
from fastapi import APIRouter

from shared.access.matrix import FILE, Permission, permission
from shared.access.memory import ActingMemory
from shared.access.roles import Caller
from shared.access.tokens import Verifier
from shared.clock import Clock
from shared.database import Connection
from shared.events.event import Event
from shared.eventsourcing.bell import Bell
from shared.eventsourcing.commits import Bulk, Statement
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.handling import Prepared, Project
from shared.eventsourcing.store import EventStore
from shared.sealing.sealer import Sealer
from shared.settings import Settings

Prepare = Callable[[Any, Caller, Connection], Awaitable[Prepared]]
"""Looks up what a decision needs in the service's own tables and checks the caller's competence."""


def _no_reaction(_event: Event) -> Sequence[object]:
    return ()


def _nothing_falls_due(name: str, _arguments: Mapping[str, Any]) -> object:
    raise ValueError(f"nothing called {name!r} falls due in this service")


async def _nothing_to_prepare(command: object, _caller: Caller, _connection: Connection) -> Prepared:
    raise TypeError(f"this service carries out no {type(command).__name__}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts of a service, put together once in its `service.py`.

    Attributes:
        listens_to: the owners whose topics it reads.
        project: own and foreign events to statements.
        react: a foreign event to the service's own commands; pure.
        from_due: a row of the table `due` back to its command.
        prepare: a command to all that its decision needs.
        schema: the folder of its numbered SQL files.
        keeps: statements for each message, by its attributes and payload as they came, before it is decoded: the
            audit's raw records. With it, an event of an unknown type is kept and not parked. All of them are in bulk,
            and nothing that `project` says reads their tables.
        around: what must be open while the service runs, beside its database: the vault.
        begin_days: registry alone: records `DayBegan` for every day up to this one.
        chores: long work that goes on beside requests and messages, until it is cancelled: jobs.
        larger_bodies: routes that take files, by how their path begins, with the most bytes that each takes.
        beside_events: tables, or columns as `table.column`, that hold what no event tells, each with the reason; all
            other tables are read models, which replay makes again.
        in_bulk: statements that do no more than add rows that are not there yet, each with how its rows are copied:
            so does replay, which takes each record once.
        matrix: who may do what; a service of the tests has its own.
    """

    name: str
    router: APIRouter
    listens_to: tuple[str, ...]
    project: Project
    schema: Path
    react: Callable[[Event], Sequence[object]] = _no_reaction
    from_due: Callable[[str, Mapping[str, Any]], object] = _nothing_falls_due
    prepare: Prepare = _nothing_to_prepare
    keeps: Callable[[Mapping[str, str], bytes], list[Statement]] | None = None
    around: "Callable[[Runtime], AbstractAsyncContextManager[None]] | None" = None
    begin_days: "Callable[[Runtime, date], Awaitable[None]] | None" = None
    chores: "Callable[[Runtime], Coroutine[Any, Any, None]] | None" = None
    larger_bodies: Mapping[str, int] = field(default_factory=dict)
    beside_events: Mapping[str, str] = field(default_factory=dict)
    in_bulk: Mapping[str, Bulk] = field(default_factory=dict)
    matrix: Path = FILE

    def permission(self, act: str) -> Permission:
        """Who may do this act of the service.

        Raises:
            NotInTheMatrix: there is no such act.
        """
        return permission(self.name, act, self.matrix)


@dataclass(slots=True, kw_only=True)
class Runtime:
    """What a running service holds. Routes find it as `request.app.state.runtime`."""

    service: Service
    settings: Settings
    pool: "Pool[Record]"
    committer: Committer
    store: EventStore
    clock: Clock
    verifier: Verifier
    bell: Bell = field(default_factory=Bell)
    """Rings after each commit of this process, for those who follow the log."""
    sealer: Sealer | None = None
    """Seals and opens personal data; of a service whose events hold any."""
    acting: ActingMemory = field(default_factory=ActingMemory)
    """For whom callers act."""
    resources: dict[str, Any] = field(default_factory=dict)
    """What `around` has opened, by name."""
    checks: dict[str, Callable[[], bool]] = field(default_factory=dict)
    """What must be true for the service to be ready: `worker`, `relay`; read by /readyz."""
    in_progress: set[str] = field(default_factory=set)
    """Idempotency keys of commands that are being carried out in this process."""
