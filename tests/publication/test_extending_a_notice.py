"""公示延期: a notice stands longer than was printed, for all its candidates, and says why."""

from dataclasses import replace
from datetime import date

import pytest
from asyncpg import Pool, Record

from services.publication.notice.commands import CloseNotice, ExtendNotice
from services.publication.notice.decisions import NOTICE, NoSuchNotice, NoticeStillOpen
from services.publication.notice.periods import (
    CalendarNotPublished,
    ExtensionGivesReason,
    ExtensionNotLater,
    ExtensionWithoutWorkingDay,
    PeriodOver,
)
from shared.access.roles import Caller
from shared.errors import Refusal
from shared.testing.scenario import Scenario
from tests.publication.conftest import World, given_opinion, screened, with_notice
from tests.publication.examples import AFTER, CLOSES, NOTICE_ID, extended, opened
from tests.publication.people import CITY, COUNTY, OTHER_CITY, PROVINCE
from tests.publication.test_closing_a_notice import all_kept
from tests.publication.test_opening_a_notice import open_it

given = Scenario(NOTICE)
extend = ExtendNotice(
    notice_id=NOTICE_ID,
    closes_on=extended.closes_on,
    reason=extended.reason,
    today=extended.extended_on,
    working_days=2,
)

PATH = f"/v1/notices/{NOTICE_ID}/extension"
BODY = {"closes_on": "2013-10-08", "reason": extended.reason}


def test_an_extension_tells_the_former_and_the_new_last_day() -> None:
    given(opened).when(extend).then(extended)


def test_extending_twice_the_same_way_records_it_once() -> None:
    given(opened, extended).when(extend).then_nothing()


def test_a_notice_may_be_extended_again() -> None:
    later = date(2013, 10, 10)
    given(opened, extended).when(replace(extend, closes_on=later)).then(
        extended.model_copy(update={"former_closes_on": extended.closes_on, "closes_on": later})
    )


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"today": AFTER}, PeriodOver),
        ({"reason": " "}, ExtensionGivesReason),
        ({"closes_on": CLOSES}, ExtensionNotLater),
        ({"closes_on": date(2013, 9, 28)}, ExtensionNotLater),
        ({"working_days": None}, CalendarNotPublished),
        ({"working_days": 0}, ExtensionWithoutWorkingDay),
    ],
)
def test_an_extension_is_later_reasoned_and_counted(change: dict[str, object], rule: type[Refusal]) -> None:
    given(opened).when(replace(extend, **change)).then_refused(rule)  # type: ignore[arg-type]


def test_it_may_be_extended_on_its_last_day() -> None:
    given(opened).when(replace(extend, today=CLOSES)).then(extended.model_copy(update={"extended_on": CLOSES}))


def test_only_a_notice_that_exists_and_is_open_is_extended() -> None:
    given().when(extend).then_refused(NoSuchNotice)
    given(opened, all_kept).when(extend).then_refused(PeriodOver)


def test_an_extended_notice_is_not_closed_on_its_former_day() -> None:
    close = CloseNotice(notice_id=NOTICE_ID, today=AFTER, unscreened=0)
    given(opened, extended).when(close).then_refused(NoticeStillOpen)


def test_an_opening_that_is_repeated_after_an_extension_is_still_the_same_one() -> None:
    given(opened, extended).when(open_it).then_nothing()


async def test_the_notice_shows_both_days_takes_opinions_longer_and_closes_later(
    world: World, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    answer = await world.post(PATH, BODY, by=CITY, version=1)
    assert (answer.status_code, answer.json()["closes_on"], answer.json()["version"]) == (200, "2013-10-08", 2)
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert shown["closes_on"] == "2013-10-08"
    assert shown["extensions"] == [
        {
            "former_closes_on": "2013-09-29",
            "closes_on": "2013-10-08",
            "reason": extended.reason,
            "extended_on": "2013-09-25",
        }
    ]
    await world.day_begins(AFTER)
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "open"
    await world.is_now("2013-10-08T23:59")
    assert (await screened(world, await given_opinion(world), "lead_only")).status_code == 200
    await world.day_begins(date(2013, 10, 9))
    closed = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert (closed["stage"], closed["closed_on"]) == ("closed", "2013-10-09")
    assert await pool.fetchval("SELECT count(*) FROM due") == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"closes_on": "2013-09-28"}, "extension-not-later"),
        ({"closes_on": "2014-01-06"}, "calendar-not-published"),
        ({"closes_on": "9999-12-31"}, "calendar-not-published"),
        ({"reason": " "}, "request-not-valid"),
    ],
)
async def test_an_extension_that_cannot_be_is_refused(world: World, change: dict[str, str], rule: str) -> None:
    await with_notice(world)
    answer = await world.post(PATH, BODY | change, by=CITY, version=1)
    assert answer.json()["type"] == f"/problems/{rule}"
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["extensions"] == []


async def test_days_off_are_no_extension(world: World) -> None:
    """From Tuesday 1 to Monday 7 October 2013 nobody works."""
    await with_notice(world)
    first = await world.post(PATH, BODY | {"closes_on": "2013-09-30"}, by=CITY, version=1)
    assert first.status_code == 200
    answer = await world.post(PATH, BODY | {"closes_on": "2013-10-07"}, by=CITY, version=2)
    assert answer.json()["type"] == "/problems/extension-without-working-day"


@pytest.mark.parametrize(
    ("by", "rule"),
    [(COUNTY, "wrong-role"), (PROVINCE, "wrong-role"), (OTHER_CITY, "outside-jurisdiction")],
)
async def test_only_the_city_of_the_notice_extends_it(world: World, by: Caller, rule: str) -> None:
    await with_notice(world)
    answer = await world.post(PATH, BODY, by=by, version=1)
    assert answer.json()["type"] == f"/problems/{rule}"
    assert (await world.post(PATH, BODY, by=CITY)).status_code == 428
