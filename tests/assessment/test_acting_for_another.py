"""委托 where the city acts for the province already: it hands nothing on, and who inspected stays who inspected."""

from datetime import date

import orjson

from shared.access.memory import ActingMemory
from shared.events.registry import CaseTakenUp, CompetenceDelegated, OfficerPosted
from tests.assessment.examples import closed
from tests.assessment.world import (
    APPLICATION,
    CITY,
    OTHER_COUNTY,
    PROVINCE,
    World,
    ok,
    refused,
    score,
    sheet,
    with_a_standard_and_a_panel,
    with_candidates,
)

A = APPLICATION.format("a")
SINCE = date(2013, 1, 1)
SHA = "9f" * 32
to_the_county = CompetenceDelegated(
    mandate_id="md-1",
    bureau_code="B-320400",
    delegate_code="B-320404",
    acts=(),
    division_code="",
    station_id="",
    document_number="1号",
    document_sha256=SHA,
    since=SINCE,
    until=date(2013, 12, 31),
)
by_the_province = CaseTakenUp(
    mandate_id="md-2",
    bureau_code="B-320000",
    lower_code="B-320400",
    station_id="",
    reason="跨市案件",
    document_number="2号",
    document_sha256=SHA,
    since=SINCE,
)


async def test_what_the_city_does_for_the_province_it_does_not_hand_on(world: World) -> None:
    await with_candidates(world, "a")
    await score(world, "a")
    await world.knows(to_the_county)
    answer = await world.does(OTHER_COUNTY, f"{A}/conclusion", version=2, acting_for="B-320400")
    refused(answer, 403, "not-handed-on")


async def test_the_province_takes_up_what_the_city_does_for_it(world: World) -> None:
    await with_candidates(world, "a")
    await score(world, "a")
    refused(await world.does(PROVINCE, f"{A}/conclusion", version=2), 403, "wrong-role")
    await world.knows(by_the_province)
    world.runtime.acting = ActingMemory()  # What it remembers of the city is two seconds old at most.
    refused(await world.does(CITY, f"{A}/conclusion", version=2), 403, "case-is-taken-up")
    ok(await world.does(PROVINCE, f"{A}/conclusion", version=2, acting_for="B-320400"))
    (row,) = await world.rows("SELECT attributes FROM events WHERE type !~ 'Access' ORDER BY position DESC LIMIT 1")
    said = orjson.loads(row["attributes"])
    assert (said["bureau"], said["onbehalfof"], said["mandate"]) == ("B-320000", "B-320400", "2号")


async def test_who_inspected_under_a_mandate_does_not_assess_as_an_officer_of_the_city(world: World) -> None:
    await with_a_standard_and_a_panel(world)
    took_part = closed("a").candidates[0].model_copy(update={"inspectors": ("of-c1", "of-3")})
    await world.hears(closed("a").model_copy(update={"candidates": (took_part,)}))
    moved = OfficerPosted(officer_id="of-c1", bureau_code="B-320404", post="clerk", posted_on=date(2013, 10, 1))
    await world.knows(to_the_county, moved, moved.model_copy(update={"bureau_code": "B-320400"}))
    refused(await world.does(CITY, f"{A}/scores", sheet()), 403, "assessor-took-part")
    refused(await world.does(OTHER_COUNTY, f"{A}/scores", sheet(), acting_for="B-320400"), 403, "not-handed-on")
