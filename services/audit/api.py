"""The way in: a station's history, the wholeness of the logs, and the records themselves."""

import base64
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from services.audit import answers, history, queries
from services.audit.answers import Gap, History, Integrity, IntegrityReport, LogEntries, LogEntry, TitleStanding
from services.audit.entries import parts
from services.audit.integrity import Verifier
from shared.access import directory, masking
from shared.access.competence import OutsideJurisdiction, WrongRole, require
from shared.access.readers import kept_from
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.database import Connection
from shared.errors import NotFound, NotKnownHere, Unacceptable
from shared.events.catalogue import LOGS
from shared.web.bodies import Day
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(tags=["audit"])

_GAPS_SHOWN = 100


class NoSuchEntry(NotFound):
    """There is no such entry in that owner's log."""

    title_zh = "该日志中没有这一条记录。"


class NoSuchOwner(NotFound):
    """There is no such owner of events."""

    title_zh = "没有这样的事件归属服务。"


class OneAsOf(Unacceptable):
    """A history is as of a day or as of a position, not both; a position is written as `owner:number`."""

    title_zh = "只能按日期或按位置查询历史, 位置的写法为“服务:序号”。"


_REFUSED = refuses(NotKnownHere, NoSuchEntry, NotSignedIn, OneAsOf, OutsideJurisdiction, WrongRole)


class AsOf(BaseModel):
    """As of which day (effective time, in Shanghai) or position (as `owner:number`) a history is asked for."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day | None = None
    as_of_position: str = Field(default="", max_length=40)
    limit: int = Field(default=1_000, ge=1, le=5_000)


@router.get(
    "/v1/stations/{station_id}/history",
    responses=_REFUSED,
)
async def station_history(
    station_id: str, runtime: TheRuntime, caller: TheCaller, asked: Annotated[AsOf, Query()]
) -> History:
    """服务站历史: what happened to the station, at every level, each entry after its cause."""
    if asked.as_of is not None and asked.as_of_position:
        raise OneAsOf("Ask for a day or for a position.")
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        host_id = await _may_read(connection, caller, station_id)
        facts = await queries.history(connection, station_id)
        place = None
        if asked.as_of is not None:
            facts = history.as_of_day(facts, asked.as_of)
        elif asked.as_of_position:
            place, recorded_at = await _place(connection, asked.as_of_position)
            facts = history.as_of_position(facts, place.owner, place.position, recorded_at)
        names = await queries.names(connection, host_id)
    ordered = history.in_causal_order(history.without_idle_context(facts))
    title = history.title(station_id, ordered)
    kept = {event.type_name() for event in kept_from(caller.level)}
    shown = [one for one in ordered if one.type not in kept]
    narrow = caller.level is Level.ENTERPRISE
    return History(
        station_id=station_id,
        as_of=asked.as_of,
        as_of_position=place,
        title=TitleStanding(status=title.status, certificate_number=title.certificate_number, since=title.since),
        total=len(shown),
        items=tuple(answers.entries(shown, station_id, names, narrow=narrow)[: asked.limit]),
    )


async def _may_read(connection: Connection, caller: Caller, station_id: str) -> str:
    """The station's host, if the caller may read its history: its own host, a bureau of its area, auditor, operator."""
    station = await directory.the_station(connection, station_id)
    scope = await scope_of(connection, caller)
    if not scope.covers(host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code):
        raise OutsideJurisdiction(f"Station {station_id} is not in your area.")
    return station.host_id


async def _place(connection: Connection, text: str) -> tuple[answers.Place, datetime]:
    owner, _, number = text.partition(":")
    if not number.isascii() or not number.isdigit():
        raise OneAsOf(f"{text!r} is no position: assessment:120 is the form.")
    recorded_at = await queries.recorded_at(connection, owner, int(number[:18]))
    if recorded_at is None:
        raise NoSuchEntry(f"Position {number} of {owner} is not in the log.")
    return answers.Place(owner=owner, position=int(number)), recorded_at


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
        items = [await _integrity(connection, verifier, owner, *counts.get(owner, (0, 0))) for owner in LOGS]
    return IntegrityReport(items=tuple(items))


async def _integrity(connection: Connection, verifier: Verifier, owner: str, entries: int, head: int) -> Integrity:
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
    )


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
