"""A reader behind 16 writers in two processes with rollbacks and kills; `shifan bench tail` is the long version."""

from benchmarks.tail import tail
from tests.servers import MakeDatabase


async def test_a_tailing_reader_skips_nothing_and_sees_no_hole(database: MakeDatabase) -> None:
    tailed = await tail(await database(), events=5_000, seed=2013, seconds=110)

    assert tailed.sound, tailed
    assert tailed.seen >= 5_000
    assert tailed.rolled_back > 0
