"""What an operator sees of messages that could not be read, and how they are taken up again."""

from datetime import datetime
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from pydantic import BaseModel, ValidationError

from shared.access.competence import WrongRole
from shared.errors import NotFound
from shared.events.catalogue import UnknownEvent
from shared.eventsourcing.messages import NotAnEvent
from shared.web.callers import TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/parked", tags=["operation"], responses=refuses(WrongRole))

_LIST = """
SELECT topic, partition, position, "offset", reason, parked_at FROM parked
 WHERE consumer = $1 ORDER BY parked_at, topic, partition, "offset" LIMIT $2
"""
_REFUSED = """
SELECT topic, partition, position, command, rule, detail, recorded_at FROM refused
 WHERE consumer = $1 ORDER BY recorded_at DESC LIMIT $2
"""


class NoWorkerHere(NotFound):
    """This process runs no worker: ask one that does."""


class ParkedMessage(BaseModel):
    topic: str
    partition: int
    position: int | None
    offset: int
    reason: str
    parked_at: datetime


class ParkedMessages(BaseModel):
    items: list[ParkedMessage]


class RefusedCommand(BaseModel):
    """A command that a reaction asked for and a rule refused: an outcome, recorded, and no fault."""

    topic: str
    partition: int
    position: int
    command: dict[str, object]
    rule: str
    detail: str
    recorded_at: datetime


class RefusedCommands(BaseModel):
    items: list[RefusedCommand]


class TakenUp(BaseModel):
    taken_up: int
    still_parked: int


Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("")
async def list_parked(runtime: TheRuntime, limit: Limit = 50) -> ParkedMessages:
    """Messages that wait, the oldest first, each with its reason."""
    rows = await runtime.pool.fetch(_LIST, runtime.service.name, limit)
    return ParkedMessages(items=[ParkedMessage(**dict(row)) for row in rows])


@router.get("/refused")
async def list_refused(runtime: TheRuntime, limit: Limit = 50) -> RefusedCommands:
    """Commands that reactions asked for and rules refused, the newest first."""
    rows = await runtime.pool.fetch(_REFUSED, runtime.service.name, limit)
    return RefusedCommands(
        items=[RefusedCommand(**(dict(row) | {"command": orjson.loads(row["command"])})) for row in rows]
    )


@router.post("/retry", responses=refuses(NoWorkerHere))
async def retry(runtime: TheRuntime) -> TakenUp:
    """Take the parked messages up again, in their order; of a key that still cannot be read, the rest keeps waiting."""
    worker = runtime.resources.get("worker")
    if worker is None:
        raise NoWorkerHere("Send this to the process that runs the worker.")
    taken = still = 0
    stuck: set[tuple[str, int, bytes]] = set()
    for message in await worker.reactor.parking.waiting():
        place = (message.topic, message.partition, message.key)
        try:
            if place in stuck:
                raise NotAnEvent("behind another")  # noqa: TRY301 (counted with those that cannot be read)
            await worker.reactor.take_up(message)
            taken += 1
        except (NotAnEvent, UnknownEvent, ValidationError, ValueError):
            stuck.add(place)
            still += 1
    await worker.reactor.parking.reload()
    return TakenUp(taken_up=taken, still_parked=still)
