"""The logs themselves: whether they are whole, and their records."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from services.audit import history, queries
from services.audit.answers import Gap, Integrity, IntegrityReport, LogEntries, LogEntry, TileLog
from services.audit.entries import parts
from services.audit.integrity import Verifier
from services.audit.keeping.unsigned import reasons
from shared.access import masking
from shared.access.competence import WrongRole, require
from shared.access.roles import Level
from shared.access.tokens import NotSignedIn
from shared.database import Connection
from shared.errors import NotFound
from shared.events.catalogue import LOGS
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(tags=["audit"])

_GAPS_SHOWN = 100


class NoSuchOwner(NotFound):
    """There is no such owner of events."""

    title_zh = "没有这样的事件归属服务。"


@router.get("/v1/integrity", responses=refuses(NotSignedIn, WrongRole))
async def integrity(runtime: TheRuntime, *, again: bool = False) -> IntegrityReport:
    """完整性: for each owner, whether positions are missing and how far the chain holds.

    With `again` the chain is verified from the beginning, not from where the last question ended.
    """
    verifier: Verifier = runtime.resources.setdefault("verifier", Verifier())
    if again:
        verifier.verified.clear()
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        counts = await queries.counts(connection)
        unsigned = await reasons(connection)
        items = [
            await _integrity(connection, verifier, owner, *counts.get(owner, (0, 0)), unsigned.get(owner, ""))
            for owner in LOGS
        ]
    return IntegrityReport(items=tuple(items))


async def _integrity(
    connection: Connection, verifier: Verifier, owner: str, entries: int, head: int, unsigned: str
) -> Integrity:
    verified = await verifier.verify(connection, owner)
    gaps = await queries.missing(connection, owner, _GAPS_SHOWN) if entries != head else []
    return Integrity(
        owner=owner,
        entries=entries,
        head=head,
        contiguous_up_to=gaps[0][0] - 1 if gaps else head,
        missing=tuple(Gap(first=first, last=last) for first, last in gaps),
        chain_verified_up_to=verified.position,
        broken_at=verified.broken_at,
        tile_log=await _tile_log(connection, owner, unsigned),
    )


async def _tile_log(connection: Connection, owner: str, unsigned: str) -> TileLog:
    for row in await queries.checkpoints(connection, owner, 1):
        return TileLog(size=row["size"], root=row["root"], signed_at=row["signed_at"], not_signed_because=unsigned)
    return TileLog(size=0, root="", signed_at=None, not_signed_because=unsigned)


class Behind(BaseModel):
    """Which part of a log is asked for; with `raw` each record itself, too."""

    model_config = ConfigDict(extra="forbid")

    owner: str
    after: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=200)
    raw: bool = False


@router.get("/v1/events", responses=refuses(NoSuchOwner, NotSignedIn, WrongRole))
async def events(runtime: TheRuntime, caller: TheCaller, asked: Annotated[Behind, Query()]) -> LogEntries:
    """事件记录: an owner's log behind a position; with `raw` each record itself, in base64.

    The raw record is what the chain proves, so nothing in it is masked: it is for auditors alone.
    """
    if asked.raw:
        require(caller, Level.AUDITOR)
    if asked.owner not in LOGS:
        raise NoSuchOwner(f"{asked.owner} owns no events.")
    async with runtime.pool.acquire() as connection:
        rows = await queries.after(connection, asked.owner, asked.after, asked.limit + 1)
    items = tuple(_log_entry(row, raw=asked.raw) for row in rows[: asked.limit])
    return LogEntries(items=items, next=items[-1].position if len(rows) > asked.limit else None)


def _log_entry(row: Any, *, raw: bool) -> LogEntry:
    attributes, payload = parts(row["record"])
    return LogEntry(
        owner=row["owner"],
        position=row["position"],
        id=row["event_id"],
        type=row["type"],
        stream=row["stream"],
        effective_at=row["effective_at"],
        recorded_at=row["recorded_at"],
        attributes=attributes,
        data=masking.masked(row["type"], history.read(payload)),
        record=base64.b64encode(row["record"]).decode() if raw else None,
    )
