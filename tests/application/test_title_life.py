"""What becomes of a title is known where its station applies: declined, supplemented, lapsed, or restored on appeal."""

from datetime import date

from shared.events.assessment import ListSupplemented, RevocationSetAside, TitleDeclined, TitleLapsed
from shared.events.event import Event
from tests.application.elsewhere import (
    NUMBER,
    certified,
    in_reserve,
    notice_closed,
    passed,
    published,
    revoked,
    submitted,
)
from tests.application.examples import APPLICATION_ID, SEASON_ID, STATION_ID
from tests.application.steps import CASE, FILING, granted, open_season, recommend, refused
from tests.application.world import HOST, World

declined = TitleDeclined(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    reason="停业装修",
    declined_on=date(2013, 11, 4),
)
supplemented = ListSupplemented(
    list_id="L-2013-320400",
    season_id=SEASON_ID,
    supplement=1,
    entries=in_reserve.reserve,
    reason="递补",
    over_quota_reason="",
    late_reason="递补",
    supplemented_on=date(2013, 11, 11),
)
lapsed = TitleLapsed(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    season_id="S-2014-320400",
    closes_on=date(2014, 7, 31),
    lapsed_on=date(2014, 8, 1),
)
set_aside = RevocationSetAside(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    station_name="甲百货站",
    appeal_id="ap-1",
    document_number="苏政复〔2014〕3号",
    set_aside_on=date(2014, 9, 1),
)
again = revoked.model_copy(update={"decided_on": date(2015, 3, 2), "document_number": "苏工商消〔2015〕2号"})

STEPS: list[tuple[tuple[Event, ...], str, str]] = [
    ((submitted, declined), "declined", "nobody"),
    ((in_reserve, supplemented), "submitted", "province"),
    ((submitted, certified, published, lapsed), "lapsed", "nobody"),
    ((submitted, certified, published, revoked, set_aside), "published", "nobody"),
    ((submitted, certified, published, revoked, set_aside, again), "revoked", "nobody"),
]


async def test_the_host_reads_what_became_of_its_title(world: World) -> None:
    await recommend(world)
    for events, outcome, waiting_for in STEPS:
        await world.rows("TRUNCATE application_outcomes, season_outcomes, revocations, lapsed_titles")
        await world.hears(notice_closed, passed, *events)
        case = granted(await world.reads(HOST, CASE))
        assert (case["outcome"], case["waiting_for"]) == (outcome, waiting_for)
        assert case["declined_on"] == ("2013-11-04" if outcome == "declined" else None)
        assert case["lapsed_on"] == ("2014-08-01" if outcome == "lapsed" else None)


async def test_a_revocation_that_was_set_aside_bars_nobody(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    early = revoked.model_copy(update={"decided_on": date(2013, 3, 1)})
    await world.hears(early)
    refused(await world.does(HOST, "/v1/applications", FILING), 409, "barred-after-revocation")
    await world.hears(set_aside.model_copy(update={"set_aside_on": date(2013, 7, 1)}))
    granted(await world.does(HOST, "/v1/applications", FILING), 201)


async def test_a_restored_title_is_held_again_and_a_lapsed_one_is_not(world: World) -> None:
    await recommend(world)
    held = "SELECT certificate_number FROM lapsed_titles"
    await world.hears(submitted, certified, revoked, set_aside)
    rule = f"/v1/seasons/{SEASON_ID}/eligibility?station_id={STATION_ID}"
    assert await holds_a_title(world, rule)
    await world.hears(lapsed)
    assert [row["certificate_number"] for row in await world.rows(held)] == [NUMBER]
    assert not await holds_a_title(world, rule)


async def holds_a_title(world: World, path: str) -> bool:
    rules = granted(await world.reads(HOST, path))["rules"]
    (found,) = [rule for rule in rules if rule["code"] == "holds-a-title"]
    return not found["ok"]


async def test_a_late_withdrawal_is_led_to_the_declination(world: World) -> None:
    await recommend(world)
    await world.hears(notice_closed, passed, submitted)
    answer = await world.does(HOST, f"{CASE}/withdrawal", {"reason": "撤"}, version=5)
    problem = refused(answer, 409, "list-already-submitted")
    assert f"/v1/assessments/{APPLICATION_ID}/declination" in problem["detail"]
