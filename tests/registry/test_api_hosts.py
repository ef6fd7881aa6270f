"""Hosts over time: further numbers, new names, and who looks like whom."""

import asyncio
from datetime import date
from typing import Any

import pytest
from stdnum.cn import uscc

from shared.access.roles import Caller, Level
from shared.eventsourcing.ids import new_id
from tests.registry.desk import CHANGZHOU, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import HOST, a_host, a_station, number_of, on_the_day

CREDIT_CODE = "91320402600037341" + uscc.calc_check_digit("91320402600037341")
LINK: dict[str, Any] = {
    "identifier_type": "credit_code",
    "number": CREDIT_CODE,
    "replaces": HOST["registration_number"],
    "valid_from": "2016-02-01",
}


async def found(desk: Desk, **query: str) -> list[str]:
    answer = await desk.read("/v1/hosts", None, **query)
    assert answer.status_code == 200, answer.text
    return [item["host_id"] for item in answer.json()["items"]]


async def test_a_host_is_known_by_its_numbers_over_time(desk: Desk) -> None:
    host_id = await a_host(desk)
    path = f"/v1/hosts/{host_id}/identifiers"
    code = {"identifier_type": "organisation_code", "number": "60003734-1", "valid_from": "2012-01-01"}
    assert (await desk.done(path, TIANNING, code))["id"] == "600037341"
    await desk.refused("in-the-future", path, TIANNING, LINK)
    await desk.refused("credit-codes-began-later", path, TIANNING, LINK | {"valid_from": "2013-05-01"})
    await on_the_day(desk, date(2016, 3, 1))
    await desk.refused("replaces-anothers-number", path, TIANNING, LINK | {"replaces": number_of(7)})
    await desk.refused("credit-code-malformed", path, TIANNING, LINK | {"number": CREDIT_CODE[:-1] + "0"})
    await desk.refused("organisation-code-malformed", path, TIANNING, code | {"number": "600037342"})
    linked = await desk.done(path, TIANNING, LINK)
    assert linked == {"id": CREDIT_CODE, "status": "linked", "version": 1}
    assert await desk.done(path, TIANNING, LINK) == linked

    identifiers = (await desk.read(f"/v1/hosts/{host_id}")).json()["identifiers"]
    told = [(each["number"], each["valid_from"], each["valid_to"]) for each in identifiers]
    assert told == [
        (HOST["registration_number"], "2013-05-16", "2016-02-01"),
        ("600037341", "2012-01-01", None),
        (CREDIT_CODE, "2016-02-01", None),
    ]
    for number in (HOST["registration_number"], CREDIT_CODE, CREDIT_CODE.lower(), "600037341", "60003734-1"):
        assert await found(desk, identifier=number) == [host_id]
    assert await found(desk, identifier=number_of(9)) == []
    history = (await desk.runtime.store.load(f"host-{new_id('ho', CREDIT_CODE)}")).history
    assert [each.attributes["partitionkey"] for each in history] == [f"host-{host_id}"]


async def test_no_two_hosts_share_a_number(desk: Desk) -> None:
    first, second = await a_host(desk), await a_host(desk, registration_number=number_of(2))
    link = {"identifier_type": "registration_number", "number": number_of(3), "valid_from": "2012-01-01"}
    await desk.done(f"/v1/hosts/{first}/identifiers", TIANNING, link)
    rule = "duplicate-registration-number"
    await desk.refused(rule, f"/v1/hosts/{second}/identifiers", TIANNING, link)
    taken = link | {"number": HOST["registration_number"]}
    await desk.refused(rule, f"/v1/hosts/{second}/identifiers", TIANNING, taken)
    await desk.refused(rule, "/v1/hosts", TIANNING, HOST | {"name": "丙超市", "registration_number": number_of(3)})


async def test_of_two_clerks_who_link_and_register_one_number_at_once_one_is_first(desk: Desk) -> None:
    hosts = [await a_host(desk, registration_number=number_of(number)) for number in (1, 2, 3)]
    link = {"identifier_type": "registration_number", "number": number_of(4), "valid_from": "2012-01-01"}
    wishes = [desk.send(f"/v1/hosts/{host_id}/identifiers", TIANNING, link) for host_id in hosts]
    wishes.append(desk.send("/v1/hosts", TIANNING, HOST | {"name": "丁超市", "registration_number": number_of(4)}))
    answers = await asyncio.gather(*wishes)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert (await desk.events()).count("IdentifierLinked") + (await desk.events()).count("HostRegistered") == 4
    assert len(await found(desk, identifier=number_of(4))) == 1


async def test_a_host_is_renamed_and_found_by_both_names(desk: Desk) -> None:
    host_id = await a_host(desk)
    path = f"/v1/hosts/{host_id}/renaming"
    await desk.refused("version-missing", path, TIANNING, {"name": "甲商业集团有限公司"})
    await desk.refused("version-stale", path, TIANNING, {"name": "甲商业集团有限公司"}, version=9)
    early = {"name": "甲商业集团有限公司", "renamed_on": "2013-01-01"}
    await desk.refused("renamed-before-registration", path, TIANNING, early, version=1)
    renamed = await desk.done(path, TIANNING, {"name": "甲商业集团有限公司"}, version=1)
    assert renamed == {"id": host_id, "status": "renamed", "version": 2}
    page = (await desk.read(f"/v1/hosts/{host_id}")).json()
    assert (page["name"], page["version"]) == ("甲商业集团有限公司", 2)
    assert page["former_names"] == [{"name": "甲百货有限公司", "until": "2013-05-16"}]
    for name in ("甲百货", "商业集团"):
        assert await found(desk, name=name) == [host_id]
    assert await found(desk, name="乙") == []


async def test_a_host_is_its_countys_or_that_of_a_station_of_it(desk: Desk) -> None:
    host_id = await a_host(desk)
    path, body = f"/v1/hosts/{host_id}/renaming", {"name": "甲商厦"}
    await desk.refused("outside-jurisdiction", path, ZHONGLOU, body, version=1)
    await desk.refused("wrong-role", path, CHANGZHOU, body, version=1)
    link = {"identifier_type": "registration_number", "number": number_of(3), "valid_from": "2012-01-01"}
    await desk.refused("outside-jurisdiction", f"/v1/hosts/{host_id}/identifiers", ZHONGLOU, link)
    host = Caller("boss", Level.ENTERPRISE, host_id)
    await desk.refused("wrong-role", f"/v1/hosts/{host_id}/identifiers", host, link)
    await desk.refused("not-known-here", "/v1/hosts/ho-none/identifiers", TIANNING, link)
    await desk.refused("request-not-valid", f"/v1/hosts/{host_id}/identifiers", TIANNING, link | {"number": ""})
    await a_station(desk, ZHONGLOU, host_id=host_id, division_code="320404")
    assert await desk.done(path, ZHONGLOU, body, version=1)


@pytest.mark.parametrize("name", ["甲百货（集团）有限公司", "甲百货 有限责任公司", "甲百货公司"])
async def test_a_host_that_looks_like_another_is_pointed_out(desk: Desk, name: str) -> None:
    host_id = await a_host(desk, name="甲百货(集团)有限公司" if "集团" in name else HOST["name"])
    other = HOST | {"name": name, "registration_number": number_of(2)}
    await desk.refused("possible-duplicate", "/v1/hosts", TIANNING, other)
    answer = await desk.send("/v1/hosts", TIANNING, other)
    assert host_id in answer.json()["detail"]
    told = await desk.done("/v1/hosts", TIANNING, other | {"distinct_because": "两家企业，法定代表人不同"})
    event = (await desk.runtime.store.load(f"host-{told['id']}")).history[0].event
    assert event.model_dump()["distinct_because"] == "两家企业，法定代表人不同"
    elsewhere = other | {"registration_number": number_of(3), "division_code": "320404"}
    assert await desk.done("/v1/hosts", ZHONGLOU, elsewhere)
