"""What is handed over to have a command carried out: the command with its facts, and who asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.events.event import Event
from shared.eventsourcing.commits import InboxPosition, Statement
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.envelope import Provenance, Recorded

Project = Callable[[Recorded[Event]], list[Statement]]
"""What an event changes in the service's own tables: pure, idempotent, run by the committer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A command with all that its decision needs.

    Attributes:
        partition_key: the station's id for a stream about one station; empty means the stream's own id.
        bureau: in an automatic act, the bureau in whose name it is done, with `bureauname`, its name of the day.
        attributes: what the act adds to the envelope: `jurisdiction`, `onbehalfof`, `mandate`, `documentno`, …
        guards: streams that the facts were read from, with the version that they must still have; also one that the
            command itself writes.
        subject: the person under whose key the fields of the command that `seals` names are sealed, once nothing stands
            against the command, and before it is decided.
        also: further streams that are decided and written in the same transaction.
    """

    decider: Decider[Any, Any, Any]
    stream: str
    command: object
    partition_key: str = ""
    bureau: str = ""
    bureauname: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    guards: tuple[tuple[str, int], ...] = ()
    subject: str = ""
    seals: tuple[str, ...] = ()
    also: tuple["Prepared", ...] = ()


@dataclass(frozen=True, slots=True)
class PendingKey:
    """An idempotency key whose answer is not known yet."""

    key: str
    fingerprint: bytes


Answer = Callable[[Any, int], tuple[int, bytes]]
"""The HTTP status and body that the state and version lead to; stored with the key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything about a command except the command: who asks, when, and how a repetition is recognised.

    `expected_version` is what the caller had read (`If-Match`): the first stream must still be there. `inbox` and
    `statements` belong to a reaction: the message that it works off, and what that message changes here.
    `effective_of` gives an event an instant of its own, where one command records what happened at several.
    """

    by: Provenance
    effective: datetime
    command_id: UUID
    project: Project
    source: str
    expected_version: int | None = None
    key: PendingKey | None = None
    answer: Answer | None = None
    inbox: InboxPosition | None = None
    statements: tuple[Statement, ...] = ()
    effective_of: Callable[[Event], datetime] | None = None
