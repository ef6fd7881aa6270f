"""Each service, Kafka and PostgreSQL are killed three times while a season is lived through."""

import asyncio
import importlib
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy.client import Client
from deploy.demo.plot import Season
from deploy.demo.sinks import Sinks, sinks_in
from deploy.demo.telling import gather_told
from deploy.keys import ISSUER
from deploy.stack import Stack
from services.notification.sending.sender import IN_FLIGHT
from tests.faults.campaign import LISTENS, SEED, TARGETS, TIMES, kill_all, live, stack_in
from tests.faults.invariants import answered_late, check_stores, difference, settle, what_happened
from tests.lived import Lived

KILLS = int(os.environ.get("SHIFAN_CAMPAIGN_SEED", SEED))
"""Another seed kills in another order and at other moments; the season stays the same."""


def test_the_campaign_knows_who_listens_to_whom() -> None:
    for name, owners in LISTENS.items():
        assert set(importlib.import_module(f"services.{name}.service").SERVICE.listens_to) == set(owners)


@pytest.mark.campaign
@pytest.mark.timeout(1200)
async def test_a_season_under_kills_is_the_season_without_them(lived: Lived, tmp_path: Path) -> None:
    sinks = sinks_in(tmp_path / "received")
    stormy = stack_in(tmp_path, sinks=sinks)
    try:
        await sinks.start()
        await stormy.start()
        season, killed = await lived_under_kills(stormy, sinks)
        await settle(stormy, LISTENS)
        await check_stores(stormy)
        assert difference(lived.happened, await what_happened(stormy)) == {}
        season.client = Client(stormy.urls, stormy.issuer_key, ISSUER, "report")
        arrived = (await gather_told(season))["arrived"]
        await season.client.close()
        late = {channel: await answered_late(stormy, channel) for channel in arrived}
    finally:
        await stormy.stop()
        sinks.stop()
    assert Counter(killed) == dict.fromkeys(TARGETS, TIMES)
    check_arrived(arrived, lived.report["told"]["arrived"], late)


async def lived_under_kills(stack: Stack, sinks: Sinks) -> tuple[Season, list[str]]:
    """The season, and what was killed meanwhile. Where one fails the other ends: nothing is started again after it."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        kills = group.create_task(kill_all(stack, KILLS, over))
        season = await live(stack, sinks)
        over.set()
    return season, kills.result()


def check_arrived(
    arrived: Mapping[str, Mapping[str, int]], calm: Mapping[str, Mapping[str, int]], late: Mapping[str, int]
) -> None:
    """What was to arrive did, and nothing else; only what was under way at a kill came once more.

    A kill of the sender, and of its database, may leave everything in doubt that was in hand. So may an answer that
    comes too late, and the machine is busy.
    """
    assert arrived.keys() == calm.keys() == {"email", "webhook"}
    for channel, told in arrived.items():
        assert (told["missing"], told["unknown"]) == (0, 0), channel
        assert told["received"] == told["delivered"] == calm[channel]["received"] > 0, channel
        assert 0 <= told["attempts"] - told["received"] <= 2 * TIMES * IN_FLIGHT + late[channel], channel
