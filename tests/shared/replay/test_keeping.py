"""What is kept of each message is copied by a process of its own: all of it, or its failing is told."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from shared.bus.topics import PARTITIONS
from shared.eventsourcing.commits import Bulk, Statement
from shared.replay.cut import Cut, Happenings
from shared.replay.entries import entry_of
from shared.replay.keeping import BATCH, kept_meanwhile
from shared.replay.spool import Gathered
from tests.servers import MakeDatabase

EVENTS = BATCH + 3
KEPT = "INSERT INTO kept (position, payload) VALUES ($1, $2)"
IN_BULK = {KEPT: Bulk("kept", ("position", "payload"))}


def keeps(attributes: Mapping[str, str], payload: bytes) -> list[Statement]:
    return [(KEPT, (int(attributes["position"]), payload))]


def refuses(_attributes: Mapping[str, str], _payload: bytes) -> list[Statement]:
    raise ValueError("no event of a service")


@pytest.fixture
def happenings(tmp_path: Path) -> Iterator[Happenings]:
    """So many messages of the registry that they are copied in two parts; the last are still in memory."""
    gathered = Gathered(["registry", "audit"], tmp_path)
    for position in range(1, EVENTS + 1):
        attributes = {"position": str(position), "id": str(UUID(int=position)), "subject": "s", "type": "t", "time": ""}
        gathered.add(entry_of("registry", attributes, b"%d" % position))
    cut = Cut("audit", 0, {"registry": dict.fromkeys(range(PARTITIONS), EVENTS)})
    yield cut.happenings(gathered)
    gathered.close()


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    dsn = await database()
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE SCHEMA s CREATE TABLE kept (position bigint, payload bytea)")
    await connection.close()
    return dsn


async def test_all_of_it_is_there_at_the_end_whoever_reads_meanwhile(dsn: str, happenings: Happenings) -> None:
    async with kept_meanwhile(dsn, "s", keeps, IN_BULK, happenings.heard()):
        assert sum(1 for _ in happenings) == EVENTS
    connection = await asyncpg.connect(dsn)
    found = await connection.fetch("SELECT position, payload FROM s.kept ORDER BY position")
    await connection.close()
    assert [tuple(row) for row in found] == [(position, b"%d" % position) for position in range(1, EVENTS + 1)]


async def test_what_cannot_be_kept_is_told(dsn: str, happenings: Happenings) -> None:
    with pytest.raises(ChildProcessError, match="exit code 1"):
        async with kept_meanwhile(dsn, "s", refuses, IN_BULK, happenings.heard()):
            pass


async def test_who_gives_up_does_not_wait_for_it(dsn: str, happenings: Happenings) -> None:
    with pytest.raises(KeyError):
        async with kept_meanwhile(dsn, "s", keeps, IN_BULK, happenings.heard()):
            raise KeyError("projecting failed")
