"""Lists as of a day or a position: names of the day, late facts in their place, and the same in any order."""

from datetime import date
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.lists import reads
from services.audit.lists.changes import folded
from services.audit.lists.inbox import standing
from services.audit.lists.reads import Wanted
from services.audit.moments import Moment
from shared.access.scope import Scope
from shared.events.application import ApplicationHandedOver
from shared.events.incentives import ContestClosed, Ranked, StaffNominated, StaffScored
from shared.events.registry import (
    StationRenamed,
)
from shared.eventsourcing.committer import Committer
from tests.audit.a_year import DAY, a_year, days
from tests.audit.facts import MONDAY, Book, learn


async def _register(connection: "asyncpg.Connection[asyncpg.Record]", day: date, **wanted: str) -> list[Any]:
    rows = await reads.register(connection, Moment(day=day), Wanted(**wanted), None, 50)
    return [(row.station_id, row.name, row.host_name, row.bureau_code, row.status) for row in rows]


@pytest.mark.usefixtures("known")
async def test_the_register_has_the_names_and_bureaus_of_the_day(
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    assert await _register(connection, DAY - days(201)) == []
    assert await _register(connection, DAY - days(51), kind="mall") == [
        ("st-1", "莱蒙站", "莱蒙", "B-320402", "active"),
        ("st-2", "莱蒙站", "莱蒙", "B-320402", "active"),
    ]
    assert await _register(connection, DAY + days(79), district="3204") == [
        ("st-1", "莱蒙新站", "莱蒙集团", "B-320402", "active"),
        ("st-2", "莱蒙站", "莱蒙集团", "B-320402", "closed"),
    ]
    assert await _register(connection, DAY + days(80), status="active") == [
        ("st-1", "莱蒙新站", "莱蒙集团", "B-320499", "active")
    ]
    assert await _register(connection, DAY + days(80), bureau="B-320402") == []


@pytest.mark.usefixtures("known")
async def test_a_title_that_was_suspended_is_suspended_again_when_it_is_restored(
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    found = []
    for later in (59, 60, 100, 110, 120):
        rows = await reads.titles(connection, Moment(day=DAY + days(later)), Wanted(), None, 50)
        found.append([row.status for row in rows])
    assert found == [[], ["in_force"], ["suspended"], ["revoked"], ["suspended"]]


@pytest.mark.usefixtures("known")
async def test_whose_turn_it_was(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    found = []
    for later in (-11, -10, -5, 0, 60, 110):
        rows = await reads.inbox(connection, Moment(day=DAY + days(later)), Wanted(), Scope(), None, 50)
        found.append([(row.turn, row.queues) for row in rows])
    assert found == [
        [],
        [("county", {"county": "to_accept"})],
        [("county", {"county": "to_decide"})],
        [("city", {"county": "with_city", "city": "recommended"})],
        [("province", {"county": "with_province", "city": "with_province", "province": "to_publish"})],
        [],
    ]


async def test_as_of_a_position_a_list_is_what_was_on_record_then(
    known: Book, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    (place,) = [one for one in known.recorded if isinstance(one.event, StationRenamed)]
    for position, name in ((place.position, "莱蒙新站"), (place.position - 1, "莱蒙站")):
        moment = Moment(owner="registry", position=position, recorded_at=place.recorded_at)
        rows = await reads.register(connection, moment, Wanted(), None, 1)
        assert [row.name for row in rows] == [name]


async def test_the_places_of_a_contest_stand_once_it_is_closed(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    book = Book()
    for number, who in enumerate(("sf-1", "sf-2")):
        stands = {"staff_id": who, "station_id": "st-1", "host_id": "ho-1", "deeds": "热心"}
        book.add(StaffNominated(contest_id="co-1", nominated_on=DAY, **stands), MONDAY)
        marks = dict.fromkeys(("service", "competence", "performance", "satisfaction"), 900 + number)
        book.add(StaffScored(contest_id="co-1", staff_id=who, judge="j-1", scored_on=DAY, **marks), MONDAY + days(1))
    ranking = tuple(Ranked(rank=n, staff_id=f"sf-{3 - n}", station_id="st-1", total=902 - n) for n in (1, 2))
    book.add(ContestClosed(contest_id="co-1", ranking=ranking, closed_on=DAY), MONDAY + days(2))
    await learn(writer, book.recorded)
    found = []
    for later in (0, 1, 2):
        rows = await reads.leaderboard(connection, Moment(day=DAY + days(later)), "co-1", Scope())
        found.append([(row.staff_id, row.judges, row.rank, row.total) for row in rows])
    assert found == [
        [("sf-1", 0, None, None), ("sf-2", 0, None, None)],
        [("sf-1", 1, None, None), ("sf-2", 1, None, None)],
        [("sf-2", 1, 1, 901), ("sf-1", 1, 2, 900)],
    ]


async def test_what_moved_away_is_seen_anew(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    book = a_year()
    moved = ApplicationHandedOver(
        application_id="A-2013-st-1",
        station_id="st-1",
        from_bureau="B-320402",
        to_bureau="B-320404",
        premises_moved=True,
        handed_over_on=DAY,
    )
    book.add(moved, MONDAY + days(1))
    await learn(writer, book.recorded)
    (case,) = await reads.inbox(connection, Moment(day=DAY + days(1)), Wanted(), Scope(), None, 50)
    assert (case.stage, case.turn, case.queues) == ("accepted", "county", {"county": "to_verify"})


@given(st.lists(st.dictionaries(st.sampled_from(["stage", "name", "over"]), st.text(max_size=2)), max_size=6))
def test_a_thing_is_what_its_last_words_make_of_it(changes: list[dict[str, str]]) -> None:
    thing = folded(changes)
    for name in ("stage", "name", "over"):
        said = [what[name] for what in changes if name in what]
        assert thing.get(name) == (said[-1] if said else None)


@pytest.mark.parametrize(
    ("case", "title", "turn", "queues"),
    [
        ({"kind": "objection", "stage": "open"}, {}, "city", {"city": "to_investigate"}),
        ({"kind": "objection", "stage": "closed"}, {}, "nobody", {}),
        ({"kind": "review", "stage": "submitted"}, {}, "county", {"county": "to_review"}),
        ({"kind": "rectification", "stage": "open"}, {}, "host", {"county": "with_host"}),
        ({"kind": "rectification", "stage": "open"}, {"over": "revoked"}, "nobody", {}),
    ],
)
def test_cases_that_are_no_applications(
    case: dict[str, str], title: dict[str, str], turn: str, queues: dict[str, str]
) -> None:
    stood = standing(case, {}, title)
    assert (stood.turn, dict(stood.queues)) == (turn, queues)
