"""A title that is revoked and contested over HTTP: the steps before what a test is about."""

from datetime import date
from typing import Any

from shared.access.roles import Caller
from tests.assessment.appeals import CALENDAR_2014
from tests.assessment.test_api_titles import PROPOSAL, REVOCATION, TITLE
from tests.assessment.world import (
    CITY,
    COUNTY,
    PROVINCE,
    World,
    ok,
    refused,
    version_of,
    with_a_title,
)

APPEAL = {"kind": "reconsideration", "organ": "国家工商行政管理总局", "statement": "台账并无缺失"}
SUIT = {"kind": "suit", "organ": "南京市鼓楼区人民法院", "statement": "台账并无缺失"}
SET_ASIDE = {
    "outcome": "set_aside",
    "organ": "国家工商行政管理总局",
    "document_number": "工商复字〔2014〕77号",
    "reasons": "事实不清",
}
UPHELD = SET_ASIDE | {"outcome": "upheld", "reasons": "事实清楚"}
REVOKED_ON = date(2014, 8, 1)


async def does(world: World, who: Caller, act: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    return ok(await world.does(who, f"{TITLE}/{act}", body, version=await version_of(world, TITLE)), status)


async def refuses(world: World, who: Caller, act: str, body: dict[str, Any], status: int, rule: str) -> None:
    refused(await world.does(who, f"{TITLE}/{act}", body, version=await version_of(world, TITLE)), status, rule)


async def with_a_revocation(world: World) -> None:
    """The title of `st-a`, with its plaque, is revoked on 1 August 2014."""
    await with_a_defence(world)
    await does(world, PROVINCE, "revocation", REVOCATION)


async def with_a_defence(world: World) -> None:
    """The host was heard; on 1 August 2014 the province may decide."""
    await with_a_title(world)
    await world.hears(CALENDAR_2014)
    await does(world, COUNTY, "plaque", {"plaque_number": "PL-1"})
    await world.clock(date(2014, 7, 1))
    await does(world, CITY, "revocation-proposal", PROPOSAL)
    await does(world, CITY, "defence", {"summary": "企业否认"})
    await world.clock(REVOKED_ON)


async def with_a_served_revocation(world: World, served_on: date = date(2014, 8, 2), **said: object) -> None:
    await with_a_revocation(world)
    await world.clock(served_on)
    await does(world, CITY, "service", {"method": "直接送达"} | said)


async def listed(world: World, who: Caller = PROVINCE) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ok(await world.reads(who, "/v1/appeals"))["items"]
    return items
