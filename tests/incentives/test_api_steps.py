"""The organisers' way step by step over HTTP, the boards that others may read, and what each route refuses by name."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from deploy.client import solved
from services.incentives.tokens import HEADER
from shared.access.roles import Caller, Level
from shared.bus.reactor import Reactor
from shared.clock import SHANGHAI
from shared.events.assessment import RevocationGround, Revoked
from shared.events.event import Event
from shared.events.registry import PublicationConsentGiven, PublicationConsentWithdrawn, StaffLeft
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.messages import Message
from tests.incentives.conftest import NAME, NOON, happened
from tests.incentives.test_partitions import received, settled
from tests.registry.desk import AUDITOR, OPERATOR, TIANNING, ZHONGLOU, Desk

_MESSAGE = Message("events.test", 0, 0, b"", b"", ())
BOSS = Caller("boss", Level.ENTERPRISE, "ho-1")
RIVAL = Caller("rival", Level.ENTERPRISE, "ho-2")
PAPER = "ab" * 32
ANNOUNCEMENT: dict[str, Any] = {
    "title": "2013 年消费维权服务明星竞赛",
    "weights": {"service": 40, "competence": 20, "performance": 30, "satisfaction": 10},
    "places": 1,
    "nominations_until": "2013-05-20",
    "components": {},
    "per_station": 2,
    "budget_fen": 100_000,
    "period_until": "2013-12-31",
}
REVIEW = {"qualified": True, "reasons": "两年内无违规"}
MONEY = {"staff_id": "sf-1", "kind": "material", "what": "奖金", "fen": 100_000, "receipt": "收条1"}
STAR = {"staff_id": "sf-1", "honour": "消费维权服务明星", "reward_fen": 100_000}


@pytest.fixture
async def contest(desk: Desk) -> str:
    """The address of a contest with the customary components in which two stand."""
    announced = await desk.done("/v1/contests", BOSS, ANNOUNCEMENT)
    path = f"/v1/contests/{announced['id']}"
    for staff_id in ("sf-1", "sf-2"):
        body = {"staff_id": staff_id, "deeds": "当场和解", "consent_sha256": PAPER}
        await desk.done(f"{path}/nominations", BOSS, body)
    return path


async def at(desk: Desk, month: int, day: int) -> None:
    await desk.runtime.clock.move(desk.runtime.pool, datetime(2013, month, day, 9, tzinfo=SHANGHAI))


async def version(desk: Desk, contest: str) -> int:
    return int((await desk.read(contest, BOSS)).json()["version"])


async def act(desk: Desk, contest: str, name: str, body: dict[str, Any]) -> Any:
    return await desk.done(f"{contest}/{name}", BOSS, body, version=await version(desk, contest))


async def ready(desk: Desk, contest: str) -> None:
    """Both are qualified and tested, and the vote is on and over."""
    for staff_id, score in (("sf-1", 900), ("sf-2", 800)):
        await desk.done(f"{contest}/nominations/{staff_id}/review", BOSS, REVIEW)
        await desk.done(f"{contest}/tests", BOSS, {"staff_id": staff_id, "score": score})
    await desk.done(f"{contest}/voting", BOSS, {"until": "2013-05-21"})
    await at(desk, 5, 22)


async def frozen(desk: Desk, contest: str) -> None:
    await ready(desk, contest)
    await act(desk, contest, "freezing", {})


async def honoured(desk: Desk, contest: str) -> None:
    await frozen(desk, contest)
    await act(desk, contest, "winners", {"objections_until": "2013-05-29"})
    await at(desk, 5, 30)
    await act(desk, contest, "closing", {})
    await act(desk, contest, "awards", STAR)


async def test_a_contest_from_the_announcement_to_the_withdrawal_of_its_award(desk: Desk, contest: str) -> None:
    await honoured(desk, contest)
    await act(desk, contest, "rewards", MONEY)
    await act(desk, contest, "award-withdrawals", {"staff_id": "sf-1", "reason": "台账不实"})
    assert await desk.events() == [
        "ContestAnnounced",
        *["StaffNominated"] * 2,
        *["NominationReviewed", "KnowledgeTested"] * 2,
        "VotingOpened",
        "LeaderboardFrozen",
        "WinnersAnnounced",
        "ContestClosed",
        "StaffAwarded",
        "RewardGiven",
        "AwardWithdrawn",
    ]
    read = (await desk.read(contest, BOSS)).json()
    assert (read["components"], read["budget_fen"]) == (
        {"test": 40, "results": 40, "vote": 20, "experts": 0},
        100_000,
    )
    assert (read["awards"][0]["withdrawn_on"], read["awards"][0]["to_return_fen"]) == ("2013-05-30", 100_000)
    assert read["rewards"][0]["receipt"] == "收条1"
    public = (await desk.read(contest)).json()
    assert (public["budget_fen"], public["rewards"], public["awards"][0]["to_return_fen"]) == (None, [], None)


async def test_the_frozen_board_names_the_position_that_it_is_of(desk: Desk, contest: str) -> None:
    await ready(desk, contest)
    before = await desk.runtime.pool.fetchval("SELECT position FROM head")
    live = (await desk.read(f"{contest}/leaderboard", BOSS)).json()
    assert (live["frozen"], live["sha256"], live["position"] >= before) == (False, None, True)
    await act(desk, contest, "freezing", {})
    board = (await desk.read(f"{contest}/leaderboard", BOSS)).json()
    assert board["frozen"]
    assert board["places"] == live["places"]
    of_the_freeze = await desk.runtime.pool.fetchval(
        "SELECT position FROM events WHERE type LIKE '%LeaderboardFrozen%'"
    )
    assert before <= board["position"] < of_the_freeze


async def test_each_step_is_refused_before_its_time(desk: Desk, contest: str) -> None:
    now = await version(desk, contest)
    await desk.refused("nominations-still-open", f"{contest}/freezing", BOSS, {}, version=now)
    await desk.refused("board-not-frozen", f"{contest}/winners", BOSS, {"objections_until": "2013-06-30"}, version=now)
    await desk.refused("board-not-frozen", f"{contest}/closing", BOSS, {}, version=now)
    await desk.refused("award-not-standing", f"{contest}/rewards", BOSS, MONEY, version=now)
    lie = {"staff_id": "sf-1", "reason": "不实"}
    await desk.refused("award-not-standing", f"{contest}/award-withdrawals", BOSS, lie, version=now)
    await at(desk, 5, 22)
    await desk.refused("nominee-not-reviewed", f"{contest}/freezing", BOSS, {}, version=now)
    await desk.refused("version-missing", f"{contest}/freezing", BOSS, {})


async def test_what_is_frozen_takes_nothing_more(desk: Desk, contest: str) -> None:
    await frozen(desk, contest)
    now = await version(desk, contest)
    leave = f"{contest}/nominations/sf-1/withdrawal"
    await desk.refused("contest-not-open", leave, BOSS, {"reason": "不愿"}, version=now)
    await desk.refused("contest-not-open", f"{contest}/votes-set-aside", BOSS, {"bucket": "b", "reason": "x"})
    token = solved((await desk.read(f"{contest}/voter-token")).json())
    headers = {"Idempotency-Key": "v", HEADER: token}
    vote = await desk.client.post(f"{contest}/votes", json={"staff_id": "sf-1"}, headers=headers)
    assert vote.json()["type"] == "/problems/voting-not-open"
    short = {"objections_until": "2013-05-28"}
    await desk.refused("notice-too-short", f"{contest}/winners", BOSS, short, version=now)
    await desk.refused("winners-not-announced", f"{contest}/closing", BOSS, {}, version=now)


async def test_who_is_not_the_organiser_is_refused_everything(desk: Desk, contest: str) -> None:
    acts: dict[str, dict[str, Any]] = {
        "nominations/sf-1/withdrawal": {"reason": "不愿"},
        "nominations/sf-1/review": REVIEW,
        "tests": {"staff_id": "sf-1", "score": 1},
        "voting": {"until": "2013-05-31"},
        "votes-set-aside": {"bucket": "b", "reason": "x"},
        "freezing": {},
        "winners": {"objections_until": "2013-06-30"},
        "rewards": MONEY,
        "award-withdrawals": {"staff_id": "sf-1", "reason": "不实"},
    }
    now = await version(desk, contest)
    for name, body in acts.items():
        await desk.refused("not-the-organiser", f"{contest}/{name}", RIVAL, body, version=now)
        await desk.refused("not-the-organiser", f"{contest}/{name}", TIANNING, body, version=now)
        await desk.refused("wrong-role", f"{contest}/{name}", OPERATOR, body, version=now)
        await desk.refused("not-signed-in", f"{contest}/{name}", None, body, version=now)


async def test_standing_is_refused_by_name(desk: Desk, contest: str) -> None:
    path = f"{contest}/nominations"
    wish = {"staff_id": "sf-4", "deeds": "热心", "consent_sha256": PAPER}
    await happened(desk, StaffLeft(staff_id="sf-2", station_id="st-1", left_on=date(2013, 5, 16)))
    again = (await desk.send(path, BOSS, wish | {"staff_id": "sf-2"})).status_code
    assert again == 200, "who stands already stands, also when they have left"
    await desk.refused("not-known-here", path, BOSS, wish)
    other = await desk.done("/v1/contests", BOSS, ANNOUNCEMENT)
    late = f"/v1/contests/{other['id']}/nominations"
    await desk.refused("not-known-here", late, BOSS, wish | {"staff_id": "sf-2"})
    no_paper = {"staff_id": "sf-1", "deeds": "热心"}
    await desk.refused("consent-to-stand-missing", late, BOSS, no_paper)
    await desk.done(f"{contest}/nominations/sf-1/review", BOSS, REVIEW)
    await desk.refused("reviewed-already", f"{contest}/nominations/sf-1/review", BOSS, REVIEW | {"qualified": False})
    await act(desk, contest, "nominations/sf-2/withdrawal", {"reason": "不愿"})
    await desk.refused("withdrew-before", path, BOSS, wish | {"staff_id": "sf-2"})


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"components": {"test": 41}}, "components-not-hundred"),
        ({"components": {"test": 30, "results": 29, "vote": 41}}, "vote-too-heavy"),
        ({"period_from": "2014-01-01"}, "period-upside-down"),
        ({"components": {"fee": 1}}, "request-not-valid"),
        ({"budget_fen": -1}, "request-not-valid"),
        ({"tie_rule": "lot"}, "request-not-valid"),
        ({"per_station": "2"}, "request-not-valid"),
    ],
)
async def test_a_declaration_that_does_not_hold_is_refused(desk: Desk, change: dict[str, Any], rule: str) -> None:
    await desk.refused(rule, "/v1/contests", BOSS, ANNOUNCEMENT | change)


async def test_a_score_is_published_with_its_persons_consent_alone(desk: Desk, contest: str) -> None:
    await frozen(desk, contest)

    async def seen(who: Caller | None) -> list[tuple[int, str, bool]]:
        places = (await desk.read(f"{contest}/leaderboard", who)).json()["places"]
        return [(place["rank"], place["staff_id"], place["total"] is None) for place in places]

    everything, nothing = [(1, "sf-1", False), (2, "sf-2", False)], [(1, "", True), (2, "", True)]
    for who in (BOSS, TIANNING, AUDITOR, OPERATOR):
        assert await seen(who) == everything
    for other in (None, RIVAL, ZHONGLOU):
        assert await seen(other) == nothing
    agreed = {"staff_id": "sf-1", "station_id": "st-1"}
    given = PublicationConsentGiven(covers=("score",), document_sha256="", given_on=date(2013, 5, 16), **agreed)
    await happened(desk, given)
    assert await seen(None) == [(1, "sf-1", False), (2, "", True)]
    await happened(desk, PublicationConsentWithdrawn(withdrawn_on=date(2013, 5, 17), **agreed))
    assert await seen(None) == nothing
    assert await seen(BOSS) == everything


async def test_the_name_of_a_star_is_withheld_without_consent(desk: Desk, contest: str) -> None:
    await honoured(desk, contest)

    async def withheld() -> bool:
        read = await desk.read(contest)
        assert NAME not in read.text
        return bool(read.json()["awards"][0]["name_withheld"])

    assert await withheld()
    given = PublicationConsentGiven(
        staff_id="sf-1", station_id="st-1", covers=("name",), document_sha256="", given_on=date(2013, 5, 16)
    )
    await happened(desk, given)
    assert not await withheld()


async def test_who_settled_what_is_told_by_district_kind_and_period(desk: Desk) -> None:
    for station_id, staff in (("st-1", ("sf-1", "sf-2")), ("st-2", ("sf-3",))):
        for number in range(6):
            by = staff[number % len(staff)]
            await happened(desk, received(station_id, number, by), settled(station_id, number, by))

    async def results(who: Caller, **query: Any) -> list[tuple[int, str, int]]:
        asked = {"since": "2013-06-01", "until": "2013-06-30"} | query
        answer = await desk.read("/v1/leaderboard", who, **asked)
        assert answer.status_code == 200, answer.text
        return [(row["rank"], row["staff_id"], row["settled"]) for row in answer.json()["items"]]

    everywhere = await results(AUDITOR)
    assert everywhere[0] == (1, "sf-3", 6)
    assert {(one, count) for _, one, count in everywhere} == {("sf-1", 3), ("sf-2", 3), ("sf-3", 6)}
    assert {one for _, one, _ in await results(AUDITOR, division="320402")} == {"sf-1", "sf-2"}
    assert len(await results(AUDITOR, division="3204", kind="mall")) == 3
    assert await results(AUDITOR, kind="market") == []
    assert await results(AUDITOR, since="2013-06-05", until="2013-06-05") == [(1, "sf-2", 1), (1, "sf-3", 1)]
    assert {one for _, one, _ in await results(BOSS)} == {"sf-1", "sf-2"}
    assert {one for _, one, _ in await results(ZHONGLOU)} == {"sf-3"}
    assert (await desk.read("/v1/leaderboard", None, since="2013-06-01", until="2013-06-30")).status_code == 401
    assert (await desk.read("/v1/leaderboard", AUDITOR, since="2013-06-01")).status_code == 422
    bad = await desk.read("/v1/leaderboard", AUDITOR, since="2013-06-01", until="2013-06-30", division="x'")
    assert bad.status_code == 422


async def test_false_records_of_a_station_put_its_awards_under_review(desk: Desk, contest: str) -> None:
    await honoured(desk, contest)
    revoked = Revoked(
        station_id="st-1",
        certificate_number="苏示站2013-0001",
        station_name="甲百货服务站",
        ground=RevocationGround.FALSE_RECORDS,
        reasons="台账造假",
        document_number="苏工商消〔2014〕9号",
        appeal_days=60,
        decided_on=date(2013, 6, 10),
    )
    await reacts(desk, revoked)
    assert (await desk.events())[-1] == "AwardReviewOpened"
    assert (await desk.read(contest)).json()["awards"][0]["under_review_since"] == "2013-06-10"
    before = len(await desk.events())
    await reacts(desk, revoked.model_copy(update={"station_id": "st-2"}))
    assert len(await desk.events()) == before


async def reacts(desk: Desk, event: Event) -> None:
    """The worker hears of it, and carries out what it asks for."""
    recorded = Recorded(event, uuid4(), event.type_name(), "s", 1, 1, NOON, NOON, {}, b"")
    await Reactor(desk.runtime)._work_off(_MESSAGE, recorded, None, ())
