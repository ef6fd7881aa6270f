"""The world of the walks: the lived season, with foreign bureaus and an object of every kind, made once a session."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.access.planting import plant_all
from tests.access.walk import Walk, open_client
from tests.access.world import World
from tests.faults.campaign import LISTENS
from tests.faults.invariants import settle
from tests.lived import Lived


@pytest.fixture(scope="session")
def planted(lived: Lived) -> World:
    """The world as it stands when everything is planted; its clients are closed: use `walking`."""
    return asyncio.run(_plant(lived))


async def _plant(lived: Lived) -> World:
    client, http = lived.client("walk"), await open_client()
    try:
        world = World(lived.season, client, http)
        await plant_all(world)
        await settle(lived.stack, LISTENS)
        world.heads = await Walk(world).heads()
    finally:
        await client.close()
        await http.aclose()
    return world


@asynccontextmanager
async def walking(lived: Lived, planted: World) -> AsyncIterator[World]:
    """The planted world with clients of this test's own."""
    client, http = lived.client("walk"), await open_client()
    try:
        yield replace(planted, client=client, http=http)
    finally:
        await client.close()
        await http.aclose()
