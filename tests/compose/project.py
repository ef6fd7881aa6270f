"""The system by `docker compose`, as a project of its own that meets no other on the machine."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from deploy.databases import database_name
from deploy.stack import SERVICES
from tests.architecture.tree import ROOT
from tests.compose.described import COMPOSE, ONE_SHOTS, SERVERS

TAG = "test"
IMAGE = f"shifan:{TAG}"
RUNNING = (*SERVICES, *SERVERS)


class Failed(AssertionError):
    """A command of Docker's did not end as it should; the message is what it said."""


def docker(*words: str, environment: Mapping[str, str] | None = None) -> str:
    """What the command says.

    Raises:
        Failed: it ends with another status than 0.
    """
    program = shutil.which("docker")
    assert program is not None, "whoever calls has asked whether it is there"
    done = subprocess.run(  # noqa: S603 - our own words.
        [program, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"docker {' '.join(words)}: {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return done.stdout


class Project:
    """One project. Its ports are free ones, and the test may ask PostgreSQL; all else is as everybody has it."""

    topic_prefix = ""

    def __init__(self, name: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self._environment = {**environment, "SHIFAN_VERSION": TAG}
        self._beside = folder / "beside.yml"
        ports = "".join(f"  {service}: {{ports: !override ['127.0.0.1::8100']}}\n" for service in SERVICES)
        postgres = "  postgres: {networks: [inside, edge], ports: ['127.0.0.1::5432']}\n"
        self._beside.write_text(f"services:\n{ports}{postgres}", encoding="utf-8")
        self._password = ""

    @property
    def services(self) -> Sequence[str]:
        return SERVICES

    def url(self, service: str) -> str:
        """Where it is just now: a container that was started again may have another port."""
        return f"http://{self._place(service, 8100)}"

    def postgres_dsn(self, database: str) -> str:
        """A way into a service's database, as the superuser."""
        if not self._password:
            self._password = self.compose("exec", "-T", "postgres", "cat", "/run/secrets/shifan/password").strip()
        place = self._place("postgres", 5432)
        return f"postgresql://postgres:{quote(self._password)}@{place}/{database_name(database, self.topic_prefix)}"

    def compose(self, *words: str) -> str:
        files = ("--file", str(COMPOSE), "--file", str(self._beside))
        return docker("compose", "--project-name", self.name, *files, *words, environment=self._environment)

    def up(self) -> None:
        """Start what does not run, and wait until all of it says that it is well."""
        self.compose("up", "--detach", "--wait", "--wait-timeout", "600")

    def kill(self, service: str) -> None:
        """End what a container runs with SIGKILL, from outside, as the machine would: Docker is not told to stop it."""
        pid = self.about(service)["State"]["Pid"]
        killing = f"import os; os.kill({pid}, 9)"
        docker(
            "run",
            "--rm",
            "--pid=host",
            "--user=0",
            "--cap-add=KILL",
            "--no-healthcheck",
            IMAGE,
            "python",
            "-c",
            killing,
        )

    def about(self, service: str) -> dict[str, Any]:
        """What Docker knows of the container."""
        (found,) = json.loads(docker("inspect", self.compose("ps", "--all", "--quiet", service).strip()))
        known: dict[str, Any] = found
        return known

    def left(self) -> dict[str, list[str]]:
        """Which containers, volumes and networks there are still."""
        of = f"label=com.docker.compose.project={self.name}"
        return {
            "containers": docker("ps", "--all", "--quiet", "--filter", of).split(),
            "volumes": docker("volume", "ls", "--quiet", "--filter", of).split(),
            "networks": docker("network", "ls", "--quiet", "--filter", of).split(),
        }

    def down(self) -> None:
        self.compose("--profile", "demo", "--profile", "observability", "down", "--volumes", "--timeout", "20")

    def _place(self, service: str, port: int) -> str:
        return self.compose("port", service, str(port)).strip()


def one_shots() -> list[str]:
    """Those that `up` runs without a profile."""
    compose = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return [name for name in ONE_SHOTS if "profiles" not in compose[name]]
