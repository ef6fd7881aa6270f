"""The registry's change feed from a process of its own: killed, stopped and started again, a reader misses nothing."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest

from deploy.embedded.ports import Reservations
from deploy.service_process import ServiceProcess, service_command
from services.registry.service import SERVICE
from shared.access import directory
from shared.access.roles import Caller
from shared.access.tokens import KeyFiles, mint
from shared.eventsourcing.committer import Committer
from shared.sealing.sealer import SCHEMA as KEYS_SCHEMA
from tests.registry.conftest import STORE_SCHEMA
from tests.registry.desk import AUDITOR, ISSUER
from tests.servers import MakeDatabase
from tests.shared.web.feeding import following, record, suspended

_EVENTS = 400


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    return await database(STORE_SCHEMA, directory.SCHEMA, SERVICE.schema, KEYS_SCHEMA)


@pytest.fixture
async def process(dsn: str, keys: KeyFiles, tmp_path: Path) -> AsyncIterator[ServiceProcess]:
    """The registry's API alone; it needs no Kafka."""
    ports = Reservations()
    port = ports.take_any()
    kek = tmp_path / "kek"
    kek.write_text("ab" * 32)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHIFAN_")} | {
        "SHIFAN_DATABASE_URL": dsn,
        "SHIFAN_KEYS_URL": dsn,
        "SHIFAN_KEK_FILE": str(kek),
        "SHIFAN_JWKS_FILE": str(keys.public),
        "SHIFAN_ISSUER": ISSUER,
        "SHIFAN_SANDBOX": "true",
        "SHIFAN_PORT": str(port),
        "SHIFAN_DATA": str(tmp_path),
    }
    command = [*service_command("registry"), "api"]
    process = ServiceProcess("registry", command, port, tmp_path / "registry.log", environment)
    process.launch()
    await process.ready()
    yield process
    await process.stop()
    ports.release()


def signed(keys: KeyFiles, caller: Caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {mint(keys.private, caller, issuer=ISSUER, ttl_seconds=300)}"}


async def write(dsn: str, gates: Sequence[asyncio.Event]) -> None:
    """Events one by one, as another process of the service records them; a part of them behind each gate."""
    committer = Committer(dsn)
    await committer.start()
    for gate in gates:
        await gate.wait()
        for _ in range(_EVENTS // len(gates)):
            await record(committer, (suspended("装修"), "320402"))
    await committer.stop()


@pytest.mark.timeout(300)
async def test_a_reader_goes_on_exactly_over_kills_and_restarts(
    process: ServiceProcess, dsn: str, keys: KeyFiles
) -> None:
    found: list[int] = []
    launched = asyncio.Event()
    launched.set()
    marks = {mark: asyncio.Event() for mark in (50, 150, 250)}
    gates = [asyncio.Event() for _ in range(4)]
    gates[0].set()

    async def follow() -> None:
        while len(found) < _EVENTS:
            try:
                async with following(process.url, signed(keys, AUDITOR), found[-1] if found else None) as stream:
                    async for told in stream:
                        if told.data is not None:
                            found.append(int(told.id))
                            if (mark := marks.get(len(found))) is not None:
                                mark.set()
                        if len(found) == _EVENTS:
                            return
            except httpx.TransportError:
                await launched.wait()
                await process.ready()

    # What comes after a mark is written when the process is back, so no process is ended before it was read from.
    async with asyncio.timeout(200), asyncio.TaskGroup() as group:
        group.create_task(follow())
        group.create_task(write(dsn, gates))
        for (mark, end), gate in zip(
            ((50, process.kill), (150, process.stop), (250, process.kill)), gates[1:], strict=True
        ):
            await marks[mark].wait()
            launched.clear()
            await end()
            process.launch()
            launched.set()
            gate.set()
    assert found == list(range(1, _EVENTS + 1))
