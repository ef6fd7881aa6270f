"""What is put down for review: exactly once a title and season, in whatever order the topics tell of it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from asyncpg import Pool, Record

from services.assessment.projections import project
from shared.access.roles import Level
from shared.clock import SHANGHAI
from shared.events.application import SeasonOpened, SettingChanged
from shared.events.assessment import Certified, RevocationSetAside
from shared.events.event import Event
from shared.events.registry import DayBegan, StationMoved
from shared.eventsourcing.envelope import Recorded
from tests.application.world import station
from tests.assessment.examples import (
    NUMBER,
    STATION_ID,
    certified,
    drafted,
    ended,
    proposed,
    revoked,
)
from tests.assessment.reviews import (
    AFTER,
    CLOSES,
    OPENS,
    SEASON_2014,
    drafted_2014,
    fell_due,
    found_wanting,
    kept,
    lapsed,
    missed,
    opened_2014,
    reminded,
    sent,
    settings_2014,
)
from tests.assessment.test_projections import contents, put, recorded
from tests.assessment.test_rectifying import CALENDAR_2014, ordered

SEASON = (drafted_2014(), opened_2014)
WUXI = SeasonOpened(season_id="S-2014-320200", opened_on=date(2014, 5, 15))
moved = StationMoved(
    station_id=STATION_ID,
    division_code="320205",
    town="",
    former_division_code="320402",
    former_town="",
    moved_on=date(2014, 5, 20),
)
of_another = certified.model_copy(
    update={
        "station_id": "st-b",
        "application_id": "A-2013-st-b",
        "certificate_number": "苏示站2013-0002",
        "host_id": "ho-b",
    }
)
set_aside = RevocationSetAside(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    appeal_id="ap-1",
    document_number="苏复决〔2014〕7号",
    set_aside_on=date(2014, 7, 1),
)


_PUT_DOWN = 'SELECT stream, "on" FROM due WHERE command = $1 ORDER BY 1'


async def put_down(pool: "Pool[Record]", command: str = "LetReviewFallDue") -> list[tuple[str, date]]:
    return [(row["stream"], row["on"]) for row in await pool.fetch(_PUT_DOWN, command)]


async def put_down_after(pool: "Pool[Record]", *events: Event) -> list[tuple[str, date]]:
    """What these events put down for review in an empty database, which stays empty."""
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        for event in events:
            for sql, arguments in project(recorded(event)):
                await connection.execute(sql, *arguments)
        rows = await connection.fetch(_PUT_DOWN, "LetReviewFallDue")
        await transaction.rollback()
    return [(row["stream"], row["on"]) for row in rows]


async def put_on(pool: "Pool[Record]", day: date, event: Event, level: Level = Level.CITY) -> None:
    """The event as it is recorded on that day, by somebody on that level."""
    as_of_2013 = recorded(event)
    at = as_of_2013.effective_at.astimezone(SHANGHAI).replace(year=day.year, month=day.month, day=day.day)
    told = Recorded(event, as_of_2013.event_id, event.type_name(), "s", 1, 0, at, at, {"level": str(level)}, b"")
    for sql, arguments in project(told):
        await pool.execute(sql, *arguments)


def interleavings(*streams: Sequence[Event]) -> Iterator[tuple[Event, ...]]:
    """Every order in which the streams may be heard, each of them in its own order."""
    if not any(streams):
        yield ()
    for place, stream in enumerate(streams):
        if stream:
            rest = (*streams[:place], stream[1:], *streams[place + 1 :])
            for following in interleavings(*rest):
                yield (stream[0], *following)


async def test_a_title_is_put_down_once_in_any_order_of_the_topics(pool: "Pool[Record]") -> None:
    orders = list(interleavings(SEASON, (certified, of_another), station(STATION_ID, "ho-a", "甲站")))
    for order in orders:
        assert await put_down_after(pool, drafted, *order) == [
            (f"title-{STATION_ID}/{SEASON_2014}", OPENS),
            (f"title-st-b/{SEASON_2014}", OPENS),
        ]
    assert len(orders) == 90


async def test_the_city_where_the_station_stands_reviews_it(pool: "Pool[Record]") -> None:
    chapters = (*SEASON, drafted_2014(city="320200"), WUXI)
    orders = list(interleavings(chapters, (certified,), (*station(STATION_ID, "ho-a", "甲站"), moved)))
    for order in orders:
        assert await put_down_after(pool, drafted, *order) == [(f"title-{STATION_ID}/S-2014-320200", OPENS)]


async def test_a_review_that_has_begun_goes_along_and_no_other_begins(pool: "Pool[Record]") -> None:
    known = (drafted, *SEASON, drafted_2014(city="320200"), WUXI, certified, *station(STATION_ID, "ho-a", "甲站"))
    await put(pool, *known, fell_due, moved)
    assert await put_down(pool) == []
    assert await put_down(pool, "EndReviewWindow") == [(f"title-{STATION_ID}/{SEASON_2014}", AFTER)]


@pytest.mark.parametrize(
    "title",
    [
        certified.model_copy(update={"season_id": SEASON_2014, "certificate_number": "苏示站2014-0001"}),
        certified.model_copy(update={"season_id": "S-2013-320200"}),
    ],
    ids=["of the same year", "of another city"],
)
async def test_whose_title_is_not_reviewed(pool: "Pool[Record]", title: Certified) -> None:
    elsewhere = drafted.model_copy(update={"season_id": "S-2013-320200", "city_code": "320200"})
    await put(pool, drafted, elsewhere, *SEASON, title)
    assert await put_down(pool) == []


@pytest.mark.parametrize("over", [revoked, ended, lapsed], ids=lambda event: type(event).__name__)
async def test_what_is_over_before_the_opening_or_after_it_is_not_reviewed(pool: "Pool[Record]", over: Event) -> None:
    await put(pool, drafted, certified, of_another, over, *SEASON)
    assert await put_down(pool) == [(f"title-st-b/{SEASON_2014}", OPENS)]
    await pool.execute("UPDATE titles SET revoked_on = NULL, ended_on = NULL, lapsed_on = NULL")
    await put(pool, opened_2014)
    assert len(await put_down(pool)) == 2
    await put(pool, over)
    assert await put_down(pool) == [(f"title-st-b/{SEASON_2014}", OPENS)]


async def test_a_chapter_that_is_not_opened_or_has_no_window_reviews_nobody(pool: "Pool[Record]") -> None:
    await put(pool, drafted, certified, drafted_2014())
    assert await put_down(pool) == []
    windowless = settings_2014.model_copy(update={"review_opens_on": date(1, 1, 1), "review_closes_on": date(1, 1, 1)})
    await put(pool, drafted_2014().model_copy(update={"settings": windowless}), opened_2014)
    assert await put_down(pool) == []


async def test_the_window_is_followed_as_it_is_set_until_the_review_has_begun(pool: "Pool[Record]") -> None:
    later = OPENS + timedelta(days=30)
    changed = SettingChanged(
        season_id=SEASON_2014,
        name="review_opens_on",
        former_value="2014-06-01",
        value="2014-07-01",
        basis="苏工商消〔2014〕6号",
        reason="改期",
        settings=settings_2014.model_copy(update={"review_opens_on": later}),
        changed_on=date(2014, 5, 20),
    )
    await put(pool, drafted, *SEASON, certified, changed)
    assert await put_down(pool) == [(f"title-{STATION_ID}/{SEASON_2014}", later)]
    await put(pool, fell_due, changed)
    assert await put_down(pool) == []


async def test_a_title_that_is_recognised_after_the_window_waits_for_the_next_season(pool: "Pool[Record]") -> None:
    await put(pool, drafted, *SEASON)
    await put_on(pool, AFTER, certified)
    assert await put_down(pool) == []
    await put_on(pool, CLOSES, of_another)
    assert await put_down(pool) == [(f"title-st-b/{SEASON_2014}", OPENS)]


async def test_a_window_that_is_over_before_anybody_was_told_is_forgotten(pool: "Pool[Record]") -> None:
    await put(pool, drafted, *SEASON, certified, DayBegan(day=CLOSES))
    assert len(await put_down(pool)) == 1
    await put(pool, DayBegan(day=AFTER))
    assert await put_down(pool) == []


async def test_only_reminders_that_are_still_to_come_are_put_down(pool: "Pool[Record]") -> None:
    await put(pool, certified, fell_due.model_copy(update={"fell_due_on": date(2014, 7, 1)}))
    assert await put_down(pool, "RemindOfReview") == [(f"title-{STATION_ID}/{SEASON_2014}/7", date(2014, 7, 24))]
    await put(pool, reminded.model_copy(update={"days_left": 7}))
    assert await put_down(pool, "RemindOfReview") == []


async def test_a_review_never_touches_another_station(pool: "Pool[Record]") -> None:
    other_review = fell_due.model_copy(update={"station_id": "st-b", "certificate_number": "苏示站2013-0002"})
    await put(pool, drafted, *SEASON, certified, of_another, other_review)
    others = "SELECT * FROM due WHERE arguments ->> 'station_id' = 'st-b' ORDER BY 1, 2, 3"
    before = await pool.fetch(others)
    row = await pool.fetchrow("SELECT * FROM reviews WHERE station_id = 'st-b'")
    assert len(before) == 3
    for event in (fell_due, reminded, sent, kept, found_wanting, missed, revoked, set_aside, moved, ended, lapsed):
        await put_on(pool, AFTER, event, Level.SERVICE)
        assert await pool.fetch(others) == before
        assert await pool.fetchrow("SELECT * FROM reviews WHERE station_id = 'st-b'") == row
    assert await pool.fetchval("SELECT lapsed_on FROM titles WHERE station_id = 'st-b'") is None


async def test_an_order_of_a_bureau_is_no_missed_review(pool: "Pool[Record]") -> None:
    await put(pool, drafted, *SEASON, certified, fell_due)
    await put_on(pool, AFTER, missed.model_copy(update={"order_id": "rc-9"}), Level.COUNTY)
    assert await pool.fetchval("SELECT missed_on FROM reviews") is None
    assert len(await put_down(pool, "EndReviewWindow")) == 1
    await put_on(pool, AFTER, missed, Level.SERVICE)
    assert await pool.fetchval("SELECT missed_on FROM reviews") == AFTER
    assert await put_down(pool, "EndReviewWindow") == []


async def test_a_title_that_is_restored_is_reviewed_on(pool: "Pool[Record]") -> None:
    stage = "SELECT stage FROM review_standings"
    await put(pool, drafted, *SEASON, certified, fell_due, proposed, revoked)
    assert (await pool.fetchval(stage), await pool.fetchval("SELECT count(*) FROM due")) == ("over", 0)
    await put(pool, set_aside)
    assert await pool.fetchval(stage) == "due"
    assert await put_down(pool, "EndReviewWindow") == [(f"title-{STATION_ID}/{SEASON_2014}", AFTER)]
    assert await put_down(pool) == []


async def test_nothing_follows_from_a_window_that_was_over_while_the_title_was_revoked(pool: "Pool[Record]") -> None:
    await put(pool, drafted, *SEASON, certified, fell_due, proposed, revoked)
    await put(pool, set_aside.model_copy(update={"set_aside_on": AFTER}))
    assert await put_down(pool, "EndReviewWindow") == []


async def test_a_restored_title_s_order_is_reckoned_again_too(pool: "Pool[Record]") -> None:
    order = ordered.model_copy(update={"due_is_provisional": True})
    await put(pool, drafted, certified, order, proposed, revoked, CALENDAR_2014)
    assert await put_down(pool, "SettleRectificationDay") == []
    await put(pool, set_aside)
    assert [stream for stream, _ in await put_down(pool, "SettleRectificationDay")] == [f"title-{STATION_ID}/rc-1"]


async def test_an_order_during_which_its_calendar_came_is_reckoned_again(pool: "Pool[Record]") -> None:
    await put(pool, drafted, certified, CALENDAR_2014, ordered)
    assert await put_down(pool, "SettleRectificationDay") == []
    await put(pool, ordered.model_copy(update={"order_id": "rc-2", "due_is_provisional": True}))
    assert [stream for stream, _ in await put_down(pool, "SettleRectificationDay")] == [f"title-{STATION_ID}/rc-2"]


@pytest.mark.parametrize("finding", [kept, found_wanting], ids=["kept", "found wanting"])
async def test_doing_an_event_of_the_review_again_changes_nothing(pool: "Pool[Record]", finding: Event) -> None:
    tables = ("reviews", "due")
    events = (drafted, *SEASON, certified, fell_due, reminded, sent, finding)
    await put(pool, *events)
    once = await contents(pool, *tables)
    for event in (sent, finding):
        await put(pool, event)
        assert await contents(pool, *tables) == once
    assert await pool.fetchval("SELECT stage FROM review_standings") == ("passed" if finding is kept else "failed")
