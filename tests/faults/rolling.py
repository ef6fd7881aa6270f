"""Services are brought to a newer build one at a time, in a seeded order, under load.

`python -m tests.faults.rolling --old TREE` does it with two builds: TREE is a working tree of the release before, with
its own environment in `.venv`; this one is the newer. What came of it is one JSON object on standard output.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from deploy.asking import client as asking_client
from deploy.databases import beside, database_name, make_databases
from deploy.keys import keys_in
from deploy.principals import READS, make_principals
from deploy.service_process import ROOT, ServiceProcess
from deploy.stack import SERVICES, Stack
from deploy.topics import make_topics, topics_of
from tests.faults.campaign import SEED
from tests.faults.invariants import check_stores, settle
from tests.faults.registering import Registering

_PORTION = 10
_PREPARE = """
import asyncio, sys
from pathlib import Path
from deploy.stack import Stack
async def prepared():
    stack = Stack(Path(sys.argv[1]), services=sys.argv[2:])
    await stack.start()
    await stack.stop()
asyncio.run(prepared())
"""


@dataclass(frozen=True, slots=True)
class Build:
    """A tree of the product, the Python that it runs with, and how a service of it is run."""

    root: Path
    python: Path
    module: str = "services.{}"

    def command(self, name: str) -> list[str]:
        # Nothing is imported from where the command happens to be started.
        words = self.module.format(name).split()
        return ["env", f"PYTHONPATH={self.root}", str(self.python), "-P", "-m", *words]

    @property
    def commit(self) -> str:
        command = ["git", "-C", str(self.root), "rev-parse", "--short", "HEAD"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


THIS = Build(ROOT, Path(sys.executable))
NEXT = Build(ROOT, Path(sys.executable), "tests.faults.newer {}")
"""This tree as the next release might be, with a newer version of an event."""


class Addresses(Mapping[str, str]):
    """Where services are: one of those that run side by side, by chance, each time somebody asks."""

    def __init__(self, of: Mapping[str, Sequence[ServiceProcess]], chance: random.Random) -> None:
        self._of = of
        self._chance = chance

    def __getitem__(self, name: str) -> str:
        return self._chance.choice(self._of[name]).url

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


class RollingStack(Stack):
    """A stack whose services are of two builds. It is started with its servers alone."""

    def __init__(self, data: Path, names: Sequence[str], old: Build, chance: random.Random) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SHIFAN_")}
        self.builds = dict.fromkeys(names, old)
        super().__init__(
            data, services=(), environment=environment, command=lambda name: self.builds[name].command(name)
        )
        self.running: dict[str, list[ServiceProcess]] = {}
        self.addresses = Addresses(self.running, chance)

    async def provide(self) -> None:
        """Schemas, topics and rights as this tree wants them; whatever runs goes on."""
        names = list(self.builds)
        databases = {name: database_name(name, self.topic_prefix) for name in (*names, *beside(names))}
        await make_databases(self.logins, databases)
        await make_topics(self.kafka, topics_of(self.topic_prefix))
        await make_principals(self.kafka, names, self.topic_prefix, keys_in(self.data).kafka)

    async def launch_all(self) -> None:
        for name in self.builds:
            self._services[name] = self._launched(name)
            self.running[name] = [self._services[name]]
        await asyncio.gather(*(service.ready() for service in self._services.values()))

    async def roll(self, name: str, new: Build, between: Callable[[], Any] | None) -> None:
        """Bring one service to the new build; with `between` both run until that is done, else the old ends first."""
        old = self._services[name]
        self.builds[name] = new
        if between is None:
            await old.stop()
        self._services[name] = self._launched(name)
        await self._services[name].ready()
        self.running[name] = [self._services[name]] if between is None else [old, self._services[name]]
        if between is not None:
            await between()
            self.running[name] = [self._services[name]]
            await old.stop()

    async def stop(self) -> None:
        await asyncio.gather(*(one.stop() for both in self.running.values() for one in both))
        await super().stop()


@dataclass(slots=True)
class Rolled:
    """What came of it. `parked` is how many messages waited for the upgrade of who was to read them, at most."""

    order: list[str]
    side_by_side: list[str]
    acknowledged: int = 0
    registered: int = 0
    known: int = 0
    parked: int = 0
    parked_at_last: int = 0
    events: dict[str, int] | None = None


async def rolled(stack: RollingStack, new: Build, chance: random.Random) -> Rolled:
    """Start the services as they are, provide for the new build, and roll all of them to it while stations register.

    Raises:
        AssertionError: something was lost, was done twice, or waits for ever.
    """
    names = list(stack.builds)
    order = chance.sample(names, len(names))
    told = Rolled(order, sorted(chance.sample(names, (len(names) + 1) // 2)))
    await stack.launch_all()
    load = Registering(stack, lambda: stack.addresses, most=_PORTION * (2 * len(names) + 3))
    await load.begin()
    await load.register(_PORTION)
    await asyncio.gather(load.register(_PORTION), stack.provide())
    listens = {name: tuple(owner for owner in READS[name] if owner in names) for name in names}
    for name in order:
        # Whoever is brought to the new build has met what the others write already.
        await settle(stack, listens)
        between = (lambda: load.register(_PORTION)) if name in told.side_by_side else None
        if between is None:
            await asyncio.gather(load.register(_PORTION), stack.roll(name, new, None))
        else:
            await stack.roll(name, new, between)
        told.parked = max(told.parked, await _parked(stack))
    await load.register(_PORTION)
    await settle(stack, listens)
    told.parked = max(told.parked, await _parked(stack))
    await _take_up(stack)
    await settle(stack, listens)
    told.acknowledged, told.parked_at_last = load.acknowledged, await _parked(stack)
    told.registered = await _value(stack, "registry", "SELECT count(*) FROM stations")
    told.known = await _value(stack, "application", "SELECT count(*) FROM stations WHERE registered_on IS NOT NULL")
    told.events = await check_stores(stack)
    assert told.acknowledged == told.registered == told.known, told
    assert told.parked_at_last == 0, told
    return told


async def _take_up(stack: RollingStack) -> None:
    async with asking_client(stack.issuer_key) as operator:
        for name, url in stack.urls.items():
            if READS[name]:
                (await operator.post(f"{url}/v1/parked/retry")).raise_for_status()


async def _parked(stack: RollingStack) -> int:
    return sum([await _value(stack, name, "SELECT count(*) FROM parked") for name in stack.builds])


async def _value(stack: RollingStack, service: str, sql: str) -> int:
    connection = await asyncpg.connect(stack.postgres_dsn(service), timeout=10)
    try:
        value: int = await connection.fetchval(sql)
    finally:
        await connection.close()
    return value


async def _two_builds(old: Build, names: Sequence[str], seed: int) -> dict[str, Any]:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="shifan-rolling-") as folder:
        Path(folder).chmod(0o711)  # noqa: ASYNC240 (before anything runs)
        data = Path(folder) / "data"
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SHIFAN_")}
        prepare = [str(old.python), "-P", "-c", _PREPARE, str(data), *names]
        preparing = await asyncio.create_subprocess_exec(*prepare, env=environment | {"PYTHONPATH": str(old.root)})
        if await preparing.wait():
            raise SystemExit("the old build cannot be started")
        chance = random.Random(seed)
        stack = RollingStack(data, names, old, chance)
        await stack.start()
        try:
            told = await rolled(stack, THIS, chance)
        finally:
            await stack.stop()
    found = {name: getattr(told, name) for name in Rolled.__slots__}
    builds = {"seed": seed, "old": old.commit, "new": THIS.commit}
    return builds | found | {"lost": told.acknowledged - told.known, "seconds": round(time.monotonic() - began, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.rolling", description=(__doc__ or "").strip())
    parser.add_argument("--old", type=Path, required=True, help="a working tree of the release before")
    parser.add_argument("--seed", type=int, default=SEED, help="the order and the moments")
    parser.add_argument("--services", default=",".join(SERVICES), help="with registry, application and audit")
    asked = parser.parse_args()
    old = asked.old.absolute()
    names = asked.services.split(",")
    if not {"registry", "application", "audit"} <= set(names) <= set(SERVICES):
        parser.error("--services names services, and registry, application and audit are among them")
    told = asyncio.run(_two_builds(Build(old, old / ".venv" / "bin" / "python"), names, asked.seed))
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
