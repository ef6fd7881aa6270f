"""What the compose file must say, beyond what its schema knows: a list of what is wrong in it."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from deploy.stack import SERVICES
from tests.architecture.tree import ROOT

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
ONE_SHOTS = ("secrets", "provision", "demo")
SERVERS = ("kafka", "postgres")
_SECRET = re.compile(r"(?i)password(?!_file)|secret_key|token(?!s)")
_WITH_PASSWORD = re.compile(r"://[^/@\s:]+:[^/@\s]+@")

Described = dict[str, Any]


def described() -> Described:
    """The compose file, with what its anchors stand for in its place."""
    loaded: Described = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return loaded


def wrong_in(compose: Described) -> list[str]:
    """Sentences, one for each thing that must not be."""
    found = [f"{name}: {what}" for name, about in compose["services"].items() for what in _of_any(about)]
    for name in SERVICES:
        if name not in compose["services"]:
            found.append(f"{name}: it is missing")
        else:
            found += [f"{name}: {what}" for what in _of_a_service(compose["services"][name])]
    inside = compose["networks"].get("inside") or {}
    if not inside.get("internal"):
        found.append("inside: the servers' network leads outside")
    return found


def _of_any(about: Described) -> Iterator[str]:
    wanted = {"cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"], "read_only": True, "init": True}
    yield from (f"{key} is not {value}" for key, value in wanted.items() if about.get(key) != value)
    yield from (f"there is no {key}" for key in ("mem_limit", "cpus", "pids_limit", "restart") if key not in about)
    yield from (f"it is given {key}" for key in ("privileged", "cap_add", "pid", "ipc", "devices") if key in about)
    yield from (f"{port} is open to others" for port in about.get("ports", ()) if not port.startswith("127.0.0.1:"))
    image = about.get("image", "")
    if ":" not in image or image.endswith(":latest"):
        yield f"the image {image!r} is not that of one release"
    for name, value in about.get("environment", {}).items():
        if _SECRET.search(name) or _WITH_PASSWORD.search(str(value)):
            yield f"{name} holds a secret, or is called as if it did"


def _of_a_service(about: Described) -> Iterator[str]:
    """It starts when all is prepared, says whether it is ready, and is on the servers' network."""
    awaited = {name: how.get("condition") for name, how in about.get("depends_on", {}).items()}
    if awaited.get("provision") != "service_completed_successfully":
        yield "it does not wait for what provides it with its database and its topic"
    yield from (f"it does not wait for {name}" for name in SERVERS if awaited.get(name) != "service_healthy")
    if "deploy.containers.healthy" not in about.get("healthcheck", {}).get("test", ()):
        yield "it is not asked whether it is ready"
    if about.get("restart") != "unless-stopped":
        yield "it is not started again"
    if "inside" not in about.get("networks", ()):
        yield "it does not reach the servers"
