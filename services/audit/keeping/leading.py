"""Who keeps the logs: one process, for as long as it holds the lock of the database and that of the folder."""

import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from asyncpg import Connection, Record

from services.audit.keeping.keeper import Keeper
from services.audit.keeping.keys import signers, write_policy
from shared.chores import outlasting
from shared.leading import in_charge, keep_at_it
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

_LOCK = 7_012_318
_LOOK_EVERY_SECONDS = 0.5


@asynccontextmanager
async def with_keys(runtime: Runtime) -> AsyncIterator[None]:
    """The keys are there before anything else is done: the audit does not start without what it must have."""
    runtime.resources["signers"] = signers(runtime.settings)
    yield


async def keep_logs(runtime: Runtime) -> None:
    """Go on until this is cancelled; an outage is waited out, with everything read anew."""
    keys = runtime.resources["signers"]
    if not keys:
        log.warning("no key in this sandbox: the logs are not signed")
        return

    async def keep() -> None:
        async with _alone(runtime) as connection:
            write_policy(runtime.settings.tlogs, [signer.verifier for signer in keys.values()])
            await keep_at_it(connection, Keeper(runtime, keys).work, _LOOK_EVERY_SECONDS)

    await outlasting(keep, "the logs cannot be kept just now; trying again")


@asynccontextmanager
async def _alone(runtime: Runtime) -> "AsyncIterator[Connection[Record]]":
    """The database's lock lasts as long as its connection, the folder's as long as this process."""
    async with in_charge(runtime.settings.database_url, _LOCK) as connection:
        with _marked(runtime.settings.tlogs).open("w") as file:
            # A connection may be lost while its process still writes: the folder has one writer all the same.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield connection


def _marked(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / ".keeper"
