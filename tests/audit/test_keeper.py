"""The keeper on a real PostgreSQL and a real folder: what is appended, when it is signed, and when it refuses to."""

from shutil import rmtree

import asyncpg
import orjson
import pytest
from asyncpg import Record
from prometheus_client import REGISTRY

from services.audit.keeping.keeper import GAP_SECONDS
from shared.bus.outgoing import message_of
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.record import attributes_of_row, record
from shared.telemetry import LOG_SIGNED_SIZE
from shared.tlog.checkpoints import Checkpoint
from tests.audit.keeping import Kept, root_of, stations
from tests.audit.made import Log, station_registered


async def test_the_log_is_signed_at_once_and_then_every_few_seconds(kept: Kept) -> None:
    log = stations(4)
    await kept.hears(log.rows[0])
    await kept.works()
    await kept.hears(*log.rows[1:])
    await kept.works()
    assert [one.size for one in await kept.told("registry")] == [1]
    kept.time.now = 5.0
    await kept.works()
    assert [one.size for one in await kept.told("registry")] == [1, 4]
    last = (await kept.told("registry"))[-1]
    assert (last.root, last.heartbeat, last.origin) == (root_of(log.rows), False, "shifan.sandbox/registry")
    assert last.note == kept.folder().note()
    assert list(kept.folder().entries()) == [record(attributes_of_row(row), row.payload) for row in log.rows]


async def test_many_entries_do_not_wait_for_the_time(kept: Kept) -> None:
    log = stations(301)
    await kept.hears(log.rows[0])
    await kept.works()
    await kept.hears(*log.rows[1:])
    await kept.works()
    assert [one.size for one in await kept.told("registry")] == [1, 301]


async def test_nothing_new_is_not_signed_again(kept: Kept) -> None:
    await kept.hears(*stations(3).rows)
    for seconds in range(0, 2_000, 100):
        kept.time.now = float(seconds)
        await kept.works()
    assert [one.size for one in await kept.told("registry")] == [3]


async def test_its_own_words_alone_are_no_reason_to_sign_again(kept: Kept) -> None:
    await kept.hears(*stations(3).rows)
    for seconds in range(0, 200, 10):
        kept.time.now = float(seconds)
        await kept.works()
        await kept.hears_of_itself()
    # Its own log has a first checkpoint, so that there is something to verify it by, and then none.
    assert [one.size for one in await kept.told("audit")] == [1]
    assert await kept.runtime.pool.fetchval("SELECT count(*) FROM events") == 2


async def test_the_log_that_others_wait_for_is_signed_again_while_nothing_comes(kept: Kept) -> None:
    await kept.hears(*stations(2, "assessment").rows)
    for seconds in range(0, 1_000, 10):
        kept.time.now = float(seconds)
        await kept.works()
        await kept.hears_of_itself()
    told = await kept.told("assessment")
    assert [(one.size, one.heartbeat) for one in told] == [(2, False), (2, True), (2, True), (2, True)]
    # With each heartbeat the word of the earlier signatures is signed, and of that nobody speaks again.
    assert [one.size for one in await kept.told("audit")] == [1, 2, 4, 6]


async def test_a_keeper_that_died_before_it_told_is_followed_by_one_that_tells(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = stations(3)
    await kept.hears(*log.rows)

    async def _dies(_commit: Commit) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(kept.runtime.committer, "submit", _dies)
        with pytest.raises(ConnectionResetError):
            await kept.works()
    assert kept.folder().size == 3
    assert await kept.told("registry") == []
    await kept.dies()
    await kept.works()
    await kept.dies()
    await kept.works()
    assert [(one.size, one.root) for one in await kept.told("registry")] == [(3, root_of(log.rows))]


async def test_a_keeper_that_has_nothing_to_sign_tells_how_far_the_log_is_signed(kept: Kept) -> None:
    await kept.hears(*stations(3).rows)
    await kept.works()
    LOG_SIGNED_SIZE.clear()
    await kept.dies()
    await kept.works()
    assert REGISTRY.get_sample_value("shifan_log_signed_size", {"log": "registry"}) == 3


async def test_what_no_checkpoint_covers_is_written_again(kept: Kept) -> None:
    log = stations(260)
    await kept.hears(log.rows[0])
    await kept.works()
    await kept.hears(*log.rows[1:])
    await kept.works()
    assert (kept.folder().path / "tile/entries/000").exists()
    await kept.dies()
    assert kept.folder().size == 1
    kept.time.now = 5.0
    await kept.works()
    assert kept.folder().root_at(260).hex() == root_of(log.rows)


async def test_a_broken_chain_is_never_signed(kept: Kept, connection: "asyncpg.Connection[Record]") -> None:
    log = stations(5)
    await kept.hears(*log.rows[:2])
    await kept.works()
    await kept.hears(*log.rows[2:])
    await connection.execute("UPDATE log SET record = set_byte(record, length(record) - 3, 65) WHERE position = 4")
    kept.time.now = 5.0
    await kept.works()
    assert kept.folder().size == 2
    assert await kept.why_not("registry") == "the chain is broken at position 4"
    other = stations(1, "application")
    await kept.hears(*other.rows)
    await kept.works()
    assert [one.size for one in await kept.told("application")] == [1]


async def test_a_position_that_stays_missing_is_told_of_and_ends_the_heartbeat(kept: Kept) -> None:
    log = stations(4, "assessment")
    await kept.hears(log.rows[0], log.rows[1], log.rows[3])
    await kept.works()
    assert await kept.why_not("assessment") == ""
    kept.time.now = GAP_SECONDS
    await kept.works()
    assert await kept.why_not("assessment") == "position 3 is missing, and later ones are there"
    kept.time.now = 1_000.0
    await kept.works()
    assert [one.size for one in await kept.told("assessment")] == [2]
    await kept.hears(log.rows[2])
    await kept.works()
    assert await kept.why_not("assessment") == ""
    assert [one.size for one in await kept.told("assessment")] == [2, 4]


async def test_a_folder_that_was_lost_is_made_again_from_the_records(kept: Kept) -> None:
    log = stations(300)
    await kept.hears(*log.rows[:2])
    await kept.works()
    await kept.hears(*log.rows[2:])
    kept.time.now = 5.0
    await kept.works()
    rmtree(kept.runtime.settings.tlogs)
    await kept.dies()
    kept.time.now = 10.0
    await kept.works()
    assert kept.folder().root_at(2).hex() == (await kept.told("registry"))[0].root
    assert kept.folder().root_at(300).hex() == root_of(log.rows)
    assert await kept.why_not("registry") == ""


async def test_another_history_under_the_same_name_is_not_signed(
    kept: Kept, connection: "asyncpg.Connection[Record]"
) -> None:
    await kept.hears(*stations(3).rows)
    await kept.works()
    rmtree(kept.runtime.settings.tlogs)
    await connection.execute("TRUNCATE log")
    other = Log("registry")
    for number in range(4):
        other.add(station_registered(f"st-{number + 7}"), f"station-st-{number + 7}")
    await kept.hears(*other.rows)
    await kept.dies()
    kept.time.now = 5.0
    await kept.works()
    assert await kept.why_not("registry") == "the first 3 entries are not those that were signed and told of"
    assert kept.folder().sizes() == []
    assert [one.size for one in await kept.told("registry")] == [3]


async def test_a_log_that_is_shorter_than_what_was_told_waits_until_it_has_grown_again(
    kept: Kept, connection: "asyncpg.Connection[Record]"
) -> None:
    log = stations(4)
    await kept.hears(*log.rows)
    await kept.works()
    rmtree(kept.runtime.settings.tlogs)
    await connection.execute("DELETE FROM log WHERE position > 2")
    await kept.dies()
    kept.time.now = 5.0
    await kept.works()
    assert kept.folder().sizes() == []
    await kept.hears(*log.rows[2:])
    await kept.works()
    assert kept.folder().sizes() == [4]


async def test_a_checkpoint_that_somebody_put_in_its_place_is_not_followed(kept: Kept) -> None:
    log = stations(3)
    await kept.hears(*log.rows[:2])
    await kept.works()
    forged = Checkpoint("shifan.sandbox/registry", 2, b"f" * 32)
    (kept.folder().path / "checkpoint").write_text(kept.keys["registry"].sign(forged.text()))
    await kept.hears(log.rows[2])
    kept.time.now = 5.0
    await kept.works()
    assert "somebody else signed" in await kept.why_not("registry")
    assert [one.size for one in await kept.told("registry")] == [2]


async def test_what_is_told_is_a_record_like_any_other(kept: Kept) -> None:
    await kept.hears(*stations(1).rows)
    await kept.works()
    (row,) = await kept.runtime.store.after(0, 10)
    message = message_of(row, {})
    attributes = orjson.loads(row.attributes)
    assert (row.stream_id, row.version, message.key) == ("checkpoint-registry", 1, b"checkpoint-registry")
    assert (attributes["actor"], attributes["level"], attributes["source"]) == (
        "service:audit",
        "service",
        "/services/audit",
    )
