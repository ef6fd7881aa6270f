"""What containers are given: each its own secrets and no other's; and whether one of them is well."""

import asyncio
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import asyncpg
import pytest

from deploy.containers.healthy import is_ready
from deploy.containers.secrets import main as make_secrets
from deploy.containers.secrets import make
from deploy.databases import beside, database_name, remove_databases
from deploy.embedded.files import ServerTrouble
from deploy.embedded.ports import free_ports
from deploy.keys import keys_in
from deploy.principals import READS
from deploy.provision import main as provide_for_all
from deploy.provision import provision
from deploy.roles import Logins
from deploy.stack import SERVICES
from deploy.topics import describe_topics, remove_topics, topics_of
from shared.bus.address import Address
from shared.bus.topics import topic_of

FURTHER = {
    "registry": {"kek", "postgres/shifan_registry_keys.pgpass"},
    "publication": {"opinions.key", "postgres/shifan_vault.pgpass"},
    "incentives": {"votes.key"},
    "audit": {"log.key"},
    "notification": {"webhook.key"},
}
"""Beside what every service has: the issuer's public key, and its passwords in both servers."""


def _files(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_each_container_is_given_its_own_secrets_and_no_others(tmp_path: Path) -> None:
    assert make_secrets(["--data", str(tmp_path / "secrets"), "--files", str(tmp_path / "files")]) == 0
    secrets = tmp_path / "secrets"
    for name in SERVICES:
        own = {"jwks.json", f"kafka/{name}.password", f"postgres/shifan_{name}.pgpass"} | FURTHER.get(name, set())
        assert set(_files(secrets / "services" / name)) == own, name
    assert set(_files(secrets / "demo")) == {"issuer.json"}
    assert set(_files(secrets / "postgres")) == {"password"}
    assert set(_files(secrets / "kafka")) == {"server.properties"}
    assert {folder.name for folder in (tmp_path / "files").iterdir()} == set(SERVICES)


def test_what_is_there_stays_and_what_was_changed_is_handed_out_again(tmp_path: Path) -> None:
    make(tmp_path)
    first = _files(tmp_path)
    make(tmp_path)
    assert _files(tmp_path) == first
    (tmp_path / "keys" / "votes.key").write_text("0" * 64)
    make(tmp_path)
    assert (tmp_path / "services" / "incentives" / "votes.key").read_text() == "0" * 64


def test_no_password_of_a_client_can_be_read_by_others_and_none_is_used_twice(tmp_path: Path) -> None:
    make(tmp_path)
    for folder in ("keys", "services", "demo"):
        for file in (file for file in (tmp_path / folder).rglob("*") if file.is_file() and file.name != "jwks.json"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    keys = _files(tmp_path / "keys")
    passwords = [text.strip().rpartition(":")[2] for name, text in keys.items() if name.count("/")]
    assert len(set(passwords)) == len(passwords) == len(READS) + 1 + len((*SERVICES, *beside(SERVICES))) + 1


def test_the_servers_know_the_deploy_tool_by_its_password(tmp_path: Path) -> None:
    make(tmp_path)
    keys = _files(tmp_path / "keys")
    told = dict(line.split("=", 1) for line in (tmp_path / "kafka" / "server.properties").read_text().splitlines())
    assert f'user_deploy="{keys["kafka/deploy.password"]}"' in told["listener.name.client.plain.sasl.jaas.config"]
    assert told["advertised.listeners"] == "CLIENT://kafka:9092"
    assert told["listeners"] == "CLIENT://:9092,CONTROLLER://127.0.0.1:9093"
    assert told["allow.everyone.if.no.acl.found"] == "false"
    assert keys["postgres/postgres.pgpass"].strip().endswith(f":{_files(tmp_path / 'postgres')['password']}")


async def test_a_server_is_provided_once_however_often_it_is_asked(
    tmp_path: Path, postgres: str, kafka: str, topic_prefix: str
) -> None:
    environment = {"SHIFAN_POSTGRES": postgres, "SHIFAN_KAFKA": kafka, "SHIFAN_TOPIC_PREFIX": topic_prefix}
    services = ("registry",)
    names = sorted(database_name(name, topic_prefix) for name in (*services, *beside(services)))
    try:
        assert await provision(tmp_path, environment, services) == names
        passwords = _files(tmp_path)
        assert await provision(tmp_path, environment, services) == names
        assert _files(tmp_path) == passwords
        assert not keys_in(tmp_path).issuer.exists()
        login = Logins(postgres, keys_in(tmp_path).postgres).service(database_name("registry", topic_prefix))
        connection = await asyncpg.connect(login)
        assert await connection.fetchval("SELECT position FROM head") == 0
        await connection.close()
        there = {topic.name for topic in await describe_topics(kafka, topics_of(topic_prefix))}
        assert there == {topic_of(owner, topic_prefix) for owner in SERVICES}
        if Address.of(kafka).user:
            assert f"keys/kafka/{topic_prefix}registry.password" in passwords
    finally:
        await remove_databases(postgres, names)
        await remove_topics(kafka, topics_of(topic_prefix))


async def test_a_server_that_is_not_named_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(ServerTrouble, match="SHIFAN_KAFKA: name the server here"):
        await provision(tmp_path, {"SHIFAN_POSTGRES": "postgresql://db.invalid"})


def test_what_could_not_be_provided_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SHIFAN_POSTGRES", raising=False)
    monkeypatch.delenv("SHIFAN_KAFKA", raising=False)
    assert provide_for_all(["--data", str(tmp_path)]) == 1
    assert "provision: SHIFAN_POSTGRES and SHIFAN_KAFKA: name the server here" in capsys.readouterr().err


class _Answers(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name.
        pass


@pytest.fixture
def port() -> Iterator[int]:
    """Where something answers as a service does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


async def test_a_container_is_well_where_its_service_is_ready(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await asyncio.to_thread(is_ready, port)
    monkeypatch.setattr(_Answers, "status", 503)
    assert not await asyncio.to_thread(is_ready, port)
    assert not await asyncio.to_thread(is_ready, free_ports(1)[0])
