"""Messages follow from what happened, whichever is heard of first, and none is made or sent twice."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.notification.projections import project
from shared.database import Connection
from shared.events.event import Event
from shared.events.notification import Channel, Language, PreferenceSet
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded
from tests.notification.told import (
    a_place,
    a_story,
    hear,
    heard,
    messages,
    opened,
    recipients,
    rectification,
    returned,
    samples,
    season,
    station,
)

ALL = (
    "concerns, notices, messages, deliveries, due, deadline_turns, reminded, stations, hosts, bureaus, officers, "
    "preferences, addresses"
)


async def test_each_is_told_what_concerns_them(writer: Committer, connection: Connection) -> None:
    await hear(writer, a_story())
    assert await recipients(connection, "application_returned") == ["host:ho-1"]
    assert await recipients(connection, "season_opened") == ["bureau:B-320402", "city:320400", "host:ho-1", "host:ho-2"]
    # The station had another host by then.
    assert await recipients(connection, "rectification_ordered") == ["bureau:B-320402", "host:ho-2"]
    assert await recipients(connection, "station_transferred") == ["bureau:B-320402", "host:ho-1", "host:ho-2"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), again=st.integers(0, 12))
async def test_any_order_and_any_duplicates_give_the_same_messages(
    seed: int, again: int, writer: Committer, connection: Connection
) -> None:
    """What is heard late puts right what was made before it: who is told is told by the instant of the event."""
    chance, story = Random(seed), a_story()
    await connection.execute(f"TRUNCATE {ALL}")
    await hear(writer, story)
    expected = await messages(connection)
    await connection.execute(f"TRUNCATE {ALL}")
    shuffled = chance.sample(story, len(story))
    await hear(writer, [*shuffled, *chance.sample(story, again)])
    assert await messages(connection) == expected
    sent = await connection.fetch("SELECT message_id, channel, endpoint FROM deliveries")
    assert len(sent) == len({tuple(row) for row in sent})


async def test_every_event_there_is_can_be_heard_twice(writer: Committer, connection: Connection) -> None:
    everything = [heard(event, position) for position, event in enumerate(samples(), 1)]
    await hear(writer, [*everything, *everything])
    rows = await connection.fetch("SELECT event_id, recipient FROM messages")
    assert len(rows) > 100
    assert len(rows) == len({tuple(row) for row in rows})
    assert await connection.fetchval("SELECT count(*) FROM deliveries WHERE channel = 'in_app'") >= len(rows)


async def test_a_message_and_its_delivery_have_ids_that_follow_from_what_they_are(
    writer: Committer, connection: Connection
) -> None:
    await hear(writer, a_story())
    before = await connection.fetch("SELECT message_id, event_id, recipient FROM messages ORDER BY message_id")
    delivered = await connection.fetch("SELECT delivery_id FROM deliveries ORDER BY delivery_id")
    await connection.execute(f"TRUNCATE {ALL}")
    await hear(writer, a_story())
    assert await connection.fetch("SELECT message_id, event_id, recipient FROM messages ORDER BY message_id") == before
    assert await connection.fetch("SELECT delivery_id FROM deliveries ORDER BY delivery_id") == delivered
    assert {row[0].version for row in before} == {8}


async def test_a_message_that_was_recorded_long_ago_is_shown_and_not_sent(
    writer: Committer, connection: Connection
) -> None:
    await wish(writer, connection, "host:ho-1")
    place = [heard(event, position) for position, event in enumerate(a_place(), 1)]
    old = heard(returned("st-1"), 1, recorded_at=datetime.now(UTC) - timedelta(hours=25))
    new = heard(rectification(date(2014, 5, 13)), 2)
    await hear(writer, [*place, old, new])
    assert await states(connection, old) == {"in_app": "skipped", "email": "skipped"}
    assert await states(connection, new) == {"in_app": "delivered", "email": "waiting"}
    assert await recipients(connection, "application_returned") == ["host:ho-1"]


async def test_how_late_is_too_late_is_a_setting(writer: Committer, connection: Connection) -> None:
    await connection.execute("UPDATE sending SET notify_within = interval '48 hours'")
    place = [heard(event, position) for position, event in enumerate(a_place(), 1)]
    old = heard(returned("st-1"), 1, recorded_at=datetime.now(UTC) - timedelta(hours=25))
    await hear(writer, [*place, old])
    assert await states(connection, old) == {"in_app": "delivered"}


async def test_no_e_mail_is_made_without_a_wish_or_an_address(writer: Committer, connection: Connection) -> None:
    await wish(writer, connection, "host:ho-1", enabled=False)
    await wish(writer, connection, "host:ho-2", address="")
    await hear(writer, a_story())
    assert await connection.fetchval("SELECT count(*) FROM deliveries WHERE channel <> 'in_app'") == 0


async def test_messages_are_counted_in_the_order_in_which_they_can_be_seen(
    writer: Committer, connection: Connection, dsn: str
) -> None:
    """Two processes add messages: what counts more is not seen before what counts less."""
    await hear(writer, [heard(event, position) for position, event in enumerate(a_place(), 1)])
    other = await asyncpg.connect(dsn)
    turn = other.transaction()
    await turn.start()
    try:
        for sql, arguments in project(heard(returned("st-1"), 70)):
            await other.execute(sql, *arguments)
        slow = await other.fetchval("SELECT max(seq) FROM messages")
        second = writer.submit(Commit(statements=tuple(project(heard(returned("st-2"), 71)))))
        await turn.commit()
        await second
    finally:
        await other.close()
    assert await connection.fetchval("SELECT max(seq) FROM messages") > slow


QUIET: list[tuple[str, time | None, time | None, str]] = [
    ("2013-06-03T12:00+08:00", time(22), time(7), "2013-06-03T12:00+08:00"),
    ("2013-06-03T22:00+08:00", time(22), time(7), "2013-06-04T07:00+08:00"),
    ("2013-06-03T23:59+08:00", time(22), time(7), "2013-06-04T07:00+08:00"),
    ("2013-06-04T06:59+08:00", time(22), time(7), "2013-06-04T07:00+08:00"),
    ("2013-06-04T07:00+08:00", time(22), time(7), "2013-06-04T07:00+08:00"),
    ("2013-06-03T12:30+08:00", time(12), time(14), "2013-06-03T14:00+08:00"),
    ("2013-06-03T11:59+08:00", time(12), time(14), "2013-06-03T11:59+08:00"),
    ("2013-06-03T14:00+08:00", time(12), time(14), "2013-06-03T14:00+08:00"),
    ("2013-06-03T03:00+08:00", None, None, "2013-06-03T03:00+08:00"),
    ("2013-06-03T03:00+08:00", time(0), time(0), "2013-06-03T03:00+08:00"),
]


@pytest.mark.parametrize(("instant", "quiet_from", "quiet_until", "due_at"), QUIET)
async def test_what_becomes_due_in_quiet_hours_waits_until_they_are_over(
    connection: Connection, instant: str, quiet_from: time | None, quiet_until: time | None, due_at: str
) -> None:
    asked = (datetime.fromisoformat(instant), quiet_from, quiet_until)
    found = await connection.fetchval("SELECT after_quiet($1, $2, $3)", *asked)
    assert found == datetime.fromisoformat(due_at)


async def test_the_heir_of_a_bureau_is_written_to_where_it_wishes(writer: Committer, connection: Connection) -> None:
    await wish(writer, connection, "bureau:B-320499")
    await hear(writer, [heard(event, position) for position, event in enumerate(a_place(), 1)])
    await connection.execute("UPDATE bureaus SET heir = 'B-320499' WHERE bureau_code = 'B-320402'")
    one = heard(rectification(date(2014, 5, 13)), 2)
    await hear(writer, [one])
    found = await connection.fetch("SELECT recipient FROM deliveries JOIN messages USING (message_id, recipient)"
                                   " WHERE event_id = $1 AND channel = 'email'", one.event_id)  # fmt: skip
    assert [row[0] for row in found] == ["bureau:B-320402"]


async def test_a_host_that_comes_after_a_season_was_opened_is_not_told_of_the_opening(
    writer: Committer, connection: Connection
) -> None:
    late = heard(station("st-9", "ho-9"), 90, days=30)
    await hear(writer, [heard(season(), 1), heard(opened(), 2, days=6), late])
    assert await recipients(connection, "season_opened") == ["city:320400"]


async def wish(
    writer: Committer, connection: Connection, recipient: str, *, enabled: bool = True, address: str = "a@example.cn"
) -> None:
    """E-mail for a recipient."""
    wished = PreferenceSet(
        recipient=recipient,
        channel=Channel.EMAIL,
        enabled=enabled,
        language=Language.ZH,
        quiet_from="",
        quiet_until="",
        set_on=date(2013, 5, 20),
    )
    await hear(writer, [heard(wished, 1)])
    if address:
        await connection.execute("INSERT INTO addresses VALUES ($1, 'email', $2)", recipient, address)


async def states(connection: Connection, of: Recorded[Event]) -> dict[str, str]:
    """How the message of an event to the host goes out, by channel."""
    event_id: UUID = of.event_id
    rows = await connection.fetch(
        "SELECT channel, state FROM deliveries JOIN messages USING (message_id)"
        " WHERE event_id = $1 AND messages.recipient = 'host:ho-1'",
        event_id,
    )
    return {row[0]: row[1] for row in rows}
