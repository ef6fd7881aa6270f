"""`Shifan-Seen`: a caller names positions that it has seen elsewhere, and the service waits until it has them, too."""

import asyncio
import re
from time import monotonic

from shared.bus.topics import topic_of
from shared.runtime import Runtime
from shared.web.rules import SeenNotReadable

WAIT_SECONDS = 2.0
_EVERY_SECONDS = 0.004
_MOST = 64
_POSITION = re.compile(r"\s*([a-z]{1,32}):(\d{1,6}):(\d{1,18})\s*")

_MISSING = """
SELECT count(*) FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS wanted (topic, partition, position)
 WHERE NOT EXISTS (
    SELECT FROM inbox
     WHERE inbox.consumer = $4 AND inbox.topic = wanted.topic AND inbox.partition = wanted.partition
       AND inbox.position >= wanted.position)
"""


async def wait_until_seen(runtime: Runtime, header: str) -> None:
    """Return when the inbox has all of the positions, or after two seconds without them.

    A position of the service itself, or of an owner that it does not listen to, is not waited for.

    Raises:
        SeenNotReadable: the header is no list of positions.
    """
    service = runtime.service
    wanted = [position for position in _positions(header) if position[0] in service.listens_to]
    wanted = [position for position in wanted if position[0] != service.name]
    if not wanted:
        return
    topics = [topic_of(owner, runtime.settings.topic_prefix) for owner, _, _ in wanted]
    partitions, positions = [partition for _, partition, _ in wanted], [position for _, _, position in wanted]
    until = monotonic() + WAIT_SECONDS
    while not _known_in_this_process(runtime, topics, partitions, positions) and await runtime.pool.fetchval(
        _MISSING, topics, partitions, positions, service.name
    ):
        if monotonic() > until:
            return
        await asyncio.sleep(_EVERY_SECONDS)


def _known_in_this_process(runtime: Runtime, topics: list[str], partitions: list[int], positions: list[int]) -> bool:
    """Whether the worker beside us has them all; where another process has it, the database is asked."""
    worker = runtime.resources.get("worker")
    if worker is None:
        return False
    wanted = zip(topics, partitions, positions, strict=True)
    return all(
        worker.reactor.inbox.standing(topic, partition).position >= position for topic, partition, position in wanted
    )


def _positions(header: str) -> list[tuple[str, int, int]]:
    parts = header.split(",")
    matches = [_POSITION.fullmatch(part) for part in parts]
    if len(parts) > _MOST or not all(matches):
        raise SeenNotReadable("Shifan-Seen is, for example, `registry:7:1234, application:3:88`.")
    return [(match[1], int(match[2]), int(match[3])) for match in matches if match]
