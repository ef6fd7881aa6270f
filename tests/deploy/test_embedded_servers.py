"""The embedded servers: they keep what they acknowledged over kills, and their places over restarts."""

import asyncio
import json
import os
import pwd
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.embedded import kafka, unprivileged
from deploy.embedded.files import ServerTrouble, write_file
from deploy.embedded.kafka import Kafka
from deploy.embedded.ports import free_ports
from deploy.embedded.postgres import Postgres
from deploy.embedded.processes import remember, write_pid
from deploy.embedded.servers import Servers
from deploy.service_process import ROOT
from deploy.topics import make_topics
from shared.bus.address import client_options

ROOT_USER = os.geteuid() == 0

# Kafka may take a minute to start where others start, too.
pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that `nobody` can enter, unlike those of pytest."""
    with tempfile.TemporaryDirectory(prefix="shifan-deploy-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        yield Path(name)


async def test_what_was_acknowledged_survives_kill_9_and_the_addresses_stay(folder: Path) -> None:
    servers = Servers(folder, environment={})
    await servers.start()
    try:
        addresses = servers.postgres(), servers.kafka
        await _write(*addresses)
        _kill(servers)
        await servers.start()
        assert (servers.postgres(), servers.kafka) == addresses
        assert await _read(*addresses) == ([1], [b"an event"])
        await servers.start()  # Found running: nothing is started twice.
        assert (servers.postgres(), servers.kafka) == addresses
    finally:
        await servers.stop()
    assert not _alive(servers)


@pytest.mark.parametrize("place", [0, 1], ids=["broker", "controller"])
async def test_kafka_gets_another_port_where_a_stranger_was_faster(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    told: list[str] = []
    server = Kafka(folder, told.append)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]

        def looked_before_the_stranger_came(file: Path, count: int) -> list[int]:
            ports = free_ports(count)
            if not any("another port" in line for line in told):
                ports[place] = taken
            write_file(file, json.dumps(ports))
            return ports

        monkeypatch.setattr(kafka, "remembered_ports", looked_before_the_stranger_came)
        try:
            address = await server.start()
            assert f":{taken}?" not in address
            await make_topics(address, ["events.registry"])
        finally:
            server.stop()


def _kill(servers: Servers) -> None:
    assert servers.own_postgres is not None
    assert servers.own_kafka is not None
    servers.own_postgres.kill()
    servers.own_kafka.kill()
    assert not _alive(servers)


def _alive(servers: Servers) -> list[object]:
    both = (servers.own_postgres, servers.own_kafka)
    return [server for server in both if server is not None and server.process() is not None]


async def _write(postgres: str, kafka: str) -> None:
    connection = await asyncpg.connect(postgres)
    await connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
    await connection.close()
    await make_topics(kafka, ["kept"])
    producer = AIOKafkaProducer(**client_options(kafka), acks="all")
    await producer.start()
    await producer.send_and_wait("kept", b"an event", partition=0)
    await producer.stop()


async def _read(postgres: str, kafka: str) -> tuple[list[int], list[bytes]]:
    connection = await asyncpg.connect(postgres)
    rows = [row["n"] for row in await connection.fetch("SELECT n FROM kept")]
    await connection.close()
    consumer = AIOKafkaConsumer(**client_options(kafka), auto_offset_reset="earliest", enable_auto_commit=False)
    await consumer.start()
    consumer.assign([TopicPartition("kept", 0)])
    message = await asyncio.wait_for(consumer.getone(), 20)
    await consumer.stop()
    return rows, [message.value]


def test_a_pid_that_is_another_programs_by_now_does_not_stop_postgresql_from_starting(folder: Path) -> None:
    server = Postgres(folder / "postgres")
    server.start()
    server.kill()
    noted = server.data / "postmaster.pid"
    lines = noted.read_text().splitlines()
    noted.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    try:
        assert server.process() is None
        server.start()
        assert server.process() is not None
    finally:
        server.stop()


def test_an_initdb_that_was_cut_short_is_done_again(folder: Path) -> None:
    server = Postgres(folder / "postgres")
    unfinished = server.folder / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")
    try:
        server.start()
        assert not unfinished.exists()
    finally:
        server.stop()


@pytest.mark.skipif(not ROOT_USER, reason="an ordinary user starts it as themselves")
async def test_root_without_namespaces_runs_it_as_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprivileged, "namespaces_work", lambda: False)
    server = Postgres(folder / "postgres")
    try:
        connection = await asyncpg.connect(server.start())
        assert await connection.fetchval("SHOW fsync") == "on"
        await connection.close()
        assert server.data.stat().st_uid == pwd.getpwnam("nobody").pw_uid
        server.kill()
        server.start()
    finally:
        server.stop()


@pytest.mark.skipif(not ROOT_USER, reason="an ordinary user starts it as themselves")
def test_a_folder_that_nobody_cannot_enter_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprivileged, "namespaces_work", lambda: False)
    folder.chmod(0o700)
    with pytest.raises(ServerTrouble, match="name a data folder elsewhere"):
        Postgres(folder / "postgres").start()


@pytest.mark.skipif(ROOT_USER and not unprivileged.namespaces_work(), reason="root cannot become another user here")
def test_an_ordinary_user_starts_and_stops_it(folder: Path) -> None:
    become = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if ROOT_USER else []
    code = (
        "import os, sys; from pathlib import Path; from deploy.embedded.postgres import Postgres;"
        "assert os.geteuid() != 0; server = Postgres(Path(sys.argv[1])); server.start();"
        "assert server.process() is not None; server.stop(); assert server.process() is None"
    )
    command = [*become, sys.executable, "-c", code, str(folder / "postgres")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own code.
    assert done.returncode == 0, done.stderr


def test_a_pid_file_counts_only_for_the_process_that_wrote_it(tmp_path: Path) -> None:
    server = Kafka(tmp_path)
    noted = tmp_path / "kafka.pid"
    assert server.process() is None
    noted.write_text("{torn")
    assert server.process() is None
    noted.write_text(json.dumps({"pid": os.getpid(), "began": "some other day"}))
    assert server.process() is None
    write_pid(noted, remember(os.getpid()))
    assert server.process() == remember(os.getpid())


def test_a_zombie_is_not_alive() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    process = remember(child.pid)
    assert process.gone_within(60)  # Nobody has waited for it: it is a zombie.
    child.wait()
