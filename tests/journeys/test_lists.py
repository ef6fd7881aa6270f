"""The audit's lists as of today are the owners' own, and as of a day before they are those of that day."""

import asyncio
from typing import Any

from deploy.demo.plot import PLACES, SEASON
from deploy.demo.world import AUDITOR, CITY_OFFICERS, PROVINCE_OFFICER
from shared.access.roles import Caller, Level
from tests.faults.campaign import LISTENS
from tests.faults.invariants import until_heard
from tests.lived import Lived

STATION = ("station_id", "name", "host_id", "kind", "trade", "division_code", "town", "bureau_code", "status")
TITLE = ("station_id", "station_name", "host_name", "season_id", "certified_on", "bureau_name")


async def _all(lived: Lived, service: str, path: str, who: Caller | None = AUDITOR) -> list[dict[str, Any]]:
    """Every page of a list; the application service tells an inbox whole."""
    client = lived.client("lists")
    try:
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = (await client.get(service, f"{path}&limit=100{cursor}", who)).body
            items += page["items"]
            if page.get("next") is None:
                return items
            cursor = f"&cursor={page['next']}"
    finally:
        await client.close()


def _shown(rows: list[dict[str, Any]], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[name] for name in names) for row in rows)


async def test_the_register_is_the_registrys(lived: Lived) -> None:
    own = await _all(lived, "registry", "/v1/stations?status=any", None)
    told = await _all(lived, "audit", "/v1/lists/register?district=", None)
    assert len(own) > 0
    assert _shown(told, STATION) == _shown(own, STATION)


async def test_the_titles_are_those_of_assessment(lived: Lived) -> None:
    own = await _all(lived, "assessment", "/v1/titles?", None)
    told = await _all(lived, "audit", "/v1/lists/titles?", None)
    assert len(told) == PLACES
    assert {title["certificate_number"]: title["status"] for title in told} == {one["id"]: one["status"] for one in own}
    assert _shown(told, TITLE) == _shown(own, TITLE)
    assert sorted(title["status"] for title in told) == ["in_force"] * (PLACES - 1) + ["revoked"]


async def test_before_the_revocation_all_titles_were_in_force_and_before_the_recognition_there_were_none(
    lived: Lived,
) -> None:
    then = await _all(lived, "audit", "/v1/lists/titles?as_of=2014-06-09", None)
    assert {title["status"] for title in then} == {"in_force"}
    assert len(then) == PLACES
    assert await _all(lived, "audit", "/v1/lists/titles?as_of=2013-12-19", None) == []


async def test_each_bureaus_inbox_is_that_of_the_application_service(lived: Lived) -> None:
    counties = sorted({unit.division_code for unit in lived.season.plot.applicants})
    officers = [Caller(f"of-{code}-1", Level.COUNTY, f"B-{code}") for code in counties]
    for who in (*officers, CITY_OFFICERS[0], PROVINCE_OFFICER):
        own = await _own_inbox(lived, who)
        told = await _all(lived, "audit", "/v1/lists/inbox?kind=application", who)
        assert {case["id"]: case["queues"][who.level] for case in told} == own


async def _own_inbox(lived: Lived, who: Caller) -> dict[str, str]:
    return {case["id"]: case["queue"] for case in await _all(lived, "application", "/v1/inbox?", who)}


async def test_in_the_season_whose_turn_it_was_went_from_county_to_city_to_province(lived: Lived) -> None:
    turns = []
    for day in ("2013-08-29", "2013-09-20", "2013-12-19"):
        cases = await _all(lived, "audit", f"/v1/lists/inbox?kind=application&season={SEASON}&as_of={day}")
        turns.append({case["turn"] for case in cases} - {"nobody"})
    assert turns == [{"county"}, {"city"}, {"province"}]


async def test_the_leaderboard_is_the_contests(lived: Lived) -> None:
    client = lived.client("contests")
    try:
        contests = (await client.get("incentives", "/v1/contests", None)).body["items"]
        for contest in contests:
            host = Caller("u-host", Level.ENTERPRISE, contest["host_id"])
            own = (await client.get("incentives", f"/v1/contests/{contest['contest_id']}", host)).body["nominees"]
            told = await _all(lived, "audit", f"/v1/lists/leaderboard?contest={contest['contest_id']}", host)
            names = ("staff_id", "station_id", "judges", "rank", "total")
            assert [[row[name] for name in names] for row in told] == [[row[name] for name in names] for row in own]
            assert len(told) > 0
    finally:
        await client.close()
    assert len(contests) > 0


async def test_the_seasons_signals_have_their_evidence_in_the_logs(lived: Lived) -> None:
    # What other tests have just done is not missing, but not heard of yet; nor is that we ask.
    async with asyncio.timeout(60):
        while "missing_records" in _kinds(told := await _all(lived, "audit", "/v1/signals?")):
            await until_heard(lived.stack, {"audit": LISTENS["audit"]})
    # Other tests have messages parked on this stack.
    seen = [one for one in told if one["kind"] != "parked_records"]
    assert _kinds(seen).isdisjoint(
        {"outside_jurisdiction", "same_person_twice", "missing_records", "dated_ahead", "back_dated"}
    )
    for signal in seen:
        assert signal["evidence"]
        assert signal["zh"]
        assert signal["en"]


def _kinds(signals: list[dict[str, Any]]) -> set[str]:
    return {signal["kind"] for signal in signals}
