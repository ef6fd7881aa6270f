"""双随机抽查 over HTTP, and recomputed by a program that knows nothing of ours."""

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from services.assessment.draw.commands import CommitDraw
from services.assessment.draw.decisions import DrawnFromIsKnown
from shared.events.assessment import CheckedThing
from shared.events.registry import InterestDeclared
from tests.assessment.examples import SEASON_ID
from tests.assessment.world import (
    AUDITOR,
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_PROVINCE,
    PROVINCE,
    World,
    checkpoint,
    ok,
    published,
    recognise,
    refused,
    submit,
)

SEED = "a-seed-that-nobody-guesses-2013"
SCRIPT = Path(__file__).parents[2] / "docs" / "recompute_draw.py"
DRAWS = "/v1/draws"
DRAW = DRAWS + "/D-2013-320400"
OF_THE_LIST: dict[str, Any] = {
    "about": "candidate",
    "season_id": SEASON_ID,
    "commitment": hashlib.sha256(SEED.encode()).hexdigest(),
    "count": 2,
    "inspectors": ["of-p", "of-p2", "of-z"],
    "inspectors_each": 1,
}
OF_TITLES: dict[str, Any] = {
    "about": "title",
    "division_code": "320400",
    "population_on": "2014-03-20",
    "commitment": OF_THE_LIST["commitment"],
    "count": 5,
    "inspectors": ["of-p2"],
    "inspectors_each": 1,
}
REVEAL = {"seed": SEED}


def recomputed(tmp_path: Path, answer: Mapping[str, Any]) -> int:
    file = tmp_path / "draw.json"
    file.write_bytes(orjson.dumps(answer))
    ran = subprocess.run([sys.executable, "-I", str(SCRIPT), str(file)], check=False, timeout=30)  # noqa: S603
    return ran.returncode


async def sealed(world: World, size: int = 1_000) -> None:
    """The audit signs a checkpoint that covers all there is."""
    await world.hears_at(datetime.now(UTC), checkpoint(size))


async def with_a_revealed_draw(world: World) -> None:
    """Four candidates; of-z is linked to the host of one of them."""
    await world.hears(
        InterestDeclared(
            officer_id="of-z", host_id="ho-a", nature="配偶任职", stands=True, declared_on=date(2013, 5, 15)
        )
    )
    ok(await world.does(PROVINCE, DRAWS, OF_THE_LIST), 201)
    await submit(world, "a", "b", "c", "d")
    await sealed(world)
    answer = ok(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=1))
    assert (answer["status"], len(answer["drawn"])) == ("revealed", 2)


async def test_a_draw_of_a_list_from_the_commitment_to_the_revelation(world: World) -> None:
    answer = ok(await world.does(PROVINCE, DRAWS, OF_THE_LIST), 201)
    assert answer == {
        "id": "D-2013-320400",
        "status": "committed",
        "version": 1,
        "algorithm": "sha256-sort-2",
        "drawn": [],
    }
    seen = ok(await world.reads(None, DRAW))
    assert (seen["commitment"], seen["status"], seen["reveal_by"]) == (OF_THE_LIST["commitment"], "committed", None)
    assert "inspectors" not in seen
    ok(await world.does(PROVINCE, DRAWS, OF_THE_LIST), 201)
    refused(await world.does(PROVINCE, DRAWS, OF_THE_LIST | {"count": 3}), 409, "draw-already-committed")
    refused(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=1), 409, "nothing-to-draw-from-yet")
    await submit(world, "a", "b", "c", "d")
    other = {"seed": SEED + "!"}
    refused(await world.does(PROVINCE, DRAW + "/revelation", other, version=1), 422, "seed-does-not-match")
    refused(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=2), 412, "version-stale")
    assert ok(await world.reads(None, DRAW))["reveal_by"] == "2013-11-07"
    await world.clock(date(2013, 11, 7))
    refused(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=1), 503, "draw-not-sealed-yet")
    (row,) = await world.rows("SELECT position FROM events WHERE stream_id = 'list-L-2013-320400'")
    await sealed(world, row["position"] - 1)
    refused(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=1), 503, "draw-not-sealed-yet")
    await sealed(world, row["position"] + 2)
    await sealed(world)
    answer = ok(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=1))
    assert (answer["status"], answer["version"]) == ("revealed", 2)
    (told,) = ok(await world.reads(AUDITOR, DRAWS + "?season_id=" + SEASON_ID))["items"]
    assert told == ok(await world.reads(PROVINCE, DRAW))
    assert (told["entropy"], told["seed"]) == (checkpoint(row["position"] + 2).root, SEED)
    assert f"第{row['position']}号记录" in told["entropy_is"]
    # Two places, so the list has two entries; the reserve is not drawn from.
    assert told["population"] == ["A-2013-st-a", "A-2013-st-b"]
    assert {one["id"]: one["inspected_by"] for one in told["drawn"]} == {"A-2013-st-a": 1, "A-2013-st-b": 1}


async def test_a_list_that_is_there_gets_no_draw(world: World) -> None:
    await submit(world, "a")
    refused(await world.does(PROVINCE, DRAWS, OF_THE_LIST), 409, "drawn-from-is-known")
    refused(await world.reads(None, DRAW), 404, "no-such-draw")


async def test_a_draw_that_is_not_revealed_in_time_is_void_and_no_other_follows(world: World) -> None:
    ok(await world.does(PROVINCE, DRAWS, OF_THE_LIST), 201)
    await submit(world, "a")
    await world.clock(date(2013, 11, 8))
    refused(await world.does(PROVINCE, DRAW + "/revelation", REVEAL, version=1), 409, "draw-is-void")
    assert ok(await world.reads(None, DRAW))["status"] == "void"
    again = OF_THE_LIST | {"commitment": "0" * 64}
    refused(await world.does(PROVINCE, DRAWS, again), 409, "draw-already-committed")


async def test_whose_draw_it_is(world: World) -> None:
    for who, rule in ((CITY, "wrong-role"), (OTHER_PROVINCE, "outside-jurisdiction"), (AUDITOR, "wrong-role")):
        refused(await world.does(who, DRAWS, OF_THE_LIST), 403, rule)
        refused(await world.does(who, DRAWS, OF_TITLES), 403, rule)
    refused(await world.does(None, DRAWS, OF_THE_LIST), 401, "not-signed-in")
    ok(await world.does(PROVINCE, DRAWS, OF_THE_LIST), 201)
    refused(await world.does(CITY, DRAW + "/revelation", REVEAL, version=1), 403, "wrong-role")
    refused(await world.does(OTHER_PROVINCE, DRAW + "/revelation", REVEAL, version=1), 403, "outside-jurisdiction")
    refused(await world.does(PROVINCE, DRAWS + "/dr-none/revelation", REVEAL, version=0), 404, "no-such-draw")
    refused(await world.does(PROVINCE, DRAWS, OF_THE_LIST | {"season_id": "S-1"}), 404, "not-known-here")


async def test_malformed_commitments(world: World) -> None:
    for body in (
        OF_THE_LIST | {"commitment": "abc"},
        OF_THE_LIST | {"count": 0},
        OF_THE_LIST | {"reveal_by_days": 31},
        OF_THE_LIST | {"division_code": "320400"},
        OF_TITLES | {"season_id": SEASON_ID},
        OF_TITLES | {"division_code": "320402"},
        OF_TITLES | {"about": "everything"},
        {key: value for key, value in OF_TITLES.items() if key != "population_on"},
    ):
        refused(await world.does(PROVINCE, DRAWS, body), 422, "request-not-valid")
    too_few = OF_THE_LIST | {"inspectors_each": 4}
    refused(await world.does(PROVINCE, DRAWS, too_few), 422, "too-few-inspectors")
    unknown = OF_THE_LIST | {"inspectors": ["of-nobody"]}
    refused(await world.does(PROVINCE, DRAWS, unknown), 404, "not-known-here")
    for seed in ("short", "with a blank in the seed", "种子种子种子种子种子种子种子种子", "x" * 201):
        answer = await world.does(PROVINCE, DRAW + "/revelation", {"seed": seed}, version=1)
        refused(answer, 422, "request-not-valid")


async def test_what_was_drawn_warns_nobody(world: World, tmp_path: Path) -> None:
    """The province, its city and the auditor see it at once; everybody else when the result is published."""
    await with_a_revealed_draw(world)
    for who in (PROVINCE, CITY, AUDITOR):
        seen = ok(await world.reads(who, DRAW))
        assert (len(seen["drawn"]), seen["seed"], len(seen["assigned"])) == (2, SEED, 2)
        assert seen["recusals"] == [["of-z", "A-2013-st-a"]]
    for other in (None, OTHER_CITY, OTHER_PROVINCE, COUNTY, HOST):
        seen = ok(await world.reads(other, DRAW))
        assert (seen["status"], seen["revealed_on"]) == ("revealed", "2013-10-28")
        assert (seen["drawn"], seen["population"], seen["seed"], seen["entropy"]) == ([], [], "", "")
        assert not {"inspectors", "recusals", "assigned"} & set(seen)
        (listed,) = ok(await world.reads(other, DRAWS))["items"]
        assert listed == seen
    await world.clock(date(2013, 12, 20))
    await recognise(world, "a")
    await world.hears(published("苏示站2013-0001"))
    seen = ok(await world.reads(None, DRAW))
    assert (len(seen["drawn"]), seen["seed"]) == (2, SEED)
    assert not {"inspectors", "recusals", "assigned"} & set(seen)
    assert recomputed(tmp_path, seen) == 0


async def test_when_every_check_is_recorded_everybody_is_told(world: World) -> None:
    await with_a_revealed_draw(world)
    assigned = ok(await world.reads(PROVINCE, DRAW))["assigned"]
    for candidate in assigned:
        path = f"/v1/assessments/{candidate}/spot-checks"
        assert ok(await world.reads(None, DRAW))["drawn"] == []
        order = {"mode": "drawn", "draw_id": "D-2013-320400", "announced": False}
        answer = ok(await world.does(PROVINCE, path, order), 201)
        assert ok(await world.reads(None, DRAW))["drawn"] == []
        record = {"checkers": assigned[candidate], "passed": True, "findings": "与测评一致"}
        check = f"{path}/{answer['check_id']}/record"
        ok(await world.does(PROVINCE, check, record, version=answer["version"]))
    seen = ok(await world.reads(None, DRAW))
    assert ([one["id"] for one in seen["drawn"]], seen["seed"]) == (list(assigned), SEED)


async def test_nobody_waits_for_a_check_of_a_candidate_that_is_out(world: World) -> None:
    """One host declines, the other candidate is refused: nothing is left that an announcement could spoil."""
    await with_a_revealed_draw(world)
    for who, candidate, act, body in (
        (HOST, "A-2013-st-a", "declination", {"reason": "经营调整"}),
        (PROVINCE, "A-2013-st-b", "refusal", {"reasons": "材料失实"}),
    ):
        assert ok(await world.reads(None, DRAW))["drawn"] == []
        path = f"/v1/assessments/{candidate}"
        version = ok(await world.reads(PROVINCE, path))["version"]
        ok(await world.does(who, f"{path}/{act}", body, version=version))
    assert len(ok(await world.reads(None, DRAW))["drawn"]) == 2


async def test_anybody_computes_it_again_and_sees_when_it_was_tampered_with(world: World, tmp_path: Path) -> None:
    await with_a_revealed_draw(world)
    whole = ok(await world.reads(PROVINCE, DRAW))
    told = {key: value for key, value in whole.items() if key not in {"inspectors", "recusals", "assigned"}}
    assert recomputed(tmp_path, whole) == 0
    assert recomputed(tmp_path, told) == 0
    assert recomputed(tmp_path, told | {"population": whole["population"][::-1]}) == 0
    other_hash = hashlib.sha256(b"another seed").hexdigest()
    first, second = whole["drawn"]
    assigned = whole["assigned"]
    linked = deepcopy(assigned) | {"A-2013-st-a": ["of-z"]}
    missing = {first["id"]: assigned[first["id"]]}
    tamperings: tuple[dict[str, Any], ...] = (
        {"seed": SEED + "!"},
        {"commitment": other_hash},
        {"algorithm": "sha256-sort-3"},
        {"count": 1},
        {"population": [second["id"]]},
        {"population": []},
        {"drawn": [second, first]},
        {"drawn": [first]},
        {"drawn": [first, second | {"id": "A-2013-st-z"}]},
        {"assigned": linked},
        {"assigned": missing},
        {"assigned": assigned | {"A-2013-st-z": ["of-p"]}},
        {"inspectors_each": 2},
        {"revealed_on": None},
    )
    for tampered in tamperings:
        assert recomputed(tmp_path, whole | tampered) == 1, tampered
    # Another entropy may draw the same two in the same order and send the same inspectors; of a dozen not all do.
    others = ({"entropy": hashlib.sha256(bytes([place])).hexdigest()} for place in range(12))
    assert any(recomputed(tmp_path, whole | other) == 1 for other in others)


async def test_a_commitment_does_not_slip_in_behind_the_list(world: World) -> None:
    """It holds the list's stream to what it was when the facts were looked up: submitted in between, it is refused."""
    command = CommitDraw(
        draw_id="",
        about=CheckedThing.CANDIDATE,
        season_id=SEASON_ID,
        division_code="",
        population_on=None,
        commitment=OF_THE_LIST["commitment"],
        count=2,
        inspectors=(),
        inspectors_each=0,
        reveal_by_days=10,
        today=date(2013, 5, 15),
    )
    before = await world.runtime.service.prepare(command, PROVINCE, world.runtime.pool)
    assert before.guards == (("list-L-2013-320400", 0),)
    await submit(world, "a")
    after = await world.runtime.service.prepare(command, PROVINCE, world.runtime.pool)
    assert after.guards == (("list-L-2013-320400", 1),)
    with pytest.raises(DrawnFromIsKnown):
        after.decider.decide(after.command, after.decider.initial)


async def test_a_draw_is_the_same_when_its_events_are_taken_in_twice(world: World) -> None:
    await with_a_revealed_draw(world)
    before = [await world.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("draws", "drawn")]  # noqa: S608
    history = await world.runtime.store.load("draw-D-2013-320400")
    await world.knows(*(one.event for one in history.history))
    assert [await world.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("draws", "drawn")] == before  # noqa: S608
