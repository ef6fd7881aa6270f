"""合并同类意见 on the real database: what is alike becomes one matter, once, whoever goes on with it."""

import asyncio

import asyncpg
import orjson
import pytest
from asyncpg import Pool, Record

from services.publication import grouping
from services.publication.grouping import Grouping, group_opinions, matter_id
from services.publication.matter.commands import GroupOpinions
from services.publication.matter.decisions import NotOneMatter
from shared.access.roles import Level
from shared.errors import Forbidden, StreamMoved
from shared.runtime import Runtime
from tests.publication.conftest import World, given_opinion, with_notice
from tests.publication.examples import IN_THE_PERIOD
from tests.publication.people import CITY

ALIKE = (
    "我在该商场买的手机坏了，站点拒绝登记投诉，态度恶劣。",
    "我在该商场买的手机坏了，站点拒绝登记我的投诉，态度十分恶劣！",
    "我在该商场买的手机坏了,站点拒绝登记投诉,态度恶劣",
)
OTHER = "站里平时没有人值班，公示的电话打不通，根本没有发挥作用。"


async def group(runtime: Runtime) -> None:
    """As a process that has just been started does it."""
    anew = Grouping(runtime)
    while await anew.work():
        pass


async def given_alike(world: World) -> list[str]:
    """In their order: the clock of the tests stands still, so of one instant their identifiers tell it."""
    return sorted([await given_opinion(world, text=text) for text in ALIKE])


async def matters(pool: "Pool[Record]") -> dict[str, tuple[int, set[str]]]:
    rows = await pool.fetch(
        "SELECT matter_id, count, array_agg(opinion_id) AS ids FROM matters JOIN opinions USING (matter_id) GROUP BY 1"
    )
    return {row["matter_id"]: (row["count"], set(row["ids"])) for row in rows}


async def test_near_duplicates_are_one_matter_and_others_stay_alone(
    world: World, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    alike = await given_alike(world)
    alone = await given_opinion(world, text=OTHER)
    await group(runtime)
    assert await matters(pool) == {matter_id(alike[0]): (3, set(alike))}
    assert await pool.fetchval("SELECT was_compared FROM opinions WHERE opinion_id = $1", alone)
    assert not await Grouping(runtime).work()


async def test_the_event_is_the_citys_and_names_the_opinions_and_no_words(
    world: World, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    alike = await given_alike(world)
    await group(runtime)
    row = await pool.fetchrow(
        "SELECT payload, attributes FROM events WHERE type !~ 'Access' ORDER BY position DESC LIMIT 1"
    )
    assert row is not None
    payload, attributes = (orjson.loads(bytes(row[name])) for name in ("payload", "attributes"))
    assert payload["opinion_ids"] == alike
    assert payload["grouped_on"] == IN_THE_PERIOD.date().isoformat()
    assert attributes["actor"] == "service:publication"
    assert (attributes["bureau"], attributes["bureauname"]) == ("B-320400", "320400局")
    assert attributes["jurisdiction"] == "320400"
    assert "手机" not in bytes(row["payload"]).decode()


async def test_what_wants_something_else_or_is_about_another_is_another_matter(
    world: World, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    for station_id, stance in (("st-jia", "objection"), ("st-jia", "support"), ("st-yi", "objection")):
        for _ in range(2):
            await given_opinion(world, text=OTHER, station_id=station_id, stance=stance)
    await group(runtime)
    assert sorted(count for count, _ in (await matters(pool)).values()) == [2, 2, 2]


async def test_what_comes_later_joins_its_matter_also_after_a_new_start(
    world: World, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    first = await given_opinion(world, text=ALIKE[0])
    await group(runtime)
    assert await matters(pool) == {}
    second = await given_opinion(world, text=ALIKE[1])
    await group(runtime)
    third = await given_opinion(world, text=ALIKE[2])
    await group(runtime)
    assert await matters(pool) == {matter_id(first): (3, {first, second, third})}


async def test_one_that_goes_on_compares_with_what_it_has_in_memory(
    world: World, runtime: Runtime, pool: "Pool[Record]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "AT_ONCE", 2)
    monkeypatch.setattr(grouping, "_REMEMBERED", 1)
    await with_notice(world)
    going_on = Grouping(runtime)
    for text in (*ALIKE, OTHER, OTHER):
        for station_id in ("st-jia", "st-yi"):
            await given_opinion(world, text=text, station_id=station_id)
    rounds = 0
    while await going_on.work():
        rounds += 1
    assert rounds == 5
    assert sorted(count for count, _ in (await matters(pool)).values()) == [2, 2, 3, 3]


async def test_a_round_that_was_cut_short_is_gone_through_again(
    world: World, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    """Killed after the matter was recorded and before the rest was noted: everything comes out the same."""
    await with_notice(world)
    alike = await given_alike(world)
    await given_opinion(world, text=OTHER)
    await group(runtime)
    before = await pool.fetchval("SELECT position FROM head")
    await pool.execute("UPDATE opinions SET was_compared = false")
    await group(runtime)
    assert await pool.fetchval("SELECT position FROM head") == before
    assert await matters(pool) == {matter_id(alike[0]): (3, set(alike))}


async def test_an_opinion_whose_words_are_gone_stays_alone(
    world: World, runtime: Runtime, pool: "Pool[Record]", vault: "Pool[Record]"
) -> None:
    await with_notice(world)
    gone, *others = await given_alike(world)
    await vault.execute("DELETE FROM opinions WHERE opinion_id = $1", gone)
    await group(runtime)
    assert await matters(pool) == {matter_id(others[0]): (2, set(others))}
    assert not await Grouping(runtime).work()


async def test_one_process_does_it_and_another_takes_over(
    world: World, runtime: Runtime, pool: "Pool[Record]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "_LOOK_EVERY_SECONDS", 0.01)
    await with_notice(world)
    holder = await asyncpg.connect(runtime.settings.database_url)
    await holder.execute("SELECT pg_advisory_lock($1)", grouping._LOCK)
    grouped = asyncio.Event()
    work = Grouping.work

    async def noted(self: Grouping) -> bool:
        found = await work(self)
        if await matters(pool):
            grouped.set()
        return found

    monkeypatch.setattr(Grouping, "work", noted)
    chores = [asyncio.create_task(group_opinions(runtime)) for _ in range(2)]
    for text in ALIKE:
        await given_opinion(world, text=text)
    assert await matters(pool) == {}
    await holder.close()
    await asyncio.wait_for(grouped.wait(), 20)
    for chore in chores:
        chore.cancel()
    await asyncio.gather(*chores, return_exceptions=True)
    assert [count for count, _ in (await matters(pool)).values()] == [3]


async def test_an_outage_is_waited_out(
    world: World, runtime: Runtime, pool: "Pool[Record]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "_LOOK_EVERY_SECONDS", 0.01)
    await with_notice(world)
    for text in ALIKE:
        await given_opinion(world, text=text)
    done, calls = asyncio.Event(), 0
    work = Grouping.work

    async def once_away(self: Grouping) -> bool:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ConnectionResetError
        found = await work(self)
        if not found:
            done.set()
        return found

    monkeypatch.setattr(Grouping, "work", once_away)
    chore = asyncio.create_task(group_opinions(runtime))
    await asyncio.wait_for(done.wait(), 20)
    chore.cancel()
    await asyncio.gather(chore, return_exceptions=True)
    assert [count for count, _ in (await matters(pool)).values()] == [3]


async def test_nobody_but_the_service_groups(world: World, runtime: Runtime, pool: "Pool[Record]") -> None:
    await with_notice(world)
    alike = await given_alike(world)
    command = GroupOpinions(matter_id=matter_id(alike[0]), opinion_ids=tuple(alike), today=IN_THE_PERIOD.date())
    assert CITY.level is Level.CITY
    with pytest.raises(Forbidden):
        await runtime.service.prepare(command, CITY, pool)


async def test_what_a_rule_refuses_is_left_as_it_is_and_not_tried_for_ever(
    world: World, runtime: Runtime, pool: "Pool[Record]", monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_notice(world)
    await given_alike(world)

    async def refused_by_a_rule(*_arguments: object) -> None:
        raise NotOneMatter("as it seems")

    monkeypatch.setattr(Grouping, "_prepare", refused_by_a_rule)
    await group(runtime)
    assert await matters(pool) == {}
    assert await pool.fetchval("SELECT count(*) FROM opinions WHERE was_compared") == 3


async def test_what_moves_too_often_is_tried_again(
    world: World, runtime: Runtime, pool: "Pool[Record]", monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_notice(world)
    await given_alike(world)

    async def moves(*_arguments: object) -> None:
        raise StreamMoved("others are always first")

    with monkeypatch.context() as busy:
        busy.setattr(Grouping, "_prepare", moves)
        with pytest.raises(StreamMoved):
            await group(runtime)
    await group(runtime)
    assert [count for count, _ in (await matters(pool)).values()] == [3]
