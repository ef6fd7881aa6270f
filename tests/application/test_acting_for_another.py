"""委托、提级管辖 over HTTP: a county's case in the hands of another county or the city, as far as a document goes."""

from datetime import date
from typing import Any

import orjson

from shared.access.memory import ActingMemory
from shared.access.roles import Caller, Level
from shared.events.application import RecommendationsClosed
from shared.events.registry import CaseTakenUp, CompetenceDelegated, DelegationEnded, InterestDeclared
from tests.application.steps import CASE, FINDINGS, INSPECTION, find_fit, granted, refused
from tests.application.world import CITY, CLERK, HOST, NEIGHBOUR, World, officer

A, B, THE_CITY = "B-320402", "B-320404", "B-320400"
PATH = f"{CASE}/inspection"
BY_B = INSPECTION | {"inspectors": ["of-3", "of-4"]}
SHA = "9f" * 32


def delegated(**other: Any) -> CompetenceDelegated:
    told: dict[str, Any] = {
        "mandate_id": "md-1",
        "bureau_code": A,
        "delegate_code": B,
        "acts": ("application.record_inspection", "application.read_application"),
        "division_code": "",
        "station_id": "st-a",
        "document_number": "常工商委〔2013〕1号",
        "document_sha256": SHA,
        "since": date(2013, 9, 1),
        "until": date(2013, 9, 6),
    }
    return CompetenceDelegated(**told | other)


taken_up = CaseTakenUp(
    mandate_id="md-2",
    bureau_code=THE_CITY,
    lower_code=A,
    station_id="st-a",
    reason="案情重大",
    document_number="常工商提〔2013〕1号",
    document_sha256=SHA,
    since=date(2013, 9, 1),
)


async def last_envelope(world: World) -> dict[str, str]:
    rows = await world.rows("SELECT attributes FROM events ORDER BY position DESC LIMIT 1")
    told: dict[str, str] = orjson.loads(rows[0]["attributes"])
    return told


async def test_a_countys_case_is_inspected_by_another_county_under_a_delegation(world: World) -> None:
    await find_fit(world)
    await world.knows(officer("of-4", B))
    refused(await world.does(NEIGHBOUR, PATH, BY_B, version=4, acting_for=A), 403, "no-mandate")
    await world.knows(delegated())
    refused(await world.does(NEIGHBOUR, PATH, BY_B, version=4), 403, "outside-jurisdiction")
    refused(await world.does(NEIGHBOUR, PATH, INSPECTION, version=4, acting_for=A), 422, "inspector-of-another-bureau")
    case = granted(await world.reads(NEIGHBOUR, CASE, acting_for=A))
    assert case["stage"] == "fit"
    granted(await world.does(NEIGHBOUR, PATH, BY_B, version=case["version"], acting_for=A))
    said = await last_envelope(world)
    assert (said["actor"], said["level"], said["post"]) == ("of-3", "county", "clerk")
    assert (said["bureau"], said["bureauname"], said["onbehalfof"]) == (B, "钟楼分局", A)
    assert (said["mandate"], said["jurisdiction"]) == ("常工商委〔2013〕1号", "320402")


async def test_a_mandate_is_for_its_acts_its_days_its_station_and_its_bureaus_alone(world: World) -> None:
    await find_fit(world)
    await world.knows(officer("of-4", B), delegated())

    async def refuses(who: Caller, act: str = "inspection", body: object = BY_B, *, rule: str = "no-mandate") -> None:
        refused(await world.does(who, f"{CASE}/{act}", body, version=4, acting_for=A), 403, rule)

    await refuses(NEIGHBOUR, "recommendation", {"opinion": "好"})
    await refuses(NEIGHBOUR, "veto-check", {"findings": FINDINGS})
    for nobody in (CITY, HOST, Caller("of-z", Level.PROVINCE, "B-330000", "clerk")):
        await refuses(nobody)
    await refuses(Caller("of-1", Level.COUNTY, B, "clerk"), rule="not-an-officer-here")
    refused(await world.does(None, PATH, BY_B, version=4, acting_for=A), 401, "not-signed-in")
    refused(await world.reads(NEIGHBOUR, "/v1/applications", acting_for=A), 403, "no-mandate")
    await world.knows(delegated(mandate_id="md-3", station_id="st-b"))
    tried = await world.does(NEIGHBOUR, f"{PATH}?dry_run=true", BY_B, version=4, acting_for=A)
    assert tried.status_code == 200, tried.text
    await world.clock(date(2013, 9, 7))
    await refuses(NEIGHBOUR)


async def test_a_mandate_for_another_station_or_division_does_not_reach_the_case(world: World) -> None:
    await find_fit(world)
    await world.knows(officer("of-4", B), delegated(station_id="st-b"))
    refused(await world.does(NEIGHBOUR, PATH, BY_B, version=4, acting_for=A), 403, "no-mandate")
    refused(await world.reads(NEIGHBOUR, CASE, acting_for=A), 403, "no-mandate")
    await world.knows(delegated(mandate_id="md-2", station_id="", division_code="320404"))
    refused(await world.does(NEIGHBOUR, PATH, BY_B, version=4, acting_for=A), 403, "no-mandate")
    await world.knows(delegated(mandate_id="md-3", station_id="", division_code="320402"))
    granted(await world.does(NEIGHBOUR, PATH, BY_B, version=4, acting_for=A))
    wide = delegated(mandate_id="md-4", station_id="", acts=())
    await world.knows(wide, DelegationEnded(mandate_id="md-4", bureau_code=A, reason="x", ended_on=date(2013, 9, 5)))
    refused(await world.reads(NEIGHBOUR, "/v1/applications", acting_for=A), 403, "no-mandate")
    await world.knows(wide.model_copy(update={"mandate_id": "md-5"}))
    assert len(granted(await world.reads(NEIGHBOUR, "/v1/applications", acting_for=A))["items"]) == 1
    assert granted(await world.reads(NEIGHBOUR, "/v1/applications"))["items"] == []


async def test_an_officer_under_a_mandate_stays_the_same_person(world: World) -> None:
    await find_fit(world)
    linked = InterestDeclared(
        officer_id="of-3", host_id="ho-a", nature="亲属", stands=True, declared_on=date(2013, 9, 1)
    )
    await world.knows(officer("of-4", B), delegated(), linked)
    refused(await world.does(NEIGHBOUR, PATH, BY_B, version=4, acting_for=A), 403, "recused")


async def test_a_key_that_was_used_in_the_own_name_is_not_answered_in_anothers(world: World) -> None:
    await find_fit(world)
    await world.knows(officer("of-4", B), delegated())
    once = granted(await world.does(NEIGHBOUR, PATH, BY_B, version=4, key="k", acting_for=A))
    again = await world.does(NEIGHBOUR, PATH, BY_B, version=4, key="k", acting_for=A)
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (once, "true")
    refused(await world.does(NEIGHBOUR, PATH, BY_B, version=4, key="k"), 422, "key-reused")


async def test_the_city_takes_up_a_countys_case_and_the_county_does_nothing_about_it(world: World) -> None:
    await find_fit(world)
    await world.knows(officer("of-4", B), officer("of-5", THE_CITY), delegated())
    body = {"opinion": "达到示范标准"}
    path = f"{CASE}/recommendation"
    refused(await world.does(CITY, path, body, version=4, acting_for=A), 403, "no-mandate")
    await world.knows(taken_up)
    by_city = INSPECTION | {"inspectors": ["of-c", "of-5"]}
    granted(await world.does(CITY, PATH, by_city, version=4, acting_for=A))
    refused(await world.does(NEIGHBOUR, PATH, BY_B, version=5, acting_for=A), 403, "case-is-taken-up")
    world.runtime.acting = ActingMemory()  # What it remembers of the county is two seconds old at most.
    refused(await world.does(CLERK, path, body, version=5), 403, "case-is-taken-up")
    granted(await world.does(CITY, path, body, version=5, acting_for=A))
    said = await last_envelope(world)
    assert (said["bureau"], said["onbehalfof"], said["mandate"]) == (THE_CITY, A, "常工商提〔2013〕1号")


async def test_who_inspected_under_a_mandate_is_handed_over_as_one_who_took_part(world: World) -> None:
    await find_fit(world)
    await world.knows(officer("of-4", B), delegated())
    granted(await world.does(NEIGHBOUR, PATH, BY_B, version=4, acting_for=A))
    await world.clock(date(2013, 9, 10))
    granted(await world.does(CLERK, f"{CASE}/recommendation", {"opinion": "达到示范标准"}, version=5))
    for day in (date(2013, 8, 31), date(2013, 9, 14)):
        await world.day(day)
    closed = "SELECT payload FROM events WHERE type = $1"
    (row,) = await world.rows(closed, RecommendationsClosed.type_name())
    (candidate,) = RecommendationsClosed.model_validate_json(row["payload"]).candidates
    assert candidate.inspectors == ("of-3", "of-4")
    assert {"of-1", "of-2", "of-3", "of-4"} <= set(candidate.took_part)
