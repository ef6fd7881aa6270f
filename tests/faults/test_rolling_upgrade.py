"""One service after the other becomes the next release, under load; what the others do not know yet waits for them."""

import random
from pathlib import Path

import pytest

from shared.events.registry import StationRegistered
from tests.faults.campaign import SEED
from tests.faults.rolling import NEXT, THIS, RollingStack, rolled

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(400)]

NAMES = ("registry", "application", "audit")


@pytest.mark.parametrize("seed", [SEED, SEED + 2])
async def test_nothing_is_lost_or_doubled_and_newer_events_wait_for_the_upgrade(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    stack = RollingStack(tmp_path / "data", NAMES, THIS, chance)
    await stack.start()
    try:
        await stack.provide()
        told = await rolled(stack, NEXT, chance)
    finally:
        await stack.stop()
    assert sorted(told.order) == sorted(NAMES)
    assert len(told.side_by_side) == 2
    # Where the registry goes first, the application cannot read yet what it writes: one of the seeds has it so.
    assert (told.parked > 0) == (told.order.index("registry") < told.order.index("application")) == (seed != SEED)
    assert StationRegistered.schema_version == 1
