"""What was told of signed checkpoints: an event for each, recorded in the audit's own store."""

from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

import orjson

from shared.access.roles import service_caller
from shared.database import Connection
from shared.events.audit import CheckpointSigned
from shared.eventsourcing.commits import Commit, NewEvent, Outcome
from shared.eventsourcing.deciding import new_event
from shared.eventsourcing.envelope import Provenance
from shared.runtime import Runtime
from shared.tlog.writer import Signed

_IDS = UUID("5d1f7c52-8a0e-5b63-9f0c-3e7a41b6d208")
_LAST = "SELECT version, payload FROM events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1"


class ToldByAnother(RuntimeError):
    """Somebody else has recorded a checkpoint of this log meanwhile: another process keeps it, too."""


@dataclass(frozen=True, slots=True)
class Told:
    """The checkpoint that was recorded last, and how many were."""

    version: int = 0
    size: int = 0
    root: str = ""


def stream_of(owner: str) -> str:
    return f"checkpoint-{owner}"


async def last_told(connection: Connection, owner: str) -> Told:
    row = await connection.fetchrow(_LAST, stream_of(owner))
    if row is None:
        return Told()
    payload = orjson.loads(row["payload"])
    return Told(row["version"], payload["size"], payload["root"])


async def tell(runtime: Runtime, owner: str, before: Told, signed: Signed, *, heartbeat: bool) -> Told:
    """Record the checkpoint, once: its id follows from what was signed.

    Raises:
        ToldByAnother: it is not the one to follow.
    """
    new = _event(runtime, owner, before.version + 1, signed, heartbeat=heartbeat)
    committed = await runtime.committer.submit(Commit(events=(new,)))
    if committed.outcome not in {Outcome.WRITTEN, Outcome.AGAIN}:
        raise ToldByAnother(f"the checkpoint {signed.checkpoint.size} of {owner} could not be recorded")
    return Told(new.version, signed.checkpoint.size, signed.checkpoint.root.hex())


def _event(runtime: Runtime, owner: str, version: int, signed: Signed, *, heartbeat: bool) -> NewEvent:
    checkpoint, stream = signed.checkpoint, stream_of(owner)
    event = CheckpointSigned(
        log=owner,
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        note=signed.note,
        heartbeat=heartbeat,
    )
    caller = service_caller(runtime.service.name)
    by = Provenance(actor=caller.subject, level=str(caller.level), correlationid=str(uuid4()), basis=event.clause)
    attributes = by.attributes() | {"source": f"/services/{runtime.service.name}", "partitionkey": stream}
    what = f"{owner}/{checkpoint.size}/{event.root}" + (f"/{version}" if heartbeat else "")
    return new_event(event, stream, version, uuid5(_IDS, what), attributes, runtime.clock.now())
