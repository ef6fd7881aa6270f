"""Who has no account works before an opinion: a challenge, solved, spent once. A clerk does not, nor who repeats."""

import asyncio
import base64
import time
from pathlib import Path

import orjson
import pytest
from asyncpg import Pool, Record
from httpx import Response

from deploy.client import solved
from services.publication.work import LASTS_SECONDS, Challenges, challenges
from shared.runtime import Runtime
from tests.publication.conftest import OPINION, World, with_notice
from tests.publication.examples import NOTICE_ID
from tests.publication.people import CITY

OPINIONS = f"/v1/notices/{NOTICE_ID}/opinions"
KEY = b"k" * 32


@pytest.fixture(autouse=True)
async def _working(world: World, runtime: Runtime, vault: "Pool[Record]") -> None:
    await with_notice(world)
    runtime.resources["challenges"] = Challenges(vault, KEY, cost=1)


async def work(world: World) -> str:
    answer = await world.get("/v1/opinions/challenge")
    assert answer.status_code == 200, answer.text
    return solved(answer.json())


async def given(world: World, work: str, key: str = "", **change: str) -> Response:
    return await world.post(OPINIONS, OPINION | change, key=key, work=work)


def rule(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_solved_challenge_lets_one_opinion_in(world: World) -> None:
    solution = await work(world)
    assert (await given(world, solution)).status_code == 202
    assert rule(await given(world, solution)) == (409, "opinion-work-spent")
    said = {name: value for name, value in OPINION.items() if name != "station_id"}
    on_title = await world.post("/v1/titles/st-jia/opinions", said, work=solution)
    assert rule(on_title) == (409, "opinion-work-spent")


async def test_of_many_who_come_at_once_with_one_solution_one_is_let_in(world: World) -> None:
    solution = await work(world)
    answers = await asyncio.gather(*(given(world, solution) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [202, *[409] * 5]


async def test_without_it_nothing_is_taken_in_and_nothing_kept(world: World, vault: "Pool[Record]") -> None:
    assert rule(await given(world, "")) == (422, "opinion-work-missing")
    assert await vault.fetchval("SELECT count(*) FROM opinions") == 0


async def test_a_repeated_request_gets_its_stored_answer(world: World, vault: "Pool[Record]") -> None:
    solution = await work(world)
    first = await given(world, solution, "one")
    again = await given(world, solution, "one")
    assert (again.status_code, again.json()) == (202, first.json())
    await vault.execute("DELETE FROM spent_work")
    later = await given(world, "long forgotten", "one")
    assert (later.status_code, later.json()) == (202, first.json())
    other_words = await given(world, solution, "one", text="另一件事")
    assert rule(other_words) == (422, "key-reused")


async def test_what_the_rules_refuse_may_be_sent_again_for_the_same_work(world: World) -> None:
    solution = await work(world)
    assert rule(await given(world, solution, "one", text="")) == (422, "opinion-empty")
    assert (await given(world, solution, "one")).status_code == 202


async def test_an_expired_challenge_is_told_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    solution = await work(world)
    late = time.time() + LASTS_SECONDS + 1
    monkeypatch.setattr("altcha.v2.time.time", lambda: late)
    assert rule(await given(world, solution)) == (422, "opinion-work-expired")


@pytest.mark.parametrize("change", ["cost", "expiresAt", "keyPrefix", "nonce"])
async def test_a_challenge_that_was_made_easier_is_wrong(world: World, change: str) -> None:
    payload = orjson.loads(base64.b64decode(await work(world)))
    easier = {"cost": 0, "expiresAt": 2**40, "keyPrefix": "", "nonce": "00" * 16}
    payload["challenge"]["parameters"][change] = easier[change]
    assert rule(await given(world, encoded(payload))) == (422, "opinion-work-wrong")


async def test_another_solution_is_wrong(world: World) -> None:
    payload = orjson.loads(base64.b64decode(await work(world)))
    payload["solution"]["counter"] += 1
    assert rule(await given(world, encoded(payload))) == (422, "opinion-work-wrong")


@pytest.mark.parametrize(
    "odd", [{}, [], {"challenge": 1, "solution": 2}, {"challenge": {"parameters": []}, "solution": {}}, None]
)
async def test_whatever_is_sent_is_answered(world: World, odd: object) -> None:
    assert rule(await given(world, encoded(odd))) == (422, "opinion-work-wrong")
    assert rule(await given(world, "=")) == (422, "opinion-work-wrong")


def encoded(payload: object) -> str:
    return base64.b64encode(orjson.dumps(payload)).decode()


async def test_the_same_solution_written_otherwise_is_the_same(world: World) -> None:
    solution = await work(world)
    assert (await given(world, solution)).status_code == 202
    payload = orjson.loads(base64.b64decode(solution))
    payload["solution"]["time"] = 5
    payload["challenge"]["signature"] = payload["challenge"]["signature"].upper()
    assert rule(await given(world, encoded(payload)))[1] in {"opinion-work-wrong", "opinion-work-spent"}


async def test_a_clerk_at_the_counter_needs_none(world: World) -> None:
    assert (await world.post(OPINIONS, OPINION, by=CITY)).status_code == 202


async def test_a_dry_run_needs_none(world: World) -> None:
    assert (await world.post(f"{OPINIONS}?dry_run=true", OPINION)).status_code == 200


async def test_what_is_long_over_is_swept(world: World, vault: "Pool[Record]") -> None:
    sql = "INSERT INTO spent_work VALUES ($1, 'op', now() - $2::text::interval)"
    await vault.execute(sql, "old", "61 minutes")
    await vault.execute(sql, "late", "59 minutes")
    assert (await given(world, await work(world))).status_code == 202
    left = {row["challenge"] for row in await vault.fetch("SELECT challenge FROM spent_work")}
    assert "late" in left
    assert "old" not in left
    assert len(left) == 2


async def test_where_no_work_is_asked_for_there_is_no_challenge(world: World, runtime: Runtime) -> None:
    runtime.resources["challenges"] = None
    assert (await world.get("/v1/opinions/challenge")).status_code == 204
    assert (await given(world, "")).status_code == 202


def test_production_starts_with_a_key_or_without_work(runtime: Runtime, vault: "Pool[Record]", tmp_path: Path) -> None:
    def asked(**given: object) -> Challenges | None:
        runtime.settings = runtime.settings.model_copy(update=given)
        return challenges(runtime, vault)

    assert asked() is None, "a sandbox without a key does without"
    with pytest.raises(RuntimeError, match="SHIFAN_OPINION_KEY_FILE"):
        asked(sandbox=False)
    key = tmp_path / "key"
    key.write_bytes(b"short")
    with pytest.raises(RuntimeError, match="SHIFAN_OPINION_KEY_FILE"):
        asked(opinion_key_file=key)
    key.write_bytes(KEY)
    made = asked()
    assert made is not None
    assert made.new()["parameters"]["cost"] == 5_000
    assert asked(opinion_work=0, opinion_key_file=None) is None
