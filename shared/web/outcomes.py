"""A command's answer as HTTP: the first time, sent again, or only tried."""

from collections.abc import Callable
from typing import Any

import orjson
from fastapi import Response
from pydantic import BaseModel

from shared.bus.topics import partition_of
from shared.errors import Refusal
from shared.eventsourcing.commits import Key
from shared.eventsourcing.handling import Handled, Prepared
from shared.runtime import Runtime
from shared.web.answers import etag
from shared.web.rules import VersionStale

_JSON = "application/json"
_POSITION = "SELECT position FROM events WHERE stream_id = $1 AND version = $2"


def new(owner: str, handled: Handled, location: str | None) -> Response:
    """The answer to a command that was just carried out."""
    headers = {"ETag": etag(handled.version)}
    if handled.positions:
        told = (_position(owner, key, position) for key, position in handled.positions.items())
        headers["Shifan-Position"] = ", ".join(told)
    if location is not None:
        headers["Location"] = location
    return Response(handled.answer, handled.status, headers, _JSON)


async def replayed(runtime: Runtime, seen: Key, prepared: Prepared | Refusal, location: str | None) -> Response:
    """The stored answer once more, byte for byte, with the headers that can be told from it."""
    headers = {"Idempotency-Replayed": "true"}
    version = orjson.loads(seen.answer).get("version")
    if isinstance(version, int):
        headers["ETag"] = etag(version)
        if isinstance(prepared, Prepared):
            position = await runtime.pool.fetchval(_POSITION, prepared.stream, version)
            if position is not None:
                key = prepared.partition_key or prepared.stream
                headers["Shifan-Position"] = _position(runtime.service.name, key, position)
    if location is not None:
        headers["Location"] = location
    return Response(seen.answer, seen.status, headers, _JSON)


async def dry_run(
    runtime: Runtime, prepared: Prepared, expected: int | None, show: Callable[[Any, int], BaseModel]
) -> Response:
    """What the command would lead to; every rule is asked, nothing is recorded."""
    standings: list[tuple[Any, int]] = []
    for one in (prepared, *prepared.also):
        history = [recorded.event for recorded in (await runtime.store.load(one.stream)).history]
        if not standings and expected not in {None, len(history)}:
            raise VersionStale(f"The case is at version {len(history)}, not {expected}.")
        state = one.decider.state(history)
        events = one.decider.decide(one.command, state)
        for event in events:
            state = one.decider.evolve(state, event)
        standings.append((state, len(history) + len(events)))
    state, version = standings[0]
    return Response(show(state, version).model_dump_json().encode(), 200, {"Shifan-Dry-Run": "true"}, _JSON)


def _position(owner: str, partition_key: str, position: int) -> str:
    return f"{owner}:{partition_of(partition_key)}:{position}"
