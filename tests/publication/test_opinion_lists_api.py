"""意见清单: what bears a name and says what happened stands in a list of its own, which no flood buries."""

from typing import Any

from asyncpg import Pool, Record

from services.publication.queries.opinions import OpinionsWanted, Queue, opinions
from shared.database import Connection
from tests.publication.conftest import OPINION, World, given_opinion, screened, with_notice
from tests.publication.examples import NOTICE_ID, YI
from tests.publication.people import AUDITOR, CITY, COUNTY, OTHER_CITY, PROVINCE
from tests.publication.test_objections_api import ANSWER, act, decided, rule_of, taken_up

_FLOOD = """
INSERT INTO opinions (opinion_id, notice_id, application_id, station_id, side, stance, is_named, states_facts,
                      received_at, received_ms, version, city_code)
SELECT 'op-flood-' || n, $1, $2, 'st-jia', 'consumer', CASE WHEN n % 2 = 0 THEN 'support' ELSE 'objection' END,
       n % 3 = 0, false, now(), n, 1, '320400'
  FROM generate_series(1, 10000) AS n
"""


_READ = "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'opinions'"


async def in_turn(world: World, number: int, **change: object) -> str:
    """One after the other, a second apart."""
    await world.is_now(f"2013-09-25T10:31:{number:02}")
    return await given_opinion(world, **change)


async def listed(world: World, **asked: Any) -> list[str]:
    answer = await world.get("/v1/opinions", by=CITY, **asked)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


async def test_each_opinion_stands_in_one_list(world: World) -> None:
    await with_notice(world)
    named = await in_turn(world, 1, facts="有小票")
    anonymous = await in_turn(world, 2, name="", facts="有小票")
    vague = await in_turn(world, 3)
    support = await in_turn(world, 4, stance="support", facts="有小票")
    assert await listed(world, queue="objections") == [named]
    assert await listed(world, queue="leads") == [anonymous, vague]
    assert await listed(world, queue="support") == [support]
    assert await listed(world, queue="unscreened") == [named, anonymous, vague, support]
    await screened(world, anonymous, "lead_only")
    assert await listed(world, queue="leads") == [vague, anonymous]
    assert await listed(world, queue="unscreened") == [named, vague, support]
    assert await listed(world, screened=True) == [anonymous]
    assert (await world.get("/v1/opinions", by=OTHER_CITY, queue="leads")).json()["items"] == []
    assert (await world.get("/v1/opinions", by=COUNTY, queue="leads")).json()["type"] == "/problems/wrong-role"
    assert (await world.get("/v1/opinions", by=CITY, queue="all")).json()["type"] == "/problems/request-not-valid"


async def test_a_list_goes_on_over_its_pages(world: World) -> None:
    await with_notice(world)
    given = [await in_turn(world, n, facts="有小票", text=f"第{n}条") for n in range(5)]
    await screened(world, given[1], "admissible")
    expected = [given[0], *given[2:], given[1]]
    for by in (CITY, AUDITOR):
        found: list[str] = []
        cursor: dict[str, Any] = {}
        while True:
            page = (await world.get("/v1/opinions", by=by, queue="objections", limit=2, **cursor)).json()
            found += [one["id"] for one in page["items"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert found == expected
    assert await listed(world, application_id=YI, queue="objections") == []
    assert await listed(world, station_id="st-jia", notice_id=NOTICE_ID) == given
    assert await listed(world, certificate_number="苏示站2013-0001") == []


async def test_no_flood_buries_a_named_objection_or_slows_its_page(world: World, pool: "Pool[Record]") -> None:
    await with_notice(world)
    await pool.execute(_FLOOD, NOTICE_ID, "A-2013-st-jia")
    await pool.execute("ANALYZE opinions")
    planted = [await in_turn(world, n, facts="有小票", text=f"第{n}条") for n in range(20)]
    assert await listed(world, queue="objections") == planted
    for city_code in ("320400", None):
        for queue in Queue:
            wanted = OpinionsWanted(city_code=city_code, queue=queue)
            async with pool.acquire() as connection, connection.transaction():
                assert await _rows_read(connection, wanted) <= 60


async def _rows_read(connection: Connection, wanted: OpinionsWanted) -> int:
    """How many of the opinions the first page looks at."""
    before = await connection.fetchval(_READ)
    await opinions(connection, wanted, (None, None, None), 51)
    return int(await connection.fetchval(_READ) - before)


async def test_what_happened_counts_with_the_words(world: World, vault: "Pool[Record]") -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world, text="甲" * 1_500, facts="乙" * 500)
    assert await vault.fetchval("SELECT length(facts) FROM opinions") == 500
    shown = (await world.get(f"/v1/opinions/{opinion_id}", by=CITY)).json()
    assert (shown["facts"], shown["states_facts"], shown["channel"]) == ("乙" * 500, True, "form")
    path = f"/v1/notices/{NOTICE_ID}/opinions"
    too_long = await world.post(path, OPINION | {"text": "甲" * 1_500, "facts": "乙" * 501})
    assert too_long.json()["type"] == "/problems/opinion-too-long"
    by_clerk = (await world.post(path, OPINION, by=COUNTY)).json()["id"]
    assert (await world.get(f"/v1/opinions/{by_clerk}", by=CITY)).json()["channel"] == "counter"


async def test_what_is_in_hand_is_listed_by_its_next_day(world: World) -> None:
    await with_notice(world)
    first, second = await taken_up(world), await taken_up(world)
    third = await taken_up(world, station_id="st-yi")
    await act(world, first, "extension", {"reason": "待检验报告"})
    await decided(world, third)
    await world.is_now("2013-10-15T09:00")
    listed = (await world.get("/v1/objections", by=CITY)).json()["items"]
    assert [one["id"] for one in listed] == [third, second, first]
    told = [(one["stage"], one["due_on"], one["days_left"], one["is_overdue"]) for one in listed]
    assert told == [
        ("decided", "2013-09-29", -16, True),
        ("screened", "2013-10-14", -1, True),
        ("screened", "2013-10-28", 13, False),
    ]
    page = (await world.get("/v1/objections", by=AUDITOR, limit=2)).json()
    rest = (await world.get("/v1/objections", by=AUDITOR, limit=2, cursor=page["next"])).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == [third, second, first]
    assert (await world.get("/v1/objections", by=OTHER_CITY)).json()["items"] == []
    only = (await world.get("/v1/objections", by=CITY, station_id="st-yi")).json()["items"]
    assert [one["id"] for one in only] == [third]
    assert rule_of(await world.get("/v1/objections", by=PROVINCE)) == "wrong-role"
    await act(world, third, "answer", ANSWER)
    assert len((await world.get("/v1/objections", by=CITY)).json()["items"]) == 2
