"""Whoever must act by a day is reminded 30, 7 and 1 days before it, as the days begin, and no more once it is done."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest

from services.notification.policies import from_due
from services.notification.reminder.commands import Deadline, RemindOfDeadline
from services.notification.reminder.deadlines import closed, opened
from services.notification.reminder.decisions import REMINDER
from shared.clock import day_of
from shared.events.application import ApplicationRefiled
from shared.events.assessment import DecisionServed, ListSubmitted
from shared.events.notification import Colour, DeadlineKind, DeadlineReminded
from shared.eventsourcing.committer import Committer
from shared.testing.scenario import Scenario
from tests.notification.told import (
    NOON,
    a_place,
    hear,
    heard,
    recipients,
    rectification,
    returned,
    sample,
    samples,
    season,
)

given = Scenario(REMINDER)
DUE = date(2013, 7, 10)
deadline = Deadline(
    "correction-A-2013-st-1", DeadlineKind.CORRECTION, "station-host", "st-1", "st-1", "A-2013-st-1", DUE
)


def remind(mark: int) -> RemindOfDeadline:
    return RemindOfDeadline(deadline, mark)


def reminded(days_left: int, colour: Colour) -> DeadlineReminded:
    return DeadlineReminded(
        deadline_id="correction-A-2013-st-1",
        what=DeadlineKind.CORRECTION,
        whose="station-host",
        about="st-1",
        station_id="st-1",
        case_id="A-2013-st-1",
        due_on=DUE,
        days_left=days_left,
        colour=colour,
        reminded_on=DUE - timedelta(days_left),
    )


@pytest.mark.parametrize(
    ("mark", "colour"), [(30, Colour.PLAIN), (7, Colour.YELLOW), (1, Colour.RED)], ids=["30", "7", "1"]
)
def test_a_mark_is_reminded_of_in_its_colour(mark: int, colour: Colour) -> None:
    given().when(remind(mark)).then(reminded(mark, colour))


def test_a_mark_is_reminded_of_once() -> None:
    given(reminded(7, Colour.YELLOW)).when(remind(7)).then_nothing()


def test_each_mark_has_a_reminder_of_its_own_in_whichever_order_they_are_worked_off() -> None:
    given(reminded(1, Colour.RED)).when(remind(7)).then(reminded(7, Colour.YELLOW))


def test_a_day_that_was_moved_is_reminded_of_anew() -> None:
    moved = RemindOfDeadline(Deadline(**{**_fields(), "due_on": DUE + timedelta(9)}), 7)
    anew = {"due_on": DUE + timedelta(9), "reminded_on": DUE + timedelta(2)}
    given(reminded(7, Colour.YELLOW)).when(moved).then(reminded(7, Colour.YELLOW).model_copy(update=anew))


def _fields() -> dict[str, Any]:
    return {name: getattr(deadline, name) for name in Deadline.__slots__}


def test_every_deadline_that_is_set_is_also_closed_or_passes() -> None:
    served = sample(DecisionServed).model_copy(update={"appeal_until": DUE})
    set_by = {one.what for event in (*samples(), served) for one in opened(event)}
    closed_by = {one.split("-")[0] for event in samples() for one in closed(event)}
    assert set_by == set(DeadlineKind)
    assert closed_by == {str(kind) for kind in DeadlineKind}


async def due(connection: Any) -> list[tuple[date, str, str]]:
    rows = await connection.fetch('SELECT "on", stream, command FROM due ORDER BY "on", stream')
    return [tuple(row) for row in rows]


async def test_a_last_day_is_scheduled_at_its_marks_that_are_still_to_come(writer: Committer, connection: Any) -> None:
    await hear(writer, [heard(returned("st-1", DUE), 1, days=40)])  # 2013-06-29: eleven days before.
    stream = "deadline-correction-A-2013-st-1"
    assert await due(connection) == [
        (date(2013, 7, 3), stream, "remind_7_2013-07-10"),
        (date(2013, 7, 9), stream, "remind_1_2013-07-10"),
    ]


async def test_what_is_done_is_not_reminded_of(writer: Committer, connection: Any) -> None:
    refiled = sample(ApplicationRefiled).model_copy(update={"application_id": "A-2013-st-1", "station_id": "st-1"})
    await hear(writer, [heard(returned("st-1", DUE), 1), heard(refiled, 2, days=1)])
    assert await due(connection) == []


@pytest.mark.parametrize("early", [True, False])
async def test_a_list_that_was_submitted_is_not_reminded_of_whichever_is_heard_first(
    writer: Committer, connection: Any, *, early: bool
) -> None:
    drafted = heard(season(), 1)
    submitted = heard(sample(ListSubmitted).model_copy(update={"season_id": season().season_id}), 1, days=9)
    await hear(writer, [submitted, drafted] if early else [drafted, submitted])
    assert [stream for _, stream, _ in await due(connection) if "submission" in stream] == []
    assert len(await due(connection)) == 6


async def test_a_reminder_of_a_day_that_was_moved_meanwhile_leaves_the_new_marks(
    writer: Committer, connection: Any
) -> None:
    moved = heard(returned("st-1", DUE + timedelta(9)), 1)
    await hear(writer, [moved, heard(reminded(7, Colour.YELLOW), 0)])
    assert len(await due(connection)) == 3


async def test_a_row_that_falls_due_becomes_its_command_and_is_gone_with_its_event(
    writer: Committer, connection: Any
) -> None:
    await hear(writer, [heard(event, position) for position, event in enumerate(a_place(), 1)])
    await hear(writer, [heard(returned("st-1", DUE), 1)])
    name, arguments = await connection.fetchrow('SELECT command, arguments FROM due ORDER BY "on" LIMIT 1')
    command = from_due(name, orjson.loads(arguments) | {"day": "2013-06-10"})
    assert command == remind(30)
    event = reminded(30, Colour.PLAIN)
    await hear(writer, [heard(event, 0, days=21)])
    left = [command for _, _, command in await due(connection)]
    assert left == ["remind_7_2013-07-10", "remind_1_2013-07-10"]
    assert await recipients(connection, "deadline_reminded") == ["host:ho-1"]


async def test_a_reminder_of_a_sandbox_is_not_late(writer: Committer, connection: Any) -> None:
    """What the service records itself has the programme's instant alone while it is projected."""
    await hear(writer, [heard(event, position) for position, event in enumerate(a_place(), 1)])
    await hear(writer, [heard(reminded(7, Colour.YELLOW), 0, recorded_at=NOON)])
    found = await connection.fetchval(
        "SELECT state FROM deliveries JOIN messages USING (message_id) WHERE template = 'deadline_reminded'"
    )
    assert found == "delivered"


@pytest.mark.parametrize(("days_ago", "state"), [(0, "delivered"), (1, "delivered"), (3, "skipped")])
async def test_days_that_are_heard_of_anew_remind_of_nothing_that_is_long_over(
    writer: Committer, connection: Any, days_ago: int, state: str
) -> None:
    """Where the programme's days are those of the calendar, as a service finds them that begins with an empty store."""
    await connection.execute("UPDATE sending SET by_the_calendar = true")
    await hear(writer, [heard(event, position) for position, event in enumerate(a_place(), 1)])
    day = day_of(datetime.now(UTC)) - timedelta(days_ago)
    old = reminded(7, Colour.YELLOW).model_copy(update={"due_on": day + timedelta(7), "reminded_on": day})
    await hear(writer, [heard(old, 0)])
    found = await connection.fetch(
        "SELECT state, last_error FROM deliveries JOIN messages USING (message_id) WHERE template = 'deadline_reminded'"
    )
    assert [tuple(row) for row in found] == [(state, "too late" if state == "skipped" else "")]


async def test_a_moved_day_moves_its_reminders(writer: Committer, connection: Any) -> None:
    await hear(writer, [heard(rectification(date(2013, 9, 1)), 1), heard(rectification(date(2013, 9, 11)), 2, days=3)])
    assert [day for day, _, _ in await due(connection)] == [date(2013, 8, 12), date(2013, 9, 4), date(2013, 9, 10)]


async def test_the_last_days_of_a_season_bind_hosts_counties_and_the_city(writer: Committer, connection: Any) -> None:
    await hear(writer, [heard(season(), 1)])
    rows = await connection.fetch("SELECT DISTINCT arguments->>'whose' AS whose, arguments->>'due_on' AS due FROM due")
    assert {tuple(row) for row in rows} == {
        ("season-hosts", "2013-08-30"),
        ("season-counties", "2013-09-13"),
        ("season-city", "2013-10-31"),
    }


def test_what_is_no_reminder_does_not_fall_due_here() -> None:
    with pytest.raises(ValueError, match="nothing called"):
        from_due("close_season", {})
