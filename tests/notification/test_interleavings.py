"""Who is reminded of what follows from the days and the deadlines, and not from which of them was heard of first."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

import orjson
import pytest

from services.notification.reminder.late import remind_of_what_is_late
from services.notification.service import SERVICE
from shared.access.tokens import KeyFiles
from shared.bus.reactor import Reactor
from shared.clock import SHANGHAI, day_of
from shared.events.application import ApplicationRefiled
from shared.events.assessment import ListSubmitted
from shared.events.event import Event
from shared.events.registry import DayBegan
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.messages import Message
from shared.runtime import Runtime
from shared.service import running
from shared.settings import Settings
from tests.notification.told import DAY, SEASON, a_place, heard, rectification, returned, sample, season

Log = list[Recorded[Event]]

_LAST = date(2013, 11, 5)
_MESSAGE = Message("events.test", 0, 0, b"", b"", ())
_REMINDED = "SELECT payload FROM events WHERE type LIKE '%DeadlineReminded%'"
_TOLD = "SELECT data, told_on, effective_at FROM messages WHERE template = 'deadline_reminded'"

REMINDED = {
    *((f"applications-{SEASON}", "2013-08-30", mark) for mark in (30, 7, 1)),
    *((f"recommendations-{SEASON}", "2013-09-13", mark) for mark in (30, 7, 1)),
    # The list is submitted four days before its last day.
    *((f"submission-{SEASON}", "2013-10-31", mark) for mark in (30, 7)),
    # The application is refiled five days before.
    *(("correction-A-2013-st-1", "2013-07-10", mark) for mark in (30, 7)),
    # Returned as the seventh day before begins, which reminds of it no more; refiled on the day before the last one,
    # which has begun with its reminder.
    ("correction-A-2013-st-2", "2013-07-20", 1),
    # Moved six days before.
    *(("rectification-or-1", "2013-09-01", mark) for mark in (30, 7)),
    *(("rectification-or-1", "2013-09-11", mark) for mark in (7, 1)),
}
"""By deadline, last day, and days left: what somebody would remind of who knows all."""


@pytest.fixture
async def runtime(dsn: str, keys: KeyFiles) -> AsyncIterator[Runtime]:
    settings = Settings(database_url=dsn, jwks_file=keys.public, sandbox=True)
    async with running(SERVICE, settings, "api") as runtime:
        for position, event in enumerate(a_place(), 1):
            await hears(runtime, heard(event, position))
        yield runtime


async def hears(runtime: Runtime, recorded: Recorded[Event]) -> None:
    """As the worker does: it is projected, and of a day what has fallen due is done."""
    await Reactor(runtime)._work_off(_MESSAGE, recorded, None, ())


def days() -> Log:
    """The days as they begin; it is long ago that they did, and they come some at a time."""
    begun = (DAY + timedelta(number) for number in range(0, (_LAST - DAY).days + 1, 3))
    return [_beginning(heard(DayBegan(day=day), 100 + number), day) for number, day in enumerate(begun)]


def _beginning(recorded: Recorded[Event], day: date) -> Recorded[Event]:
    return replace(recorded, effective_at=datetime.combine(day, time(), SHANGHAI))


def deadlines() -> list[Log]:
    """The logs of partitions: in each a deadline is set, and then moved or met."""
    refiled = sample(ApplicationRefiled)
    corrected = [
        refiled.model_copy(update={"application_id": f"A-2013-{one}", "station_id": one}) for one in ("st-1", "st-2")
    ]
    submitted = sample(ListSubmitted).model_copy(update={"season_id": SEASON})
    seventh_before = date(2013, 7, 13)
    return [
        [heard(season(), 1, days=5)],
        [heard(returned("st-1", date(2013, 7, 10)), 3, days=10), heard(corrected[0], 4, days=46)],
        [
            _beginning(heard(returned("st-2", date(2013, 7, 20)), 6), seventh_before),
            heard(corrected[1], 7, days=60),
        ],
        [heard(rectification(date(2013, 9, 1)), 1), heard(rectification(date(2013, 9, 11)), 2, days=98)],
        [heard(submitted, 5, days=160)],
    ]


def interleaved(chance: Random, *, days_first: bool = False) -> Iterator[Recorded[Event]]:
    """Everything in an order that may happen: each log keeps its own, and deadlines may be set long after their days.

    Only what moves a deadline or meets it is heard before the next day begins: a reminder that was given is given.
    """
    logs, calendar = deadlines(), days()
    while calendar or any(logs):
        in_time = [log for log in logs if log and calendar and any(_changes(one, calendar[0]) for one in log)]
        open_ones = [log for log in (in_time or [*logs, calendar]) if log]
        log = calendar if days_first and calendar and not in_time else chance.choice(open_ones)
        yield log.pop(0)


def _changes(one: Recorded[Event], day: Recorded[Event]) -> bool:
    """Whether it moves or meets a deadline on a day before this one."""
    sets = one.event == season() or (one.position, one.event.owner()) in _FIRST
    return not sets and day_of(one.effective_at) < day_of(day.effective_at)


_FIRST = {(log[0].position, log[0].event.owner()) for log in deadlines() if len(log) > 1}
"""What sets a deadline that is moved or met later in the same log."""


async def _reminders(runtime: Runtime) -> list[tuple[str, str, int]]:
    found = [orjson.loads(row[0]) for row in await runtime.pool.fetch(_REMINDED)]
    return sorted((one["deadline_id"], one["due_on"], one["days_left"]) for one in found)


@pytest.mark.parametrize("seed", range(5))
async def test_the_same_is_reminded_of_whichever_is_heard_first(runtime: Runtime, seed: int) -> None:
    for recorded in interleaved(Random(seed)):
        await hears(runtime, recorded)
    await remind_of_what_is_late(runtime)
    assert await _reminders(runtime) == sorted(REMINDED)
    assert await runtime.pool.fetch("SELECT * FROM due") == []
    for row in await runtime.pool.fetch(_TOLD):
        told = orjson.loads(row["data"])
        assert row["told_on"] == date.fromisoformat(told["due_on"]) - timedelta(told["days_left"])
        assert row["effective_at"] == datetime.combine(row["told_on"], time(), SHANGHAI)


async def test_what_is_heard_of_after_the_last_day_is_reminded_of_at_once_and_once(runtime: Runtime) -> None:
    for recorded in interleaved(Random(0), days_first=True):
        await hears(runtime, recorded)
    early = await _reminders(runtime)
    assert len(early) < len(REMINDED)
    for _ in range(2):
        await remind_of_what_is_late(runtime)
        assert await _reminders(runtime) == sorted(REMINDED)
