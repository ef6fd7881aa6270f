"""The change feeds of a season that was lived through: complete for the auditor, cut to their part for all others."""

from typing import Any

import asyncpg
import orjson
import pytest

from deploy.demo.founding import host_of
from deploy.demo.world import AUDITOR, CITY_OFFICERS, OPERATOR, PROVINCE_OFFICER
from shared.access.masking import MASK
from shared.access.readers import EVERYWHERE, KEPT_FROM_BUREAUS, KEPT_FROM_HOSTS
from shared.access.roles import Caller, Level
from shared.events.catalogue import OWNERS
from shared.web.feed import FeedPage
from tests.lived import Lived

COUNTY = Caller("of-320402-1", Level.COUNTY, "B-320402", "科长")
OF_DRAFTS = {event.type_name() for event in KEPT_FROM_BUREAUS}
OF_ALL = {event.type_name() for event in EVERYWHERE}
AREAS = ((PROVINCE_OFFICER, "32"), (CITY_OFFICERS[0], "3204"), (COUNTY, "320402"))


async def feed(lived: Lived, owner: str, who: Caller) -> list[dict[str, Any]]:
    """Everything, page by page, until the head."""
    client = lived.client("feed")
    items: list[dict[str, Any]] = []
    after, head = 0, 1
    try:
        while after < head:
            page = (await client.get(owner, f"/v1/events?after={after}&limit=500", who)).body
            FeedPage.model_validate(page)
            items += page["items"]
            after, head = page["next"], page["head"]
    finally:
        await client.close()
    return items


async def log(lived: Lived, owner: str) -> list[tuple[str, str, str]]:
    """Position, type and division of the act, as the database has them."""
    connection = await asyncpg.connect(lived.stack.postgres_dsn(owner))
    try:
        rows = await connection.fetch("SELECT position, type, attributes FROM events ORDER BY position")
    finally:
        await connection.close()
    return [(str(row[0]), row[1], orjson.loads(row[2]).get("jurisdiction", "")) for row in rows]


@pytest.mark.parametrize("owner", OWNERS)
async def test_auditor_and_operator_get_every_position_and_bureaus_those_of_their_area(
    lived: Lived, owner: str
) -> None:
    recorded = await log(lived, owner)
    expected = [(who, [position for position, _, _ in recorded]) for who in (AUDITOR, OPERATOR)]
    for who, area in AREAS:
        told = [one for one in recorded if one[1] not in OF_DRAFTS]
        expected.append((who, [at for at, kind, where in told if where.startswith(area) or kind in OF_ALL]))
    for who, theirs in expected:
        got = [item["position"] for item in await feed(lived, owner, who)]
        assert [position for position in got if int(position) <= len(recorded)] == theirs, who


@pytest.mark.parametrize("owner", OWNERS)
async def test_a_host_gets_what_names_it_and_nobody_else(lived: Lived, owner: str) -> None:
    unit = lived.season.plot.star_host
    station, host = lived.season.station_id(unit), lived.season.hosts[unit.number].id
    items = await feed(lived, owner, host_of(lived.season, unit))
    assert items
    for item in items:
        told = item["data"]
        assert station in str(told) or host in str(told)
        assert "actor" not in item
        lines = [line for value in told.values() if isinstance(value, list) for line in value if isinstance(line, dict)]
        assert {line["station_id"] for line in lines if "station_id" in line} <= {station}
    assert not {item["type"] for item in items} & {event.type_name() for event in KEPT_FROM_HOSTS}


async def test_nobody_is_told_the_name_of_a_member_of_staff(lived: Lived) -> None:
    appointed = [
        item
        for who in (AUDITOR, *(who for who, _ in AREAS))
        for item in await feed(lived, "registry", who)
        if ".StaffAppointed." in item["type"]
    ]
    assert len(appointed) > 4
    assert {item["data"]["name"] for item in appointed} == {MASK}
