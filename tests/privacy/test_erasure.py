"""A person with a thousand events is erased: what was known of them is found nowhere, and the log still holds."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import orjson
import pytest
from aiokafka import AIOKafkaProducer

from deploy.auditing.replaying import SAME, replay
from deploy.client import Answer, Client
from deploy.keys import ISSUER
from deploy.stack import Stack
from deploy.topics import make_topics
from services.registry.jobs.importing import Kind
from services.registry.service import SERVICE
from shared.access.roles import Caller, Level
from shared.bus.address import client_options
from shared.tlog.folder import LogFolder
from tests.faults.campaign import stack_in
from tests.faults.invariants import check_stores, settle
from tests.journeys.again import made_again
from tests.privacy.scanner import found_in
from tests.registry.desk import TIANNING
from tests.registry.tables import dispute, table
from tests.registry.wishes import HOST, STAFF, station_of
from tests.waiting import until

pytestmark = pytest.mark.timeout(400)

NAME, CANARY = "金丝雀氏甲乙丙", "种下的明文金丝雀"
EVENTS = 1_000
PLANTED_IN = ("registry", "audit", "registry_keys")
OPERATORS = (Caller("operator-1", Level.OPERATOR), Caller("operator-2", Level.OPERATOR))
AUDITOR = Caller("auditor-1", Level.AUDITOR)


@dataclass(frozen=True, slots=True)
class Place:
    """A station with its host, on a stack of the registry and the audit."""

    stack: Stack
    client: Client
    station_id: str
    host: Caller

    async def post(self, path: str, who: Caller, body: dict[str, Any], key: str = "") -> Answer:
        return await self.client.post("registry", path, who, body, key=key)

    async def staff(self, reader: Caller) -> list[dict[str, Any]]:
        answer = await self.client.get("registry", f"/v1/stations/{self.station_id}", reader)
        return list(answer.body["file"]["staff"])


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    tmp_path.chmod(0o711)  # noqa: ASYNC240 - so that `nobody`, as whom PostgreSQL may have to run, can enter.
    stack = stack_in(tmp_path / "stack", services=("registry", "audit"))
    await stack.start()
    client = Client(stack.urls, stack.issuer_key, ISSUER, "erasure")
    try:
        bureau = {
            "bureau_code": "B-320402",
            "name": "常州市天宁工商行政管理局",
            "name_is_sourced": False,
            "level": "county",
            "division_code": "320402",
            "established_on": "2000-01-01",
        }
        await client.post("registry", "/v1/bureaus", OPERATORS[0], bureau)
        posting = {"officer_id": TIANNING.subject, "bureau_code": TIANNING.bureau, "post": TIANNING.post}
        await client.post("registry", "/v1/officers", OPERATORS[0], posting)
        host_id = (await client.post("registry", "/v1/hosts", TIANNING, HOST)).id
        station = await client.post("registry", "/v1/stations", TIANNING, station_of(host_id))
        yield Place(stack, client, station.id, Caller("boss", Level.ENTERPRISE, host_id))
    finally:
        await client.close()
        await stack.stop()


async def a_life(place: Place) -> str:
    """Somebody proposed, engaged, and asked again and again what may be published; their id."""
    path = f"/v1/stations/{place.station_id}/staff"
    staff_id = (await place.post(f"{path}/proposals", place.host, STAFF | {"name": NAME})).id
    member = f"{path}/{staff_id}"
    await place.post(f"{member}/appointment", TIANNING, {})
    for number in range(EVENTS - 2):
        paper = {"covers": ["name"], "document_sha256": f"{number:064x}"}
        await place.post(f"{member}/consent", place.host, paper)
    return staff_id


async def a_ledger(place: Place, folder: Path) -> None:
    """The host uploads a table whose row names the person, and it has landed."""
    rows = [dispute(1, station_id=place.station_id, first_receiver=NAME)]
    headers = {"Authorization": f"Bearer {place.client.token(place.host)}"}
    async with httpx.AsyncClient(
        base_url=place.stack.urls["registry"], headers=headers, timeout=30, trust_env=False
    ) as http:
        sent = await http.post("/v1/imports", params={"kind": "ledger"}, content=table(folder, Kind.LEDGER, rows))
        assert sent.status_code == 202, sent.text
        async with asyncio.timeout(60):
            while (job := (await http.get(f"/v1/jobs/{sent.json()['job_id']}")).json())["state"] != "done":
                assert job["state"] != "failed", job
                await asyncio.sleep(0.1)
    assert job["result"]["landed"] == 1, job


async def plant(stack: Stack) -> None:
    """The canary in plain text, in each store."""
    for database in PLANTED_IN:
        connection = await asyncpg.connect(stack.postgres_dsn(database))
        await connection.execute("CREATE TABLE planted (words bytea)")
        await connection.execute("INSERT INTO planted VALUES ($1)", f"{{{CANARY}}}".encode())
        await connection.close()
    await make_topics(stack.kafka, ["planted"])
    async with AIOKafkaProducer(**client_options(stack.kafka), compression_type="zstd") as producer:
        await producer.send_and_wait("planted", f'{{"name":"{CANARY}"}}{"." * 2_000}'.encode())
    exported = stack.data / "services" / "registry" / "objects" / "pl" / "planted"
    exported.parent.mkdir(parents=True, exist_ok=True)
    exported.write_text(CANARY)
    (stack.data / "tlogs" / "planted").write_text(CANARY)
    with stack.log("audit").open("a") as log:
        log.write(f'{{"event":"{CANARY}"}}\n')


async def sealed_and_key(stack: Stack) -> tuple[str, bytes]:
    """The person's name as it is written everywhere, and the key that opens it, as it lies in its table."""
    registry = await asyncpg.connect(stack.postgres_dsn("registry"))
    keys = await asyncpg.connect(stack.postgres_dsn("registry_keys"))
    try:
        sealed = str(await registry.fetchval("SELECT name FROM staff"))
        return sealed, bytes(await keys.fetchval("SELECT wrapped_key FROM subject_keys"))
    finally:
        await registry.close()
        await keys.close()


def in_the_table(stack: Stack, secret: bytes) -> bool:
    """Whether the bytes lie in any file of any database, also where a row was removed."""
    files = (stack.data / "postgres" / "data" / "base").rglob("*")
    return any(secret in path.read_bytes() for path in files if path.is_file())


async def signed(stack: Stack) -> None:
    """Wait until the audit has put everything of the registry under a checkpoint."""
    registry = await asyncpg.connect(stack.postgres_dsn("registry"))
    head = await registry.fetchval("SELECT position FROM head")
    await registry.close()
    log = LogFolder(stack.data / "tlogs" / "registry")
    await until(lambda: log.sizes()[-1:] >= [head], 60, every=0.1)


async def test_what_was_known_of_an_erased_person_is_found_nowhere(place: Place, tmp_path: Path) -> None:
    stack = place.stack
    staff_id = await a_life(place)
    await a_ledger(place, tmp_path)
    await settle(stack, {"audit": ("registry",)})
    await signed(stack)
    await plant(stack)
    tables = {f"table {urlsplit(stack.postgres_dsn(name)).path[1:]}" for name in PLANTED_IN}
    planted = tables | {"wal", "server files", "kafka planted", "files", "tiles", "logs"}
    sealed, key = await sealed_and_key(stack)
    read = {f"table {urlsplit(stack.postgres_dsn(name)).path[1:]}" for name in ("registry", "audit")}
    # What the registry itself has written of the person is sealed; the host's own table was kept as it came.
    assert await found_in(stack, CANARY, NAME, sealed) == [
        planted,
        {"files"},
        read | {"wal", "server files", "kafka events.registry", "tiles"},
    ]
    assert in_the_table(stack, key)
    assert [member["name"] for member in await place.staff(TIANNING)] == [NAME]

    erasure = f"/v1/staff/{staff_id}/erasure"
    assert (await place.post(erasure, OPERATORS[0], {"grounds": "本人申请"})).body["status"] == "ordered"
    assert (await place.post(f"{erasure}/confirmation", OPERATORS[1], {})).body["status"] == "erased"
    await settle(stack, {"audit": ("registry",)})
    await signed(stack)

    assert await found_in(stack, CANARY, NAME) == [planted, set()]
    assert not in_the_table(stack, key)
    for reader in (TIANNING, place.host, AUDITOR):
        (member,) = await place.staff(reader)
        assert (member["name"], member["erasure"]) == (None, "erased")

    assert (await check_stores(stack))["registry"] > EVENTS
    assert (await replay(stack, ("registry", "audit"), ("kafka",), lambda _: None)).code == SAME
    async with made_again(stack, SERVICE, (), tmp_path / "again") as again:
        for path, who in (("/v1/stations", None), (f"/v1/stations/{place.station_id}", TIANNING)):
            now = (await place.client.get("registry", path, who)).body
            assert orjson.loads(await again.bytes_of(path, who)) == now, path
