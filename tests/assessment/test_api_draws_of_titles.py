"""双随机抽查 of titles: fixed by the first record of a day after the one that was named beforehand."""

from datetime import date

from tests.assessment.test_api_draws import DRAWS, OF_TITLES, REVEAL, sealed
from tests.assessment.world import CITY, HOST, PROVINCE, World, checkpoint, ok, refused, with_a_title


async def test_a_draw_of_titles_is_fixed_by_the_first_record_of_a_later_day(world: World) -> None:
    await with_a_title(world)
    refused(await world.does(PROVINCE, DRAWS, OF_TITLES | {"population_on": "2014-03-14"}), 409, "drawn-from-is-known")
    draw = DRAWS + "/" + ok(await world.does(PROVINCE, DRAWS, OF_TITLES), 201)["id"]
    refused(await world.does(PROVINCE, draw + "/revelation", REVEAL, version=1), 409, "nothing-to-draw-from-yet")
    await world.clock(date(2014, 3, 21))
    refused(await world.does(PROVINCE, draw + "/revelation", REVEAL, version=1), 409, "nothing-to-draw-from-yet")
    ok(await world.does(CITY, "/v1/titles/st-a/plaque", {"plaque_number": "PL-1"}, version=1))
    # What is recorded later takes nobody out.
    ok(await world.does(HOST, "/v1/titles/st-a/renunciation", version=2))
    assert ok(await world.reads(None, draw))["reveal_by"] == "2014-03-31"
    await sealed(world)
    ok(await world.does(PROVINCE, draw + "/revelation", REVEAL, version=1))
    (row,) = await world.rows("SELECT position FROM events WHERE type LIKE '%.PlaqueHandedOver.%'")
    seen = ok(await world.reads(PROVINCE, draw))
    assert (seen["entropy"], seen["population"]) == (checkpoint(1_000).root, ["苏示站2013-0001"])
    assert f"第{row['position']}号记录" in seen["entropy_is"]
    assert seen["assigned"] == {"苏示站2013-0001": ["of-p2"]}
    # The title is over, so there is nobody left whom the list could warn.
    assert ok(await world.reads(None, draw))["population"] == ["苏示站2013-0001"]


async def drawn_in(world: World, *areas: str) -> list[int]:
    """How many are drawn in each area; the first record of the day after is a further commitment."""
    bodies = [OF_TITLES | {"division_code": area} for area in areas]
    draws = [DRAWS + "/" + ok(await world.does(PROVINCE, DRAWS, body), 201)["id"] for body in bodies]
    await world.clock(date(2014, 3, 21))
    ok(await world.does(PROVINCE, DRAWS, OF_TITLES | {"population_on": "2014-05-01"}), 201)
    await sealed(world)
    return [len(ok(await world.does(PROVINCE, draw + "/revelation", REVEAL, version=1))["drawn"]) for draw in draws]


async def test_a_title_is_drawn_in_its_city_and_in_its_province(world: World) -> None:
    await with_a_title(world)
    assert await drawn_in(world, "320000", "320400", "320200") == [1, 1, 0]


async def test_a_title_that_was_over_before_is_not_drawn(world: World) -> None:
    await with_a_title(world)
    ok(await world.does(HOST, "/v1/titles/st-a/renunciation", version=1))
    assert await drawn_in(world, "320400") == [0]
