"""How far a service has come: its own log, what it has sent, what it has worked off of others."""

from collections import defaultdict
from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from shared.web.callers import TheRuntime

router = APIRouter(tags=["operation"])

_STANDING = """
SELECT (SELECT position FROM head) AS position, (SELECT position FROM relay_head) AS relayed,
       (SELECT day FROM programme_day) AS day, (SELECT count(*) FROM parked) AS parked,
       (SELECT count(*) FROM refused) AS refused
"""
_INBOX = "SELECT topic, partition, position FROM inbox WHERE consumer = $1 ORDER BY topic, partition"


class Progress(BaseModel):
    """`inbox` gives for each topic (without the installation's prefix) and partition the last position worked off."""

    service: str
    position: int
    relayed: int
    day: date | None
    inbox: dict[str, dict[int, int]]
    parked: int
    refused: int


@router.get("/v1/progress")
async def progress(runtime: TheRuntime) -> Progress:
    """How far this service has come."""
    standing = await runtime.pool.fetchrow(_STANDING)
    assert standing is not None
    inbox: dict[str, dict[int, int]] = defaultdict(dict)
    for row in await runtime.pool.fetch(_INBOX, runtime.service.name):
        inbox[row["topic"].removeprefix(runtime.settings.topic_prefix)][row["partition"]] = row["position"]
    return Progress(service=runtime.service.name, inbox=inbox, **dict(standing))
