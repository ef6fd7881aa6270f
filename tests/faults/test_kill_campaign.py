"""Each service, Kafka and PostgreSQL are killed three times while a season is lived through."""

import asyncio
import importlib
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.campaign import LISTENS, SEED, TARGETS, TIMES, kill_all, live, stack_in
from tests.faults.invariants import check_stores, difference, settle, what_happened
from tests.lived import Lived

KILLS = int(os.environ.get("SHIFAN_CAMPAIGN_SEED", SEED))
"""Another seed kills in another order and at other moments; the season stays the same."""


def test_the_campaign_knows_who_listens_to_whom() -> None:
    for name, owners in LISTENS.items():
        assert set(importlib.import_module(f"services.{name}.service").SERVICE.listens_to) == set(owners)


@pytest.mark.campaign
@pytest.mark.timeout(600)
async def test_a_season_under_kills_is_the_season_without_them(lived: Lived, tmp_path: Path) -> None:
    stormy = stack_in(tmp_path)
    await stormy.start()
    try:
        over = asyncio.Event()
        kills = asyncio.create_task(kill_all(stormy, KILLS, over))
        await live(stormy)
        over.set()
        killed = await kills
        await settle(stormy, LISTENS)
        assert await check_stores(stormy) == lived.counts
        assert difference(lived.happened, await what_happened(stormy)) == {}
    finally:
        await stormy.stop()
    assert Counter(killed) == dict.fromkeys(TARGETS, TIMES)
