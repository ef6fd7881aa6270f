"""A load of its own: bureaus are founded and stations registered, in portions, and what was acknowledged is counted."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from deploy.asking import client as asking_client
from deploy.client import Client
from deploy.demo.founding import found_bureaus, register_stations
from deploy.demo.plot import Season, cast
from deploy.demo.steps import STEPS
from deploy.demo.world import Unit, units
from deploy.keys import ISSUER
from deploy.stack import Stack
from tests.faults.campaign import LONGEST_OUTAGE_SECONDS, SEED, move_clock


class Registering:
    """`urls` are asked for at each portion: services may have moved since."""

    def __init__(self, stack: Stack, urls: Callable[[], Mapping[str, str]], most: int = 120) -> None:
        self._stack = stack
        self._urls = urls
        self._world = units(most, SEED)
        self.acknowledged = 0

    async def begin(self) -> None:
        async with asking_client(self._stack.issuer_key) as operator:
            await move_clock(operator, self._stack, STEPS[0].instant)
        async with self._season() as season:
            await found_bureaus(season)

    async def register(self, count: int) -> None:
        async with self._season() as season:
            season.units = self._world[self.acknowledged : self.acknowledged + count]
            await register_stations(season, lambda: None)
        self.acknowledged += count

    @property
    def next(self) -> Unit:
        """Who would be registered next."""
        return self._world[self.acknowledged]

    @asynccontextmanager
    async def _season(self) -> AsyncIterator[Season]:
        seed = f"registering {self.acknowledged}"
        client = Client(self._urls(), self._stack.issuer_key, ISSUER, seed, LONGEST_OUTAGE_SECONDS)
        try:
            yield Season(client, self._world, cast(self._world))
        finally:
            await client.close()
