"""拟定公示期: before a city prints its notice it may ask until when it stands at least."""

from datetime import date

import pytest

from shared.access.roles import Caller
from shared.events.registry import CalendarPublished
from tests.publication.conftest import NOTICE, World
from tests.publication.examples import SEASON, withdrawn_application
from tests.publication.people import AUDITOR, CITY, COUNTY, OTHER_CITY, PROVINCE, PUBLIC

PATH = "/v1/notices/proposal"


async def test_the_proposed_period_is_the_shortest_that_may_be_opened(world: World) -> None:
    answer = await world.get(PATH, by=CITY, season_id=SEASON, opens_on="2013-09-23")
    assert answer.json() == {
        "season_id": SEASON,
        "opens_on": "2013-09-23",
        "closes_on": "2013-09-29",
        "counting_rule": "5 working days, first day not counted",
        "is_provisional": False,
        "candidates": 2,
    }
    short = await world.post("/v1/notices", NOTICE | {"closes_on": "2013-09-28"}, by=CITY)
    assert short.status_code == 422
    assert (await world.post("/v1/notices", NOTICE, by=CITY)).status_code == 201


async def test_who_has_withdrawn_is_not_counted(world: World) -> None:
    await world.hear(withdrawn_application)
    answer = await world.get(PATH, by=CITY, season_id=SEASON, opens_on="2013-09-23")
    assert answer.json()["candidates"] == 1


async def test_a_period_that_reaches_an_unpublished_year_is_provisional(world: World) -> None:
    asked = {"season_id": SEASON, "opens_on": "2013-12-30"}
    guessed = (await world.get(PATH, by=CITY, **asked)).json()
    assert (guessed["closes_on"], guessed["is_provisional"]) == ("2014-01-06", True)
    await world.hear(
        CalendarPublished(year=2014, weekday_holidays=(date(2014, 1, 1),), weekend_workdays=(), source="国务院办公厅")
    )
    known = (await world.get(PATH, by=CITY, **asked)).json()
    assert (known["closes_on"], known["is_provisional"]) == ("2014-01-07", False)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"season_id": "S-2013-320500"}, "not-known-here"),
        ({"opens_on": "2013-09-22"}, "opens-in-the-past"),
        ({"opens_on": "9999-12-31"}, "request-not-valid"),
        ({"opens_on": "yesterday"}, "request-not-valid"),
        ({"opens_on": None}, "request-not-valid"),
    ],
)
async def test_what_cannot_be_proposed_is_said(world: World, change: dict[str, str | None], rule: str) -> None:
    asked = {"season_id": SEASON, "opens_on": "2013-09-23"} | change
    answer = await world.get(PATH, by=CITY, **{name: value for name, value in asked.items() if value is not None})
    assert answer.json()["type"] == f"/problems/{rule}"


@pytest.mark.parametrize(
    ("by", "rule"),
    [
        (PUBLIC, "not-signed-in"),
        (AUDITOR, "wrong-role"),
        (COUNTY, "wrong-role"),
        (PROVINCE, "wrong-role"),
        (OTHER_CITY, "outside-jurisdiction"),
    ],
)
async def test_only_the_city_of_the_season_asks_for_a_proposal(world: World, by: Caller, rule: str) -> None:
    answer = await world.get(PATH, by=by, season_id=SEASON, opens_on="2013-09-23")
    assert answer.json()["type"] == f"/problems/{rule}"
