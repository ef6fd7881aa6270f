"""What follows from an erasure: the person's key is destroyed, and uploaded tables that name people are removed.

It is done when the erasure is confirmed, and again where the process that recorded it died before it could.
"""

from functools import partial

import structlog

from shared.chores import outlasting
from shared.runtime import Runtime
from shared.web.uploads import objects_of

log = structlog.get_logger(__name__)

_LOOK_EVERY_SECONDS = 60.0

_ERASED = "SELECT subject_id FROM erasures WHERE outcome = 'erased'"
# A row of a ledger may name a member of staff. Who wants such a job done again sends the table again.
_TABLES = """
SELECT arguments ->> 'sha256' AS sha256 FROM jobs WHERE kind = 'import' AND arguments ->> 'kind' = 'ledger'
 GROUP BY 1 HAVING bool_and(state IN ('done', 'failed'))
"""


async def follow_erasures(runtime: Runtime) -> None:
    """After this no key is there of anybody whose erasure is recorded."""
    assert runtime.sealer is not None, "the registry has one"
    erased = [row["subject_id"] for row in await runtime.pool.fetch(_ERASED)]
    living = await runtime.sealer.living(erased)
    if not living:
        return
    for row in await runtime.pool.fetch(_TABLES):
        await objects_of(runtime).forget(row["sha256"])
    await runtime.sealer.destroy_all(living)


async def keep_following(runtime: Runtime) -> None:
    """For as long as the service runs."""
    # The keys' database may be away: the record stands, and this is tried again.
    await outlasting(
        partial(follow_erasures, runtime),
        "what follows from an erasure could not be done; trying again",
        _LOOK_EVERY_SECONDS,
    )
