"""异议办理 over HTTP: investigated, decided with its effect on the candidate, and answered."""

import asyncio
from datetime import date
from typing import Any

import pytest
from asyncpg import Pool, Record
from httpx import Response

from shared.access.roles import Caller
from shared.events.registry import InterestDeclared
from tests.publication.conftest import OPINION, World, given_opinion, screened, with_notice
from tests.publication.examples import NOTICE_ID, withdrawn_application
from tests.publication.people import (
    CITY,
    COUNTY,
    COUNTY_INVESTIGATOR,
    OTHER_CITY,
    OTHER_COUNTY,
    PROVINCE,
    PUBLIC,
)

INVESTIGATION = {"investigators": ["of-sun"], "findings": "当日台账有登记"}
DISMISSED = {"outcome": "dismissed", "reasons": "投诉已办结，台账齐全"}
UPHELD = {"outcome": "upheld", "reasons": "拒绝登记属实"}
ANSWER = {"method": "电话", "text": "经核查，您反映的情况已于当日登记办结。"}


async def act(
    world: World, opinion_id: str, name: str, body: dict[str, Any], *, by: Caller = CITY, version: int | None = None
) -> Response:
    """An act on the version at which the objection is."""
    if version is None:
        version = (await world.get(f"/v1/opinions/{opinion_id}", by=CITY)).json().get("version", 1)
    return await world.post(f"/v1/opinions/{opinion_id}/{name}", body, by=by, version=version)


async def taken_up(world: World, *, county: bool = False, **change: object) -> str:
    opinion_id = await given_opinion(world, facts="9月20日购买，有小票。", **change)
    body = {"result": "admissible", "reason": "列明时间、单据", "county_investigates": county}
    answer = await world.post(f"/v1/opinions/{opinion_id}/screening", body, by=CITY, version=1)
    assert answer.status_code == 200, answer.text
    return opinion_id


async def decided(world: World, opinion_id: str, decision: dict[str, Any] = DISMISSED) -> Response:
    assert (await act(world, opinion_id, "investigation", INVESTIGATION)).status_code == 200
    return await act(world, opinion_id, "decision", decision)


async def results(world: World) -> list[str]:
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    return [one["result"] for one in shown["candidates"]]


def rule_of(answer: Response) -> str:
    return str(answer.json()["type"]).removeprefix("/problems/")


async def types(pool: "Pool[Record]") -> list[str]:
    return [
        row["type"].split(".")[2]
        for row in await pool.fetch("SELECT type FROM events WHERE type !~ 'Access' ORDER BY position")
    ]


async def test_an_objection_goes_its_way_and_its_author_follows_it(world: World) -> None:
    await with_notice(world)
    given = (await world.post(f"/v1/notices/{NOTICE_ID}/opinions", OPINION | {"facts": "有小票"})).json()
    opinion_id, receipt = given["id"], given["receipt"]

    async def followed() -> dict[str, Any]:
        told: dict[str, Any] = (await world.get(f"/v1/opinions/{opinion_id}/followed", receipt=receipt)).json()
        return told

    assert (await followed())["stage"] == "received"
    await screened(world, opinion_id, "admissible")
    assert await results(world) == ["held", "kept"]
    told = await followed()
    assert (told["stage"], told["investigation_due_on"]) == ("under_investigation", "2013-10-14")
    longer = (await act(world, opinion_id, "extension", {"reason": "待检验报告"})).json()
    assert (longer["investigation_due_on"], longer["extensions"]) == ("2013-10-28", 1)
    assert (await act(world, opinion_id, "investigation", INVESTIGATION)).json()["stage"] == "investigated"
    assert (await followed())["stage"] == "under_investigation"
    decision = (await act(world, opinion_id, "decision", DISMISSED)).json()
    assert (decision["outcome"], decision["answer_due_on"]) == ("dismissed", "2013-09-29")
    assert await results(world) == ["kept", "kept"]
    told = await followed()
    assert (told["stage"], told["outcome"], told["answer_due_on"]) == ("decided", "dismissed", "2013-09-29")
    assert (told["answer"], told["answered_on"]) == (None, None)
    assert (await act(world, opinion_id, "answer", ANSWER)).json()["stage"] == "answered"
    told = await followed()
    assert (told["stage"], told["answer"], told["answered_on"]) == ("answered", ANSWER["text"], "2013-09-25")
    assert rule_of(await world.get(f"/v1/opinions/{opinion_id}/followed", receipt="x" * 24)) == "no-such-opinion"


@pytest.mark.parametrize("result", ["rejected", "lead_only"])
async def test_who_is_not_taken_up_reads_that_it_was_read_and_no_more(world: World, result: str) -> None:
    await with_notice(world)
    given = (await world.post(f"/v1/notices/{NOTICE_ID}/opinions", OPINION)).json()
    await screened(world, given["id"], result)
    told = await world.get(f"/v1/opinions/{given['id']}/followed", receipt=given["receipt"])
    assert told.json()["stage"] == "read"
    assert result not in told.text
    assert "列明时间" not in told.text
    assert rule_of(await act(world, given["id"], "investigation", INVESTIGATION)) == "objection-not-admissible"


async def test_the_decision_and_what_follows_for_the_candidate_are_one_transaction(
    world: World, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)
    decision = (await decided(world, opinion_id, UPHELD)).json()
    assert (decision["outcome"], decision["strikes_off"]) == ("upheld", True)
    assert await results(world) == ["struck_off", "kept"]
    assert (await types(pool))[-3:] == ["ObjectionInvestigated", "ObjectionDecided", "CandidateStruckOff"]
    payload = await pool.fetchval(
        "SELECT convert_from(payload, 'UTF8') FROM events WHERE type !~ 'Access' ORDER BY position DESC LIMIT 1"
    )
    assert '"investigators":["of-sun"]' in payload


async def test_a_candidate_is_held_until_its_last_objection_is_decided(world: World) -> None:
    await with_notice(world)
    first, second = await taken_up(world), await taken_up(world)
    await decided(world, first)
    assert await results(world) == ["held", "kept"]
    await decided(world, second)
    assert await results(world) == ["kept", "kept"]


async def test_an_objection_against_who_was_struck_off_is_still_decided_and_answered(
    world: World, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    first, second = await taken_up(world), await taken_up(world)
    await decided(world, first, UPHELD)
    asked = UPHELD | {"strikes_off": True}
    assert rule_of(await decided(world, second, asked)) == "nobody-to-strike-off"
    decision = (await act(world, second, "decision", UPHELD)).json()
    assert (decision["stage"], decision["strikes_off"]) == ("decided", False)
    assert (await types(pool)).count("CandidateStruckOff") == 1
    assert (await act(world, second, "answer", ANSWER)).status_code == 200


async def test_what_is_upheld_in_part_may_leave_the_candidate_as_it_is(world: World) -> None:
    await with_notice(world)
    partly = {"outcome": "partly", "reasons": "登记不全，不影响推荐"}
    assert (await decided(world, await taken_up(world), partly)).json()["strikes_off"] is False
    assert await results(world) == ["kept", "kept"]
    other = await taken_up(world, station_id="st-yi")
    assert (await decided(world, other, partly | {"strikes_off": True})).json()["strikes_off"] is True
    assert await results(world) == ["kept", "struck_off"]


async def test_a_held_candidate_is_decided_after_the_notice_is_closed(world: World) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)
    await world.day_begins(date(2013, 9, 30))
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "closed"
    await decided(world, opinion_id)
    assert await results(world) == ["kept", "kept"]


async def test_the_rules_of_an_objection_are_answered(world: World) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)
    assert rule_of(await act(world, opinion_id, "decision", DISMISSED)) == "objection-not-investigated"
    assert rule_of(await act(world, opinion_id, "answer", ANSWER)) == "objection-not-decided"
    cases = {
        "investigator-took-part": INVESTIGATION | {"investigators": ["of-sun", "of-zhao"]},
        "investigator-not-posted": INVESTIGATION | {"investigators": ["of-nobody"]},
        "investigator-twice": INVESTIGATION | {"investigators": ["of-sun", "of-sun"]},
        "request-not-valid": INVESTIGATION | {"investigators": []},
    }
    for rule, body in cases.items():
        assert rule_of(await act(world, opinion_id, "investigation", body)) == rule
    await act(world, opinion_id, "extension", {"reason": "待检验报告"})
    assert rule_of(await act(world, opinion_id, "extension", {"reason": "再延"})) == "extensions-used-up"
    await world.is_now("2013-10-29T09:00")
    assert rule_of(await act(world, opinion_id, "extension", {"reason": "再延"})) == "investigation-over"
    assert (await act(world, opinion_id, "investigation", INVESTIGATION)).status_code == 200
    other = INVESTIGATION | {"findings": "另有情况"}
    assert rule_of(await act(world, opinion_id, "investigation", other)) == "already-investigated"
    dismissed = DISMISSED | {"strikes_off": True}
    assert rule_of(await act(world, opinion_id, "decision", dismissed)) == "dismissed-strikes-nobody-off"
    assert (await act(world, opinion_id, "decision", DISMISSED)).status_code == 200
    assert rule_of(await act(world, opinion_id, "decision", UPHELD)) == "objection-already-decided"
    assert rule_of(await act(world, opinion_id, "decision", DISMISSED, version=1)) == "version-stale"
    assert rule_of(await act(world, "op-none", "decision", DISMISSED)) == "no-such-opinion"


async def test_who_is_linked_to_the_host_neither_records_nor_investigates_nor_decides(world: World) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)

    def link(officer_id: str, *, stands: bool = True) -> InterestDeclared:
        return InterestDeclared(
            officer_id=officer_id, host_id="ho-jia", nature="亲属", stands=stands, declared_on=date(2013, 9, 1)
        )

    await world.hear(link("of-sun"))
    assert rule_of(await act(world, opinion_id, "investigation", INVESTIGATION)) == "investigator-linked"
    await world.hear(link("of-sun", stands=False), link("of-qian"))
    assert rule_of(await act(world, opinion_id, "investigation", INVESTIGATION)) == "recused"
    assert rule_of(await act(world, opinion_id, "decision", DISMISSED)) == "recused"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("extension", {"reason": "待检验报告"}),
        ("investigation", INVESTIGATION),
        ("decision", DISMISSED),
        ("answer", ANSWER),
    ],
)
async def test_an_objection_is_the_citys_case(world: World, name: str, body: dict[str, Any]) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)
    assert rule_of(await act(world, opinion_id, name, body, by=OTHER_CITY)) == "outside-jurisdiction"
    assert rule_of(await act(world, opinion_id, name, body, by=PROVINCE)) == "wrong-role"
    assert rule_of(await act(world, opinion_id, name, body, by=PUBLIC)) == "not-signed-in"
    told = "outside-jurisdiction" if name == "investigation" else "wrong-role"
    assert rule_of(await act(world, opinion_id, name, body, by=COUNTY)) == told


async def test_the_county_investigates_when_it_is_told_and_reads_what_it_must(world: World) -> None:
    await with_notice(world)
    own, told = await taken_up(world), await taken_up(world, county=True)
    for by in (COUNTY, OTHER_COUNTY):
        assert rule_of(await world.get(f"/v1/opinions/{own}", by=by)) == "outside-jurisdiction"
        assert rule_of(await act(world, own, "investigation", INVESTIGATION, by=by)) == "outside-jurisdiction"
    assert rule_of(await world.get(f"/v1/opinions/{told}", by=OTHER_COUNTY)) == "outside-jurisdiction"
    assert rule_of(await act(world, told, "investigation", INVESTIGATION, by=OTHER_COUNTY)) == "outside-jurisdiction"
    shown = await world.get(f"/v1/opinions/{told}", by=COUNTY)
    assert (shown.json()["text"], shown.json()["facts"]) == (OPINION["text"], "9月20日购买，有小票。")
    assert OPINION["name"] not in shown.text
    listed = (await world.get("/v1/objections", by=COUNTY)).json()["items"]
    assert [one["id"] for one in listed] == [told]
    assert (await world.get("/v1/objections", by=OTHER_COUNTY)).json()["items"] == []
    body = INVESTIGATION | {"investigators": ["of-wu"], "report_sha256": "ab" * 32}
    answer = await act(world, told, "investigation", body, by=COUNTY_INVESTIGATOR)
    assert answer.json()["stage"] == "investigated"


async def test_a_county_is_told_of_what_is_admissible_only(world: World) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    body = {"result": "lead_only", "reason": "待查", "county_investigates": True}
    answer = await world.post(f"/v1/opinions/{opinion_id}/screening", body, by=CITY, version=1)
    assert rule_of(answer) == "nothing-to-investigate"


async def test_a_withdrawal_ends_what_is_investigated_and_nothing_more_is_done(world: World) -> None:
    await with_notice(world)
    opinion_id, done = await taken_up(world, station_id="st-yi"), await taken_up(world, station_id="st-yi")
    await act(world, opinion_id, "investigation", INVESTIGATION)
    await decided(world, done)
    await world.hear(withdrawn_application)
    assert rule_of(await act(world, opinion_id, "decision", DISMISSED)) == "opinion-is-moot"
    shown = (await world.get(f"/v1/opinions/{opinion_id}", by=CITY)).json()
    assert (shown["stage"], shown["moot_on"]) == ("moot", "2013-09-25")
    assert (await world.get(f"/v1/opinions/{done}", by=CITY)).json()["stage"] == "decided"
    assert [one["id"] for one in (await world.get("/v1/objections", by=CITY)).json()["items"]] == [done]


async def test_a_decision_that_meets_the_withdrawal_goes_wholly_before_or_not_at_all(
    world: World, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world, station_id="st-yi")
    version = (await act(world, opinion_id, "investigation", INVESTIGATION)).json()["version"]
    path = f"/v1/opinions/{opinion_id}/decision"
    answers = await asyncio.gather(
        *(world.post(path, body, by=CITY, version=version) for body in (DISMISSED, UPHELD)),
        world.hear(withdrawn_application),
    )
    went = [answer for answer in answers if answer is not None and answer.status_code == 200]
    recorded = await types(pool)
    assert recorded.count("ObjectionDecided") == len(went) <= 1
    assert recorded.count("ObjectionDecided") + recorded.count("OpinionClosedAsMoot") == 1
    assert recorded.count("CandidateReleased") + recorded.count("CandidateStruckOff") == len(went)
    assert (await results(world))[1] == ("struck_off" if "CandidateStruckOff" in recorded else "withdrawn")
