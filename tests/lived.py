"""A season lived through once a test session: what the journeys look at, and what the campaign compares with."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.client import Client
from deploy.demo.plot import Season
from deploy.demo.report import gather
from deploy.demo.sinks import Sinks, sinks_in
from deploy.keys import ISSUER
from deploy.stack import Stack
from tests.faults.campaign import LISTENS, live, stack_in
from tests.faults.invariants import check_stores, settle, what_happened

RUNNING = ExitStack()
"""The worlds that this process keeps for its tests: closed after the last test of a whole stack, for even those that
idle take the cores from all others."""


@dataclass(frozen=True, slots=True)
class Lived:
    """The stack still runs. `happened` and `counts` were taken when the season was over."""

    stack: Stack
    season: Season
    report: dict[str, Any]
    happened: dict[str, Any]
    counts: dict[str, int]

    def client(self, seed: str) -> Client:
        """A client for one test; its commands are its own."""
        return Client(self.stack.urls, self.stack.issuer_key, ISSUER, seed)


@contextmanager
def lived_season(folder: Path) -> Iterator[Lived]:
    """Live the demonstration's season through on a stack of real processes, and keep the stack."""
    sinks = sinks_in(folder / "received")
    stack = stack_in(folder, sinks=sinks)
    try:
        yield asyncio.run(_live(stack, sinks))
    finally:
        asyncio.run(stack.stop())
        sinks.stop()


async def _live(stack: Stack, sinks: Sinks) -> Lived:
    await sinks.start()
    await stack.start()
    season = await live(stack, sinks)
    await settle(stack, LISTENS)
    counts = await check_stores(stack)
    happened = await what_happened(stack)
    season.client = Client(stack.urls, stack.issuer_key, ISSUER, "report")
    report = await gather(season)
    await season.client.close()
    return Lived(stack, season, report, happened, counts)
