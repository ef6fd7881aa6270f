"""The record is the same from a row and from a message, and the chain is the same in SQL and in Python."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.bus.outgoing import message_of
from shared.eventsourcing.commits import COLUMNS_ALLOWANCE, Commit, NewEvent
from shared.eventsourcing.ids import event_id, new_id
from shared.eventsourcing.instants import CHINA, milliseconds, written
from shared.eventsourcing.record import GENESIS, attributes_of_headers, attributes_of_row, link_of_row, record
from shared.eventsourcing.rows import COLUMNS, Row
from shared.eventsourcing.writer import Writer
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import SCHEMA, connected

INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)

OTHERS: dict[type, Callable[[Any], object]] = {
    int: lambda number: number + 1,
    str: lambda text: text + "x",
    bytes: lambda content: content + b"x",
    UUID: lambda _: UUID(int=8),
    datetime: lambda instant: instant + timedelta(milliseconds=1),
}

ROW = Row(
    position=12,
    stream_id="station-st-1",
    version=3,
    type="shifan.registry.StationRegistered.v1",
    event_id=UUID(int=7),
    payload='{"name":"常州购物中心"}'.encode(),
    attributes=orjson.dumps(
        {"actor": "of-1", "bureauname": "天宁工商局", "partitionkey": "st-1", "source": "/services/registry"}
    ),
    recorded_at=datetime(2013, 9, 23, 1, 2, 3, 4000, tzinfo=UTC),
    effective_at=datetime(2013, 9, 22, 16, 0, tzinfo=UTC),
    chain=bytes(range(32)),
)


@pytest.fixture
async def writer(database: MakeDatabase) -> tuple[str, Writer]:
    dsn = await database(SCHEMA)
    return dsn, Writer(dsn)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    batch=st.lists(
        st.tuples(TEXTS, TEXTS, st.binary(max_size=300), st.binary(max_size=60), INSTANTS), min_size=1, max_size=4
    )
)
async def test_python_and_sql_give_the_same_chain(
    writer: tuple[str, Writer], batch: list[tuple[str, str, bytes, bytes, datetime]]
) -> None:
    dsn, store = writer
    batch_id = uuid4()  # Not a drawn one: every example adds to the same store.
    events = [
        Commit((NewEvent(f"{batch_id}-{n}-{stream}", 1, kind, event_id(batch_id, n), payload, attributes, instant),))
        for n, (stream, kind, payload, attributes, instant) in enumerate(batch)
    ]
    async with connected(dsn) as connection:
        chain = await connection.fetchval("SELECT hash FROM head")
        before = await connection.fetchval("SELECT position FROM head")
        await store.write(events)
        rows = await connection.fetch(f"SELECT {COLUMNS} FROM events WHERE position > $1 ORDER BY position", before)  # noqa: S608

    await store.close()
    assert len(rows) == len(batch)
    for values, commit in zip(rows, events, strict=True):
        row = Row.of(values)
        chain = link_of_row(chain, row)
        assert row.chain == chain
        assert row.recorded_at.microsecond % 1000 == 0
        assert row.effective_at == commit.events[0].effective_at - timedelta(
            microseconds=commit.events[0].effective_at.microsecond % 1000
        )


@pytest.mark.parametrize("field", Row._fields)
def test_every_column_is_in_the_chain(field: str) -> None:
    if field == "chain":
        return
    value = getattr(ROW, field)
    other: dict[str, Any] = {field: OTHERS[type(value)](value)}

    assert link_of_row(GENESIS, ROW._replace(**other)) != link_of_row(GENESIS, ROW)


def test_nothing_can_move_from_one_column_to_the_next() -> None:
    moved = ROW._replace(payload=ROW.payload + ROW.attributes[:1], attributes=ROW.attributes[1:])

    assert link_of_row(GENESIS, moved) != link_of_row(GENESIS, ROW)


def test_the_record_is_all_attributes_a_newline_and_the_payload() -> None:
    head, payload = record(attributes_of_row(ROW), ROW.payload).split(b"\n", 1)

    assert payload == ROW.payload
    assert orjson.loads(head) == {
        "specversion": "1.0",
        "id": str(ROW.event_id),
        "source": "/services/registry",
        "type": "shifan.registry.StationRegistered.v1",
        "subject": "station-st-1",
        "time": "2013-09-23T09:02:03.004+08:00",
        "effectivetime": "2013-09-23T00:00:00.000+08:00",
        "position": "12",
        "version": "3",
        "chain": bytes(range(32)).hex(),
        "actor": "of-1",
        "bureauname": "天宁工商局",
        "partitionkey": "st-1",
    }
    assert list(orjson.loads(head)) == sorted(orjson.loads(head))


def test_a_message_gives_the_same_record_as_its_row() -> None:
    message = message_of(ROW, {})

    assert record(attributes_of_headers(message.headers), message.value) == record(attributes_of_row(ROW), ROW.payload)


def test_a_stored_attribute_cannot_pass_for_a_column() -> None:
    forged = ROW._replace(attributes=orjson.dumps({"position": "1", "chain": "00"}))

    assert attributes_of_row(forged)["position"] == "12"
    assert attributes_of_row(forged)["chain"] == bytes(range(32)).hex()


def test_the_columns_keep_within_their_allowance() -> None:
    longest = ROW._replace(position=2**63 - 1, version=2**31 - 1)
    names = len(longest.stream_id) + len(longest.type) + len(longest.attributes)

    assert len(record(attributes_of_row(longest), b"")) - names <= COLUMNS_ALLOWANCE


@given(INSTANTS)
def test_an_instant_survives_being_written(instant: datetime) -> None:
    shown = datetime.fromisoformat(written(instant))

    assert milliseconds(shown) == milliseconds(instant)
    assert shown.utcoffset() == instant.astimezone(CHINA).utcoffset()


def test_an_id_follows_from_its_seed() -> None:
    made = new_id("st", "registry:of-1:key-1")

    assert made == new_id("st", "registry:of-1:key-1")
    assert made != new_id("ho", "registry:of-1:key-1").replace("ho-", "st-")
    assert made.startswith("st-")
    assert len(made) == 19
    assert made == made.lower()
