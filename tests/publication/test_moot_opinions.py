"""意见终结: a candidate has withdrawn, so the objections against it that nobody has decided are closed as moot."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from asyncpg import Pool, Record

from services.publication.opinion.commands import CANDIDATE_HAS_WITHDRAWN, CloseOpinionAsMoot
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.standing import NoSuchOpinion, OpinionIsMoot
from services.publication.projections import project
from shared.events.publication import Screening, Stance
from shared.testing.scenario import Scenario
from tests.publication.conftest import OPINION as BODY
from tests.publication.conftest import World, given_opinion, screened, with_notice
from tests.publication.examples import IN_THE_PERIOD, NOTICE_ID, moot, objected, withdrawn, withdrawn_application
from tests.publication.people import CITY, recorded
from tests.publication.test_opinions import screen
from tests.publication.test_opinions import screened as as_admissible

given = Scenario(OPINION)
close = CloseOpinionAsMoot(opinion_id="op-1", reason=CANDIDATE_HAS_WITHDRAWN, today=IN_THE_PERIOD.date())


def test_an_objection_that_nobody_has_screened_is_closed() -> None:
    given(objected).when(close).then(moot)


def test_an_admissible_objection_is_closed_as_long_as_it_holds() -> None:
    given(objected, as_admissible).when(replace(close, is_holding=True)).then(moot)
    given(objected, as_admissible).when(close).then_nothing()


@pytest.mark.parametrize("result", [Screening.LEAD_ONLY, Screening.REJECTED])
def test_what_the_city_has_decided_stays_decided(result: Screening) -> None:
    told = as_admissible.model_copy(update={"result": result})
    given(objected, told).when(replace(close, is_holding=True)).then_nothing()


def test_support_is_not_closed() -> None:
    given(objected.model_copy(update={"stance": Stance.SUPPORT})).when(close).then_nothing()


def test_closing_twice_records_it_once() -> None:
    given(objected, moot).when(replace(close, reason="其他")).then_nothing()


def test_a_moot_opinion_is_not_screened() -> None:
    given(objected, moot).when(screen).then_refused(OpinionIsMoot)
    given(objected, as_admissible, moot).when(screen).then_refused(OpinionIsMoot)


def test_only_an_opinion_that_was_received_is_closed() -> None:
    given().when(close).then_refused(NoSuchOpinion)


async def test_two_open_objections_end_with_the_withdrawal(world: World, pool: "Pool[Record]") -> None:
    """Scenario 1: one of them holds the candidate, the other is not screened; a third is a lead, one is about 甲."""
    await with_notice(world)
    unscreened, holding = await given_opinion(world, station_id="st-yi"), await given_opinion(world, station_id="st-yi")
    lead, other = await given_opinion(world, station_id="st-yi"), await given_opinion(world)
    support = await given_opinion(world, station_id="st-yi", stance="support")
    assert (await screened(world, holding, "admissible")).status_code == 200
    assert (await screened(world, lead, "lead_only")).status_code == 200
    await world.hear(withdrawn_application)
    await world.hear(withdrawn_application)
    candidates = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["candidates"]
    assert [one["result"] for one in candidates] == ["kept", "withdrawn"]
    listed = {one["id"]: one for one in (await world.get("/v1/opinions", by=CITY)).json()["items"]}
    for opinion_id in (unscreened, holding):
        assert (listed[opinion_id]["moot_on"], listed[opinion_id]["is_moot"]) == ("2013-09-25", True)
        assert listed[opinion_id]["moot_reason"] == CANDIDATE_HAS_WITHDRAWN
    assert [listed[one]["moot_on"] for one in (lead, other, support)] == [None, None, None]
    to_screen = (await world.get("/v1/opinions", by=CITY, screened=False)).json()["items"]
    assert {one["id"] for one in to_screen} == {other, support}
    types = [
        row["type"].split(".")[2]
        for row in await pool.fetch("SELECT type FROM events WHERE type !~ 'Access' ORDER BY position")
    ]
    assert types[-3:] == ["CandidateWithdrawn", "OpinionClosedAsMoot", "OpinionClosedAsMoot"]
    assert "CandidateStruckOff" not in types
    assert [row["command"] for row in await pool.fetch("SELECT command FROM due")] == ["CloseNotice"]


async def test_the_closing_is_the_city_bureaus_act(world: World, pool: "Pool[Record]") -> None:
    await with_notice(world)
    await given_opinion(world, station_id="st-yi")
    await world.hear(withdrawn_application)
    told = await pool.fetchval(
        "SELECT convert_from(attributes, 'UTF8')::jsonb FROM events WHERE type !~ 'Access' ORDER BY position DESC"
    )
    assert '"bureau": "B-320400"' in told
    assert '"jurisdiction": "320400"' in told


async def test_its_author_is_told_and_nobody_else(world: World) -> None:
    await with_notice(world)
    given = (await world.post(f"/v1/notices/{NOTICE_ID}/opinions", BODY | {"station_id": "st-yi"})).json()
    path = f"/v1/opinions/{given['id']}/followed"
    before = (await world.get(path, receipt=given["receipt"])).json()
    assert (before["screened_on"], before["moot_on"], before["moot_reason"]) == (None, None, "")
    await world.hear(withdrawn_application)
    told = (await world.get(path, receipt=given["receipt"])).json()
    assert (told["moot_on"], told["moot_reason"]) == ("2013-09-25", CANDIDATE_HAS_WITHDRAWN)
    for receipt in ("", "x" * 24):
        refused = await world.get(path, receipt=receipt)
        assert refused.json()["type"] == "/problems/no-such-opinion"
    assert (await world.get(path)).json()["type"] == "/problems/request-not-valid"


async def test_an_objection_that_came_in_beside_the_withdrawal_is_caught_up_with(
    world: World, pool: "Pool[Record]"
) -> None:
    """It was written after the open ones were looked up and before the withdrawal was."""
    await with_notice(world)
    opinion_id = await given_opinion(world, station_id="st-yi")
    for sql, arguments in project(recorded(withdrawn, 2)):
        await pool.execute(sql, *arguments)
    assert (await world.get(f"/v1/opinions/{opinion_id}", by=CITY)).json()["moot_on"] is None
    await world.day_begins(date(2013, 9, 26))
    shown = (await world.get(f"/v1/opinions/{opinion_id}", by=CITY)).json()
    assert (shown["moot_on"], shown["moot_reason"]) == ("2013-09-26", CANDIDATE_HAS_WITHDRAWN)
    assert [row["command"] for row in await pool.fetch("SELECT command FROM due")] == ["CloseNotice"]


async def test_what_is_screened_before_it_is_caught_up_with_stays_screened(world: World, pool: "Pool[Record]") -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world, station_id="st-yi")
    for sql, arguments in project(recorded(withdrawn, 2)):
        await pool.execute(sql, *arguments)
    assert (await screened(world, opinion_id, "lead_only")).status_code == 200
    assert [row["command"] for row in await pool.fetch("SELECT command FROM due")] == ["CloseNotice"]


async def test_no_objection_is_left_open_however_it_meets_the_withdrawal(world: World) -> None:
    await with_notice(world)
    body = BODY | {"station_id": "st-yi"}
    path = f"/v1/notices/{NOTICE_ID}/opinions"
    answers = await asyncio.gather(
        *(world.post(path, body) for _ in range(4)),
        world.hear(withdrawn_application),
        *(world.post(path, body) for _ in range(4)),
    )
    sent = [answer for answer in answers if answer is not None]
    assert {answer.status_code for answer in sent} <= {202, 404, 409}
    await world.day_begins(date(2013, 9, 26))
    listed = (await world.get("/v1/opinions", by=CITY)).json()["items"]
    assert len(listed) == sum(answer.status_code == 202 for answer in sent)
    assert all(one["moot_on"] is not None for one in listed)
