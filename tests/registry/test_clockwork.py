"""日始: every day begins once, none is skipped, whoever asks and however often."""

import asyncio
from datetime import date, timedelta

import pytest

from services.registry.calendar import decisions
from services.registry.calendar.commands import BeginDays
from services.registry.clockwork import begin_days
from services.registry.facts import prepare
from shared.access.competence import WrongRole
from shared.events.registry import DayBegan
from tests.registry.desk import JIANGSU, OPERATOR, Desk

FIRST = date(2013, 5, 16)


async def begun(desk: Desk) -> list[date]:
    history = (await desk.runtime.store.load("calendar")).history
    return [recorded.event.day for recorded in history if isinstance(recorded.event, DayBegan)]


def days(count: int) -> list[date]:
    return [FIRST + timedelta(number) for number in range(count)]


async def test_the_first_day_is_the_one_asked_for_and_then_none_is_skipped(empty_desk: Desk) -> None:
    await begin_days(empty_desk.runtime, FIRST)
    assert await begun(empty_desk) == days(1)
    await begin_days(empty_desk.runtime, FIRST + timedelta(9))
    await begin_days(empty_desk.runtime, FIRST + timedelta(9))
    await begin_days(empty_desk.runtime, FIRST)
    assert await begun(empty_desk) == days(10)


async def test_many_who_ask_at_once_begin_each_day_once(empty_desk: Desk) -> None:
    await begin_days(empty_desk.runtime, FIRST)
    asked = [FIRST + timedelta(number % 4) for number in range(12)]
    await asyncio.gather(*(begin_days(empty_desk.runtime, day) for day in asked))
    assert await begun(empty_desk) == days(4)


async def test_a_long_absence_is_caught_up(empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "DAYS_AT_ONCE", 7)
    await begin_days(empty_desk.runtime, FIRST)
    await begin_days(empty_desk.runtime, FIRST + timedelta(29))
    assert await begun(empty_desk) == days(30)


async def test_moving_the_clock_begins_the_days(empty_desk: Desk) -> None:
    for instant in ("2013-05-16T09:00", "2013-05-18T17:30", "2013-05-18T17:30"):
        answer = await empty_desk.send("/v1/sandbox/clock", OPERATOR, {"instant": instant})
        assert answer.status_code == 200, answer.text
    assert await begun(empty_desk) == days(3)
    progress = (await empty_desk.read("/v1/progress")).json()
    assert (progress["day"], progress["position"]) == ("2013-05-18", 3)


async def test_a_day_begins_in_nobodys_name(empty_desk: Desk) -> None:
    await begin_days(empty_desk.runtime, FIRST)
    first = (await empty_desk.runtime.store.load("calendar")).history[0]
    assert (first.attributes["actor"], first.attributes["level"]) == ("service:registry", "service")
    async with empty_desk.runtime.pool.acquire() as connection:
        for caller in (OPERATOR, JIANGSU):
            with pytest.raises(WrongRole):
                await prepare(BeginDays(FIRST), caller, connection)
