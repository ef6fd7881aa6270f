"""Lives the demonstration's season through while processes are killed at seeded moments."""

import asyncio
import os
import random
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import httpx

from deploy.asking import client as asking_client
from deploy.client import Client
from deploy.demo.main import LAST_INSTANT
from deploy.demo.plot import Season, cast
from deploy.demo.sinks import Sinks
from deploy.demo.steps import STEPS
from deploy.demo.telling import until_told
from deploy.demo.world import units
from deploy.embedded.files import ServerTrouble
from deploy.keys import ISSUER
from deploy.principals import READS
from deploy.sandbox_clock import move
from deploy.stack import SERVICES, Stack
from shared.database import FAILURES
from tests.faults.invariants import until_heard

SEED = 2013
STATIONS = 80
TARGETS = (*SERVICES, "kafka", "postgres")
TIMES = 3
LONGEST_OUTAGE_SECONDS = 300
"""Outages overlap, and on a busy machine each server takes half a minute to come back."""

LISTENS = READS
"""Who must have worked off what; `test_kill_campaign` compares it with the services themselves."""


def stack_in(
    folder: Path,
    planted: Mapping[str, str] | None = None,
    services: Sequence[str] = SERVICES,
    sinks: Sinks | None = None,
) -> Stack:
    """A stack of its own. `planted` gives a service a bug of `planted.py`; to `sinks` letters and webhooks go."""
    bugs = planted or {}

    def command(name: str) -> list[str]:
        if name in bugs:
            return [sys.executable, "-m", "tests.faults.planted", bugs[name], name]
        return [sys.executable, "-m", f"services.{name}"]

    environment = {key: value for key, value in os.environ.items() if not key.startswith("SHIFAN_")}
    # One address sends all of a walk; how opinions and votes are limited has tests of its own.
    environment["SHIFAN_OPINIONS_BY_ADDRESS"] = "1000/minute"
    environment["SHIFAN_VOTES_BY_ADDRESS"] = "100000/minute"
    environment |= sinks.settings if sinks is not None else {}
    return Stack(folder, command=command, environment=environment, services=services)


async def live(stack: Stack, sinks: Sinks) -> Season:
    """Take the steps, and wait until everybody was told.

    The client repeats what gets no answer; the clock is moved again until it is moved.
    """
    world = units(STATIONS, SEED)
    client = Client(stack.urls, stack.issuer_key, ISSUER, f"campaign {SEED}", LONGEST_OUTAGE_SECONDS)
    season = Season(client, world, cast(world), SEED, sinks)
    try:
        async with asking_client(stack.issuer_key) as operator:
            for step in STEPS:
                await move_clock(operator, stack, step.instant)
                await step.take(season, lambda: None)
            await move_clock(operator, stack, LAST_INSTANT)
        await until_told(season, LONGEST_OUTAGE_SECONDS)
    finally:
        await client.close()
    return season


async def move_clock(operator: httpx.AsyncClient, stack: Stack, instant: str) -> None:
    """The programme's clock stands at this instant, also where a service is just being killed.

    Notification has heard before what there was until now: who hears only after a day has begun that a deadline was met
    before it has reminded of it already, and cannot take that back.
    """
    async with asyncio.timeout(LONGEST_OUTAGE_SECONDS):
        while True:
            try:
                if "notification" in stack.services:
                    heard = {"notification": LISTENS["notification"]}
                    await until_heard(stack, heard, patience=LONGEST_OUTAGE_SECONDS)
                await move(operator, stack.urls, datetime.fromisoformat(instant), lambda _: None)
            except (ServerTrouble, httpx.TransportError, *FAILURES):
                await asyncio.sleep(0.2)
            else:
                return


async def kill_all(stack: Stack, seed: int, over: asyncio.Event) -> list[str]:
    """Kill each target three times, in a seeded order and at seeded moments, and start it again each time.

    The next one is killed while the last one still comes back, so outages overlap; only one and the same target is
    waited for. While the season is lived through there is a pause between kills, afterwards the rest follows at once.
    """
    chance = random.Random(seed)
    order = [target for target in TARGETS for _ in range(TIMES)]
    chance.shuffle(order)
    coming_back: dict[str, asyncio.Task[None]] = {}
    async with asyncio.TaskGroup() as group:
        for target in order:
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), chance.uniform(0.3, 2.0))
            if target in coming_back:
                await coming_back[target]
            await stack.kill(target)
            coming_back[target] = group.create_task(_bring_back(stack, target, chance.uniform(0.0, 0.5)))
    return order


async def _bring_back(stack: Stack, target: str, pause: float) -> None:
    await asyncio.sleep(pause)
    async with asyncio.timeout(LONGEST_OUTAGE_SECONDS):
        while True:
            try:
                await stack.restart(target)
            except ServerTrouble:
                # It may have ended while it started, for want of a server that was killed just then.
                await asyncio.sleep(0.2)
            else:
                return
