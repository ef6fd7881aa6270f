"""The servers that tests use: those named in the environment, else containers, else the embedded ones.

Where SHIFAN_TEST_SERVERS is `containers` there is no else: tests that cannot have them are skipped, and say why.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from deploy.embedded.kafka import Kafka
from deploy.embedded.postgres import Postgres
from deploy.embedded.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE, with_database
from shared.database import migrate
from tests.containers import docker_answers, kafka_contained, must_be_contained, postgres_contained, why_not
from tests.waiting import until

_MEMORY = Path("/dev/shm")  # noqa: S108 (folders in it are made by `tempfile`)
_ROOM = 4 << 30

MakeDatabase = Callable[..., Awaitable[str]]


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL for the whole session; gives the address of its database `postgres`."""
    named = os.environ.get(POSTGRES_VARIABLE, "")
    with ExitStack() as stack:
        yield named or _contained(stack, postgres_contained) or stack.enter_context(_embedded_postgres())


@contextmanager
def kafka_server() -> Iterator[str]:
    """A Kafka for the whole session; gives its address."""
    named = os.environ.get(KAFKA_VARIABLE, "")
    with ExitStack() as stack:
        yield named or _contained(stack, kafka_contained) or stack.enter_context(_embedded_kafka())


@asynccontextmanager
async def fresh_database(server: str, *schemas: Path) -> AsyncIterator[str]:
    """An empty database, or one with the schema of the folders; it is dropped afterwards.

    The folders are run once a session; the databases are copies of what came of it.
    """
    async with copied_database(server, await _template(server, schemas) if schemas else "template1") as dsn:
        yield dsn


@asynccontextmanager
async def copied_database(server: str, template: str) -> AsyncIterator[str]:
    """What the server's database of this name holds just now, in one of its own, which is dropped afterwards."""
    name = f"t_{uuid4().hex[:16]}"
    await _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    try:
        yield with_database(server, name)
    finally:
        await _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


_templates: dict[tuple[str, *tuple[Path, ...]], str] = {}


async def _template(server: str, schemas: tuple[Path, ...]) -> str:
    """The database to copy, made when it is first asked for; it lives as long as the server."""
    known = _templates.get((server, *schemas))
    if known is None:
        known = f"template_{uuid4().hex[:16]}"
        await _execute(server, f'CREATE DATABASE "{known}"')
        await migrate(with_database(server, known), *schemas)
        _templates[server, *schemas] = known
    return known


async def _execute(dsn: str, sql: str) -> None:
    """A database is used for a moment longer by those who have gone: PostgreSQL waits five seconds for them."""
    connection = await asyncpg.connect(dsn)
    try:
        await until(lambda: _done(connection, sql), 60)
    finally:
        await connection.close()


async def _done(connection: "asyncpg.Connection[asyncpg.Record]", sql: str) -> bool:
    try:
        await connection.execute(sql)
    except asyncpg.ObjectInUseError:
        return False
    return True


def _contained(stack: ExitStack, container: Callable[[Path], AbstractContextManager[str]]) -> str:
    if must_be_contained():
        if why := why_not():
            pytest.skip(why)
        return stack.enter_context(container(stack.enter_context(_folder())))
    if not docker_answers():
        return ""
    try:
        return stack.enter_context(container(stack.enter_context(_folder())))
    except Exception as error:  # noqa: BLE001 - an image that cannot be had here is no reason to run no tests.
        _say(f"no container ({error}): using the embedded server")
        return ""


@contextmanager
def _embedded_postgres() -> Iterator[str]:
    with _folder() as folder:
        server = Postgres(folder / "postgres", _say)
        try:
            dsn = server.start()
            # Nothing of a test session outlives it, and copies of databases write a lot.
            asyncio.run(_execute(dsn, "ALTER SYSTEM SET fsync = off"))
            asyncio.run(_execute(dsn, "SELECT pg_reload_conf()"))
            yield dsn
        finally:
            server.stop()


@contextmanager
def _embedded_kafka() -> Iterator[str]:
    with _folder() as folder, ThreadPoolExecutor(1) as beside:
        server = Kafka(folder / "kafka", _say)
        try:
            # In a thread of its own: the loop of a test, or its remains, must not be disturbed.
            yield beside.submit(lambda: asyncio.run(server.start())).result()
        finally:
            server.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shifan-tests-", dir=_in_memory(), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)  # So that `nobody`, as whom PostgreSQL may have to run, can enter.
        yield folder


def _in_memory() -> Path | None:
    """Where files lie in memory, if there is room and programs may run there.

    Databases are copied and dropped by the thousand, which on a disk takes longer than all that is done in them.
    """
    try:
        told = os.statvfs(_MEMORY)
    except OSError:
        return None
    has_room = told.f_bavail * told.f_frsize > _ROOM
    return _MEMORY if has_room and not told.f_flag & os.ST_NOEXEC else None


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - a first run downloads, and should not look stuck.
