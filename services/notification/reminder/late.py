"""Reminders of deadlines that were heard of only after the day of their mark had begun here.

The days come from one owner and deadlines from another, so either may be heard of first. What a day finds when it
begins becomes its reminders at once; what comes later would wait for the next day, or for ever after the last one. Both
the day and the deadline are committed before this looks, so it sees every pair of them, also one that met half-way.
"""

from functools import partial
from uuid import UUID, uuid5

import orjson
import structlog

from services.notification.policies import from_due
from shared.access.roles import service_caller
from shared.chores import outlasting
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Prepared, handle
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

_IDS = UUID("5a9d4f0a-51bb-5f57-9f0b-6a0d8b6f1c31")
_LATE = """
SELECT due.stream, due.command, due.arguments
  FROM due JOIN programme_day ON due."on" <= programme_day.day
 ORDER BY due."on", due.stream, due.command
"""


async def remind_late(runtime: Runtime) -> None:
    """Look again and again until this is cancelled; an outage is waited out."""
    await outlasting(partial(remind_of_what_is_late, runtime), "nobody can be reminded just now; trying again")


async def remind_of_what_is_late(runtime: Runtime) -> None:
    """Remind of all marks whose day has begun without them; who was reminded meanwhile is not reminded again.

    Raises:
        StreamMoved: a deadline is being reminded of by another process over and over.
        asyncpg.PostgresError, OSError: the database cannot be asked.
    """
    for stream, name, arguments in await runtime.pool.fetch(_LATE):
        await _remind(runtime, f"{stream} {name}", name, orjson.loads(arguments))


async def _remind(runtime: Runtime, what: str, name: str, arguments: dict[str, str]) -> None:
    service, caller = runtime.service, service_caller(runtime.service.name)
    command, command_id = from_due(name, arguments), uuid5(_IDS, what)
    asked = Asked(
        by=Provenance(actor=caller.subject, level=str(caller.level), correlationid=str(command_id)),
        effective=runtime.clock.now(),
        command_id=command_id,
        project=service.project,
        source=f"/services/{service.name}",
    )
    async with runtime.pool.acquire() as connection:
        prepared = await service.prepare(command, caller, connection)

    async def prepare() -> Prepared:
        return prepared

    await handle(runtime.store, prepare, asked)
