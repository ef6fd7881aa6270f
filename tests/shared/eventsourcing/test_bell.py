"""Whoever waits for a ring is woken, comes back in time, and can be told to stop at any moment."""

import asyncio

import pytest

from shared.eventsourcing.bell import Bell, heard


async def _follow(bell: Bell) -> None:
    while True:
        ring = bell.next()
        await heard(ring, 60)


@pytest.mark.parametrize("turns", range(6))
async def test_who_is_stopped_as_it_rings_stops(turns: int) -> None:
    bell = Bell()
    following = asyncio.create_task(_follow(bell))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    bell.ring()
    for _ in range(turns):
        await asyncio.sleep(0)
    following.cancel()
    done, _ = await asyncio.wait([following], timeout=5)
    following.cancel()
    assert done == {following}


async def test_a_ring_wakes_and_without_one_it_goes_on_in_time() -> None:
    bell = Bell()
    ring = bell.next()
    bell.ring()
    await heard(ring, 60)
    await heard(bell.next(), 0.01)
