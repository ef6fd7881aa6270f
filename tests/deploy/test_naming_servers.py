"""Servers named in the environment win; ports and jar files that were remembered are checked first."""

import hashlib
import socket
from pathlib import Path

import pytest

from deploy.embedded import kafka_jars
from deploy.embedded.files import ServerTrouble
from deploy.embedded.passwords import password_in, password_of, with_login
from deploy.embedded.ports import Reservations, is_free, remembered_ports
from deploy.embedded.servers import Servers, with_database
from deploy.stack import own_prefix

NAMED = {
    "SHIFAN_POSTGRES": "postgresql://me:pw@db.invalid:5433/postgres?sslmode=require",
    "SHIFAN_KAFKA": "k.invalid:9",
}


def test_a_named_server_wins_and_none_is_started(tmp_path: Path) -> None:
    servers = Servers(tmp_path, environment=NAMED)
    assert servers.own_postgres is None
    assert servers.own_kafka is None
    assert servers.kafka == "k.invalid:9"
    assert servers.postgres("shifan_audit") == "postgresql://me:pw@db.invalid:5433/shifan_audit?sslmode=require"
    assert list(tmp_path.iterdir()) == []


def test_one_may_be_named_and_the_other_embedded(tmp_path: Path) -> None:
    servers = Servers(tmp_path, environment={"SHIFAN_KAFKA": "k.invalid:9"})
    assert servers.own_postgres is not None
    assert servers.own_kafka is None


def test_another_login_keeps_the_server_and_its_options_and_names_its_password_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "an odd & folder" / "shifan_audit.pgpass"
    address = with_login(f"{NAMED['SHIFAN_POSTGRES']}&user=me&passfile=/mine", "shifan_audit", file)
    named, _, named_file = address.rpartition("&passfile=")
    assert named == "postgresql://shifan_audit@db.invalid:5433/postgres?sslmode=require"
    assert "&" not in named_file
    password = password_in(file, "shifan_audit")
    assert password_of(address) == password
    assert password not in address
    assert password_of(NAMED["SHIFAN_POSTGRES"]) == "pw"


@pytest.mark.parametrize("dsn", ["postgresql://u@h:1", "postgresql://u@h:1/", "postgresql://u@h:1/postgres"])
def test_the_database_of_an_address_is_exchanged(dsn: str) -> None:
    assert with_database(dsn, "x") == "postgresql://u@h:1/x"


def test_a_second_stack_has_its_own_names_only_where_servers_are_shared() -> None:
    assert own_prefix("demo", {}) == ""
    assert own_prefix("demo", NAMED) == "demo."


def test_ports_are_remembered_until_somebody_takes_one(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    first = remembered_ports(file, 2)
    assert remembered_ports(file, 2) == first
    with socket.socket() as other:
        other.bind(("127.0.0.1", first[0]))
        other.listen()
        assert not is_free(first[0])
        second = remembered_ports(file, 2)
        assert first[0] not in second
        assert remembered_ports(file, 2) == second


class Central:
    """Stands in for the download: gives files, torn as often as told."""

    def __init__(self, torn: int) -> None:
        self.torn = torn
        self.asked = 0

    def resolve(self, repository: Path, _report: object) -> list[Path]:
        self.asked += 1
        repository.mkdir(parents=True, exist_ok=True)
        jar = repository / "kafka.jar"
        jar.write_bytes(b"half" if self.asked <= self.torn else b"whole")
        return [jar]


@pytest.fixture
def central(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Central:
    made = Central(0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kafka_jars, "_resolve", made.resolve)
    digest = hashlib.sha256(b"whole").hexdigest()
    monkeypatch.setattr(kafka_jars, "expected_jars", lambda: {"kafka.jar": digest})
    return made


def test_kafka_is_fetched_once_for_every_data_folder(central: Central) -> None:
    first = kafka_jars.classpath()
    assert [jar.read_bytes() for jar in first] == [b"whole"]
    assert kafka_jars.classpath() == first
    assert central.asked == 1


def test_a_torn_download_is_fetched_again(central: Central) -> None:
    central.torn = 1
    said: list[str] = []
    assert [jar.read_bytes() for jar in kafka_jars.classpath(said.append)] == [b"whole"]
    assert any("anew" in line for line in said)


def test_a_jar_that_was_cut_later_is_noticed(central: Central) -> None:
    kafka_jars.classpath()[0].write_bytes(b"")
    assert [jar.read_bytes() for jar in kafka_jars.classpath()] == [b"whole"]


def test_what_is_not_in_the_lock_file_is_refused(central: Central) -> None:
    central.torn = 9
    with pytest.raises(ServerTrouble, match=r"kafka\.jar"):
        kafka_jars.classpath()


def test_the_lock_file_names_each_jar_with_its_digest() -> None:
    jars = kafka_jars.expected_jars()
    assert len(jars) == 46
    assert all(len(digest) == 64 for digest in jars.values())


def test_two_stacks_do_not_choose_the_same_port_before_their_services_listen() -> None:
    first, second = Reservations(), Reservations()
    port = first.take_any()
    assert is_free(port)
    assert not second.take(port)
    first.release()
    assert second.take(port)
    second.release()
