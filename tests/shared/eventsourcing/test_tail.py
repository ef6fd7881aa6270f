"""A reader behind 16 writers in two processes with rollbacks and kills; `shifan bench tail` is the long version."""

import pytest

from benchmarks.tail import tail
from tests.servers import MakeDatabase


@pytest.mark.timeout(300)
async def test_a_tailing_reader_skips_nothing_and_sees_no_hole(database: MakeDatabase) -> None:
    tailed = await tail(await database(), events=10_000, seed=2013, seconds=250)

    assert tailed.sound, tailed
    assert tailed.seen >= 10_000
    assert tailed.rolled_back > 0
