"""Revocations, appeals and restorations as tables, whatever comes twice; and the list of what is contested."""

from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID

from asyncpg import Pool, Record

from services.assessment.api.answers import TitleStanding
from services.assessment.projections import project
from services.assessment.queries import appeals, titles
from services.assessment.title.decisions import TITLE
from shared.access.scope import Scope
from shared.events.event import Event
from shared.events.publication import RevocationPublished, Screening
from shared.eventsourcing.envelope import Recorded
from tests.assessment.appeals import decided_for_the_host, lodged, set_aside
from tests.assessment.examples import (
    NUMBER,
    STATION_ID,
    certified,
    declared_void,
    heard,
    plaque,
    proposed,
    returned,
    revoked,
    served,
)
from tests.assessment.reviews import lapsed
from tests.assessment.test_api_disapproval import SURVEY, received, screened

OWN = ("titles", "revocations", "appeals")
HEARD = ("title_opinions", "surveys", "revocation_publications")
TODAY = date(2015, 1, 5)
SECOND = {"document_number": "苏工商消〔2015〕3号"}
published = RevocationPublished(
    announcement_id="an-9",
    station_id=STATION_ID,
    station_name="甲百货站",
    certificate_number=NUMBER,
    ground="lax_management",
    media="新华日报",
    published_on=date(2014, 10, 15),
)
taken: tuple[Event, ...] = (certified, plaque, proposed, heard, revoked, served)
won: tuple[Event, ...] = (*taken, returned, lodged, decided_for_the_host, set_aside)
taken_again: tuple[Event, ...] = (
    *won,
    proposed.model_copy(update={"proposed_on": date(2015, 3, 2)}),
    heard.model_copy(update={"heard_on": date(2015, 3, 16)}),
    revoked.model_copy(update=SECOND | {"decided_on": date(2015, 4, 1)}),
    served.model_copy(update=SECOND | {"served_on": date(2015, 4, 2), "appeal_until": date(2015, 6, 1)}),
)


async def put(pool: "Pool[Record]", *events: Event) -> None:
    at = datetime(2015, 1, 5, tzinfo=UTC)
    for event in events:
        recorded = Recorded(event, UUID(int=1), event.type_name(), "s", 1, 0, at, at, {}, b"")
        for statement, arguments in project(recorded):
            await pool.execute(statement, *arguments)


async def contents(pool: "Pool[Record]", *tables: str) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for table in tables:
        rows = await pool.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 (constants of ours)
        found[table] = [tuple(row) for row in rows]
    return found


async def test_own_facts_that_come_twice_are_as_once(pool: "Pool[Record]") -> None:
    await put(pool, *taken_again)
    once = await contents(pool, *OWN)
    await put(pool, *taken_again)
    assert await contents(pool, *OWN) == once
    rows = await pool.fetch("SELECT document_number, set_aside_on FROM revocations ORDER BY revoked_on")
    assert [tuple(row) for row in rows] == [
        ("苏工商消〔2014〕9号", date(2014, 12, 22)),
        ("苏工商消〔2015〕3号", None),
    ]


async def test_what_others_record_may_come_in_any_order(pool: "Pool[Record]") -> None:
    events: tuple[Event, ...] = (received("op-1"), screened("op-1", Screening.ADMISSIBLE), SURVEY, published)
    expected: dict[str, list[tuple[object, ...]]] = {}
    for order in permutations(events):
        await pool.execute("TRUNCATE title_opinions, surveys, revocation_publications")
        await put(pool, *order, *order)
        found = await contents(pool, *HEARD)
        expected = expected or found
        assert found == expected
    assert [len(rows) for rows in expected.values()] == [1, 1, 1]


async def test_a_restored_title_is_as_it_was_before(pool: "Pool[Record]") -> None:
    await put(pool, certified, plaque)
    before = await pool.fetchrow("SELECT * FROM titles")
    await put(pool, *taken[2:], lodged, decided_for_the_host, set_aside)
    after = await pool.fetchrow("SELECT * FROM titles")
    assert before is not None
    assert after is not None
    assert {name for name, value in before.items() if value != after[name]} == {"set_aside_on"}


async def test_a_plaque_that_was_given_up_is_the_titles_no_more(pool: "Pool[Record]") -> None:
    for gone in (returned, declared_void):
        await pool.execute("TRUNCATE titles, revocations, appeals")
        await put(pool, *taken, gone, lodged, decided_for_the_host, set_aside)
        view = await titles.title(pool, STATION_ID, TODAY)
        assert view is not None
        assert (view.status, view.plaque_number, view.handed_over_on) == ("in_force", "", None)
        assert (view.returned_on, view.void_on, view.void_reason) == (None, None, "")


async def test_a_title_that_has_lapsed_says_so(pool: "Pool[Record]") -> None:
    await put(pool, certified, plaque, lapsed)
    view = await titles.title(pool, STATION_ID, TODAY)
    assert view is not None
    assert (view.status, view.stage, view.standing, view.lapsed_on) == ("lapsed",) * 3 + (lapsed.lapsed_on,)
    (listed,) = await titles.titles(pool, None, None, None, 10)
    assert listed.status == "lapsed"
    assert TitleStanding.of(TITLE.state((certified, plaque, lapsed)), 3).status == "lapsed"


async def test_the_publication_of_a_revocation_stays_with_it(pool: "Pool[Record]") -> None:
    again = published.model_copy(update={"announcement_id": "an-10", "published_on": date(2015, 4, 10)})
    await put(pool, published, *taken_again, again)
    (past,) = await appeals.past_revocations(pool, STATION_ID, NUMBER)
    assert (past.published_on, past.set_aside_on) == (date(2014, 10, 15), date(2014, 12, 22))
    newer = certified.model_copy(
        update={
            "application_id": "A-2018-st-a",
            "certificate_number": "苏示站2018-0001",
            "certified_on": date(2018, 12, 20),
        }
    )
    await put(pool, newer)
    both = await appeals.past_revocations(pool, STATION_ID, "苏示站2018-0001")
    assert [one.published_on for one in both] == [date(2014, 10, 15), date(2015, 4, 10)]


def of(name: str, event: Event) -> Event:
    """The same of another station."""
    ids = {
        "station_id": f"st-{name}",
        "certificate_number": f"苏示站2013-000{name}",
        "application_id": f"A-2013-st-{name}",
        "appeal_id": f"ap-{name}",
    }
    return event.model_copy(update={key: value for key, value in ids.items() if hasattr(event, key)})


async def test_the_list_begins_with_what_is_open_and_goes_by_the_last_day(pool: "Pool[Record]") -> None:
    told = {"appeal_until": date(2014, 12, 9)}
    for name in "234567":
        await put(pool, *(of(name, event) for event in taken[:-1]))
    for name in "23456":
        await put(pool, of(name, served.model_copy(update=told)))
    await put(pool, of("2", lodged), of("3", lodged), of("3", decided_for_the_host), of("3", set_aside))
    await put(pool, of("4", lodged.model_copy(update={"last_day": date(2014, 12, 1)})), of("5", lodged))
    newer = {
        "application_id": "A-2018-st-5",
        "certificate_number": "苏示站2018-0001",
        "certified_on": date(2014, 12, 1),
    }
    await put(pool, of("5", certified).model_copy(update=newer))
    on = date(2014, 12, 1)
    expected = [
        ("ap-4", "open", None),
        ("ap-2", "open", None),
        ("苏示站2013-0006", "possible", 8),
        ("苏示站2013-0007", "possible", None),
        ("ap-3", "decided", None),
        ("ap-5", "moot", None),
    ]
    whole = await appeals.contested(pool, Scope(), None, 20, on)
    assert [(one.id, one.stage, one.days_left) for one, _ in whole] == expected
    place, found = None, []
    for _ in expected:
        ((one, place),) = await appeals.contested(pool, Scope(), place, 1, on)
        found.append((one.id, one.stage, one.days_left))
    assert found == expected
    assert await appeals.contested(pool, Scope(), place, 1, on) == []
    after = await appeals.contested(pool, Scope(), None, 20, date(2014, 12, 10))
    assert "苏示站2013-0006" not in {one.id for one, _ in after}


async def test_a_decision_that_was_served_without_a_last_day_has_sixty(pool: "Pool[Record]") -> None:
    await put(pool, *taken)
    ((entry, _),) = await appeals.contested(pool, Scope(), None, 20, date(2014, 11, 1))
    assert (entry.last_day, entry.days_left) == (date(2014, 12, 9), 38)
    assert await appeals.contested(pool, Scope(), None, 20, date(2014, 12, 10)) == []
