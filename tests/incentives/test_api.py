"""The organisers' way in, from the announcement to the award, and what others may see of it."""

from datetime import datetime
from typing import Any

import pytest

from shared.access.roles import Caller, Level
from shared.clock import SHANGHAI
from tests.incentives.conftest import NAME
from tests.registry.desk import AUDITOR, OPERATOR, TIANNING, ZHONGLOU, Desk

BOSS = Caller("boss", Level.ENTERPRISE, "ho-1")
JUDGE = Caller("judge", Level.ENTERPRISE, "ho-1")
RIVAL = Caller("rival", Level.ENTERPRISE, "ho-2")

CONTEST: dict[str, Any] = {
    "title": "2013 年消费维权服务明星竞赛",
    "weights": {"service": 40, "competence": 20, "performance": 30, "satisfaction": 10},
    "places": 1,
    "nominations_until": "2013-05-20",
}
DEEDS = "调处纠纷 120 起"
SCORES = {"service": 900, "competence": 800, "performance": 700, "satisfaction": 600}
AWARD = {"staff_id": "sf-1", "honour": "消费维权服务明星", "reward_fen": 100_000}


@pytest.fixture
async def contest(desk: Desk) -> str:
    """The address of an open contest in which two stand."""
    announced = await desk.done("/v1/contests", BOSS, CONTEST)
    path = f"/v1/contests/{announced['id']}"
    for staff_id in ("sf-1", "sf-2"):
        await desk.done(f"{path}/nominations", BOSS, {"staff_id": staff_id, "deeds": DEEDS})
    return path


async def goes_on(desk: Desk) -> None:
    """Nominations are over."""
    await desk.runtime.clock.move(desk.runtime.pool, datetime(2013, 5, 21, 9, tzinfo=SHANGHAI))


async def is_closed(desk: Desk, contest: str) -> int:
    """Everybody is scored and the contest closed; gives its version."""
    for staff_id, change in (("sf-1", 0), ("sf-2", -100)):
        scores = {"staff_id": staff_id} | {name: mark + change for name, mark in SCORES.items()}
        for judge in (BOSS, JUDGE):
            await desk.done(f"{contest}/scores", judge, scores)
    await goes_on(desk)
    closed = await desk.done(f"{contest}/closing", BOSS, {}, version=7)
    return int(closed["version"])


async def test_a_host_runs_a_contest_from_the_announcement_to_the_award(desk: Desk, contest: str) -> None:
    version = await is_closed(desk, contest)
    awarded = await desk.done(f"{contest}/awards", BOSS, AWARD, version=version)
    assert awarded == {
        "id": contest.rsplit("/", 1)[-1],
        "stage": "closed",
        "nominees": 2,
        "awards": 1,
        "version": version + 1,
    }
    read = await desk.read(contest, BOSS)
    assert read.headers["etag"] == f'"v{version + 1}"'
    ranks = [(row["staff_id"], row["rank"], row["total"], row["judges"]) for row in read.json()["nominees"]]
    assert ranks == [("sf-1", 1, 790, 2), ("sf-2", 2, 690, 2)]
    assert read.json()["awards"][0]["reward_fen"] == 100_000


async def test_nominating_and_scoring_are_refused_by_name(desk: Desk, contest: str) -> None:
    wish = {"staff_id": "sf-3", "deeds": DEEDS}
    await desk.refused("not-eligible", f"{contest}/nominations", BOSS, wish)
    await desk.refused("not-known-here", f"{contest}/nominations", BOSS, wish | {"staff_id": "sf-9"})
    await desk.refused("not-known-here", "/v1/contests/co-none/nominations", BOSS, wish)
    await desk.refused("not-the-organiser", f"{contest}/nominations", RIVAL, wish)
    await desk.refused("not-the-organiser", f"{contest}/nominations", TIANNING, wish)
    await desk.refused("wrong-role", f"{contest}/nominations", OPERATOR, wish)
    await desk.refused("not-signed-in", f"{contest}/nominations", None, wish)
    assert (await desk.done(f"{contest}/nominations", BOSS, wish | {"staff_id": "sf-1"}))["version"] == 3

    scores = SCORES | {"staff_id": "sf-1"}
    await desk.done(f"{contest}/scores", JUDGE, scores)
    assert (await desk.done(f"{contest}/scores", JUDGE, scores))["version"] == 4
    await desk.refused("scored-already", f"{contest}/scores", JUDGE, scores | {"service": 1})
    await desk.refused("score-out-of-range", f"{contest}/scores", BOSS, scores | {"service": 1001})
    await desk.refused("scoring-oneself", f"{contest}/scores", Caller("sf-1", Level.ENTERPRISE, "ho-1"), scores)
    await desk.refused("not-nominated", f"{contest}/scores", BOSS, scores | {"staff_id": "sf-3"})
    await desk.refused("request-not-valid", f"{contest}/scores", BOSS, scores | {"service": 90.5})
    await desk.refused("request-not-valid", f"{contest}/scores", BOSS, scores | {"service": 10**30})
    await desk.refused("not-the-organiser", f"{contest}/scores", RIVAL, scores)

    await goes_on(desk)
    await desk.refused("nominations-over", f"{contest}/nominations", BOSS, wish)


async def test_closing_and_awarding_are_refused_by_name(desk: Desk, contest: str) -> None:
    await desk.refused("nominations-still-open", f"{contest}/closing", BOSS, {}, version=3)
    await desk.refused("version-missing", f"{contest}/closing", BOSS, {})
    await desk.refused("version-stale", f"{contest}/closing", BOSS, {}, version=2)
    await desk.refused("contest-not-closed", f"{contest}/awards", BOSS, AWARD, version=3)
    version = await is_closed(desk, contest)
    path = f"{contest}/awards"
    await desk.refused("version-missing", path, BOSS, AWARD)
    await desk.refused("beyond-the-places", path, BOSS, AWARD | {"staff_id": "sf-2"}, version=version)
    await desk.refused("negative-reward", path, BOSS, AWARD | {"reward_fen": -1}, version=version)
    await desk.refused("not-the-organiser", path, RIVAL, AWARD, version=version)
    await desk.done(path, BOSS, AWARD, version=version)
    assert (await desk.done(path, BOSS, AWARD, version=version + 1))["version"] == version + 1
    await desk.refused("awarded-already", path, BOSS, AWARD | {"honour": "标兵"}, version=version + 1)
    late = Caller("late", Level.ENTERPRISE, "ho-1")
    await desk.refused("contest-not-open", f"{contest}/scores", late, SCORES | {"staff_id": "sf-1"})


async def test_who_may_announce_what(desk: Desk) -> None:
    across = CONTEST | {"organiser": "cross_enterprise"}
    await desk.refused("approval-number-missing", "/v1/contests", BOSS, across)
    await desk.refused("approval-number-missing", "/v1/contests", TIANNING, across)
    await desk.done("/v1/contests", TIANNING, across | {"approval_number": "苏评组〔2013〕7号"})
    await desk.refused("wrong-role", "/v1/contests", TIANNING, CONTEST)
    await desk.refused("wrong-role", "/v1/contests", BOSS, CONTEST | {"organiser": "bureau"})
    await desk.refused("wrong-role", "/v1/contests", OPERATOR, CONTEST)
    await desk.refused("not-signed-in", "/v1/contests", None, CONTEST)
    await desk.refused("not-known-here", "/v1/contests", Caller("x", Level.ENTERPRISE, "ho-none"), CONTEST)
    own = await desk.done("/v1/contests", TIANNING, CONTEST | {"organiser": "bureau"})
    wish = {"staff_id": ZHONGLOU.subject, "deeds": DEEDS}
    await desk.refused("not-eligible", f"/v1/contests/{own['id']}/nominations", TIANNING, wish)
    await desk.done(f"/v1/contests/{own['id']}/nominations", TIANNING, wish | {"staff_id": TIANNING.subject})


async def test_a_malformed_announcement_is_refused(desk: Desk) -> None:
    heavy = CONTEST | {"weights": CONTEST["weights"] | {"service": 41}}
    await desk.refused("weights-not-hundred", "/v1/contests", BOSS, heavy)
    over = CONTEST | {"nominations_until": "2013-05-15"}
    await desk.refused("nominations-end-in-the-past", "/v1/contests", BOSS, over)
    malformed: list[dict[str, object]] = [
        {"places": 0},
        {"places": "1"},
        {"weights": {}},
        {"organiser": "club"},
        {"host_id": "ho-2"},
        {"title": ""},
    ]
    for other in malformed:
        await desk.refused("request-not-valid", "/v1/contests", BOSS, CONTEST | other)


async def test_the_same_announcement_is_answered_the_same_way(desk: Desk) -> None:
    first = await desk.send("/v1/contests", BOSS, CONTEST, key="one")
    again = await desk.send("/v1/contests", BOSS, CONTEST, key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert (await desk.events()) == ["ContestAnnounced"]


async def test_everybody_sees_whom_a_contest_honoured_and_nobody_sees_a_name(desk: Desk, contest: str) -> None:
    await desk.done(f"{contest}/awards", BOSS, AWARD, version=await is_closed(desk, contest))
    seen = {caller: (await desk.read(contest, caller)) for caller in (None, RIVAL, ZHONGLOU, TIANNING, BOSS, AUDITOR)}
    stand = {caller: len(answer.json()["nominees"]) for caller, answer in seen.items()}
    assert stand == {None: 0, RIVAL: 0, ZHONGLOU: 0, TIANNING: 2, BOSS: 2, AUDITOR: 2}
    rewards = {caller: answer.json()["awards"][0]["reward_fen"] for caller, answer in seen.items()}
    assert rewards == {None: None, RIVAL: None, ZHONGLOU: None, TIANNING: None, BOSS: 100_000, AUDITOR: 100_000}
    assert all(answer.json()["awards"][0]["staff_id"] == "sf-1" for answer in seen.values())
    assert all(NAME not in answer.text for answer in seen.values())
    assert all(DEEDS not in seen[caller].text for caller in (None, RIVAL, ZHONGLOU))


async def test_the_contests_are_listed_for_everybody(desk: Desk, contest: str) -> None:
    other = await desk.done("/v1/contests", RIVAL, CONTEST)
    everything = (await desk.read("/v1/contests")).json()
    assert len(everything["items"]) == 2
    assert everything["next"] is None
    of_host = (await desk.read("/v1/contests", host_id="ho-2")).json()["items"]
    assert [item["contest_id"] for item in of_host] == [other["id"]]
    assert (await desk.read("/v1/contests", stage="closed")).json()["items"] == []
    first = (await desk.read("/v1/contests", limit=1)).json()
    second = (await desk.read("/v1/contests", limit=1, cursor=first["next"])).json()
    assert [*first["items"], *second["items"]] == everything["items"]
    assert (await desk.read("/v1/contests", stage="lost")).status_code == 422


async def test_an_unknown_contest_may_be_on_its_way(desk: Desk) -> None:
    answer = await desk.read("/v1/contests/co-none")
    assert (answer.status_code, answer.headers["retry-after"]) == (404, "1")
