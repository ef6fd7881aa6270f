"""待公布: what is decided is made known within the season's working days, and the province sees what is left."""

from datetime import date
from typing import Any

import pytest

from shared.access.roles import Caller
from shared.events.registry import CalendarPublished
from tests.publication.conftest import World
from tests.publication.examples import SEASON, certified, refused, restored, revoked, submitted, supplemented
from tests.publication.hearing import InOrder
from tests.publication.people import AUDITOR, CITY, COUNTY, OTHER_PROVINCE, PROVINCE, PUBLIC
from tests.publication.test_supplementing_a_result import LATER, RESULT, recognised

DUE = "/v1/announcements/due"
ENDED = {"station_id": "st-jia", "media": "新华日报"}


async def due(world: World, by: Caller = PROVINCE) -> list[dict[str, Any]]:
    answer = await world.get(DUE, by=by)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_result_is_due_when_its_batch_is_complete_until_it_is_published(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-18", submitted, refused)
    assert await due(world) == []
    await hear.on("2013-12-20", certified)
    (one,) = await due(world)
    assert (one["kind"], one["season_id"], one["decided_on"]) == ("result", SEASON, "2013-12-20")
    # Twenty working days, of which New Year's Day is not known to be off: nobody has published 2014.
    assert (one["due_on"], one["is_provisional"], one["is_overdue"]) == ("2014-01-17", True, False)
    await world.hear(
        CalendarPublished(year=2014, weekday_holidays=(date(2014, 1, 1),), weekend_workdays=(), source="国办")
    )
    (one,) = await due(world)
    assert (one["due_on"], one["is_provisional"]) == ("2014-01-20", False)
    await world.is_now("2014-01-20T23:00")
    assert (await due(world))[0]["is_overdue"] is False
    await world.is_now("2014-01-21T00:00")
    assert (await due(world))[0]["is_overdue"] is True
    assert (await world.post("/v1/announcements/results", RESULT, by=PROVINCE)).status_code == 201
    assert await due(world) == []


async def test_a_supplement_is_due_while_a_title_stands_in_no_announcement(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    await hear.on("2014-01-10", supplemented)
    assert await due(world) == []
    await hear.on("2014-01-15", recognised("bing", 2).model_copy(update={"certified_on": date(2014, 1, 15)}))
    (one,) = await due(world)
    assert (one["kind"], one["decided_on"]) == ("result", "2014-01-15")
    await world.post("/v1/announcements/results", LATER, by=PROVINCE)
    assert await due(world) == []


async def test_revocations_and_restorations_are_due(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    await hear.on("2014-06-20", revoked)
    (one,) = await due(world)
    assert (one["kind"], one["station_id"], one["decided_on"]) == ("revocation", "st-jia", "2014-06-20")
    assert one["certificate_number"] == certified.certificate_number
    await world.post("/v1/announcements/revocations", ENDED, by=PROVINCE)
    assert await due(world) == []
    await hear.on("2014-09-01", restored)
    (one,) = await due(world)
    assert (one["kind"], one["decided_on"]) == ("restoration", "2014-09-01")
    await world.post("/v1/announcements/restorations", ENDED, by=PROVINCE)
    assert await due(world) == []


async def test_what_was_set_aside_before_its_publication_is_not_due(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-06-20", revoked)
    await hear.on("2014-06-23", restored)
    assert await due(world) == []


@pytest.mark.parametrize(
    ("by", "status"),
    [(PUBLIC, 401), (CITY, 403), (COUNTY, 403), (PROVINCE, 200), (AUDITOR, 200)],
)
async def test_the_province_and_the_auditor_see_it(world: World, by: Caller, status: int) -> None:
    assert (await world.get(DUE, by=by)).status_code == status


async def test_a_province_sees_its_own(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    await hear.on("2014-06-20", revoked)
    assert [one["kind"] for one in await due(world, AUDITOR)] == ["result", "revocation"]
    assert await due(world, OTHER_PROVINCE) == []
