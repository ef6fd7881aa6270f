"""同类意见 over HTTP: a pile is read once and screened together; what must be read by itself is left out of it."""

import pytest
from asyncpg import Pool, Record

from shared.access.roles import Caller
from shared.runtime import Runtime
from tests.publication.conftest import OPINION, World, given_opinion, screened, with_notice
from tests.publication.examples import JIA, NOTICE_ID, YI, certified
from tests.publication.people import AUDITOR, CITY, COUNTY, OTHER_CITY, PROVINCE, PUBLIC
from tests.publication.test_grouping import ALIKE, OTHER, group

REASON = "内容相同，未列明事实"


async def pile(world: World, runtime: Runtime, *, named: bool = True) -> tuple[str, list[str]]:
    """Five anonymous objections alike, and perhaps a named one with facts that says the same; the last is the named."""
    await with_notice(world)
    given = [await given_opinion(world, text=ALIKE[number % 3], name="", phone="") for number in range(5)]
    if named:
        given.append(await given_opinion(world, text=ALIKE[1], facts="。"))
    await group(runtime)
    listed = (await world.get("/v1/matters", by=CITY)).json()["items"]
    assert len(listed) == 1, listed
    return listed[0]["id"], given


async def screen(world: World, matter_id: str, result: str = "lead_only", **given: object) -> dict[str, object]:
    body = {"result": result, "reason": REASON} | given
    answer = await world.post(f"/v1/matters/{matter_id}/screening", body, by=CITY)
    told: dict[str, object] = answer.json()
    return told


async def test_a_matter_is_listed_with_its_counts(world: World, runtime: Runtime) -> None:
    matter_id, given = await pile(world, runtime)
    listed = (await world.get("/v1/matters", by=CITY, application_id=JIA, notice_id=NOTICE_ID)).json()["items"]
    first = listed[0].pop("first_received_at")
    assert first.startswith("2013-09-25T")
    assert listed == [
        {
            "id": matter_id,
            "notice_id": NOTICE_ID,
            "application_id": JIA,
            "station_id": "st-jia",
            "certificate_number": "",
            "stance": "objection",
            "count": 6,
            "unscreened": 6,
            "unscreened_objections": 1,
            "named_with_facts": 1,
            "first_opinion_id": listed[0]["first_opinion_id"],
            "version": 1,
        }
    ]
    assert listed[0]["first_opinion_id"] in given
    assert (await world.get("/v1/matters", by=CITY, application_id=YI)).json()["items"] == []


async def test_a_matter_shows_its_opinions_page_by_page_and_no_words(world: World, runtime: Runtime) -> None:
    matter_id, given = await pile(world, runtime)
    first = await world.get(f"/v1/matters/{matter_id}", by=CITY, limit=4)
    assert first.headers["etag"] == '"v1"'
    assert f"/v1/matters/{matter_id}?" in first.headers["link"]
    assert first.json()["matter"]["count"] == 6
    rest = await world.get(f"/v1/matters/{matter_id}", by=CITY, limit=4, cursor=first.json()["next"])
    assert {one["id"] for one in first.json()["items"] + rest.json()["items"]} == set(given)
    assert rest.json()["next"] is None
    assert "手机" not in first.text
    assert str(OPINION["name"]) not in first.text + rest.text


async def test_matters_with_unscreened_opinions_come_first(world: World, runtime: Runtime) -> None:
    done, _ = await pile(world, runtime, named=False)
    await screen(world, done)
    await world.is_now("2013-09-26T10:30")
    for _ in range(2):
        await given_opinion(world, text=OTHER, name="")
    await group(runtime)
    listed = (await world.get("/v1/matters", by=CITY, limit=1)).json()
    assert listed["items"][0]["unscreened"] == 2
    rest = (await world.get("/v1/matters", by=CITY, limit=1, cursor=listed["next"])).json()
    assert [one["id"] for one in rest["items"]] == [done]
    assert rest["next"] is None


async def test_a_pile_is_screened_at_once_and_its_named_objection_is_left(
    world: World, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    matter_id, given = await pile(world, runtime)
    assert await screen(world, matter_id) == {"id": matter_id, "screened": 5, "left": 0}
    rows = await pool.fetch("SELECT opinion_id, screening, reason FROM opinions")
    assert {row["opinion_id"] for row in rows if row["screening"] is None} == {given[-1]}
    assert {(row["screening"], row["reason"]) for row in rows if row["screening"]} == {("lead_only", REASON)}
    position = await pool.fetchval("SELECT max(position) FROM events WHERE type !~ 'Access'")
    instants = await pool.fetchval("SELECT count(DISTINCT recorded_at) FROM events WHERE position > $1", position - 5)
    assert instants == 1
    assert await screen(world, matter_id) == {"id": matter_id, "screened": 0, "left": 0}


async def test_the_named_objection_in_a_pile_is_on_the_first_page_and_holds_its_candidate(
    world: World, runtime: Runtime
) -> None:
    _, given = await pile(world, runtime)
    queue = (await world.get("/v1/opinions", by=CITY, queue="objections", limit=1)).json()["items"]
    assert [one["id"] for one in queue] == [given[-1]]
    assert (await screened(world, given[-1], "admissible")).status_code == 200
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["candidates"]
    assert [one["result"] for one in shown] == ["held", "kept"]


async def test_the_same_request_twice_screens_once_and_answers_the_same(world: World, runtime: Runtime) -> None:
    matter_id, _ = await pile(world, runtime)
    path, body = f"/v1/matters/{matter_id}/screening", {"result": "rejected", "reason": REASON}
    answers = [await world.post(path, body, by=CITY, key="once") for _ in range(2)]
    assert answers[0].json() == answers[1].json() == {"id": matter_id, "screened": 5, "left": 0}


async def test_at_most_two_hundred_are_screened_by_one_command(
    world: World, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.publication.api.matters.MOST", 3)
    matter_id, _ = await pile(world, runtime)
    assert await screen(world, matter_id) == {"id": matter_id, "screened": 3, "left": 2}
    assert await screen(world, matter_id) == {"id": matter_id, "screened": 2, "left": 0}


async def test_support_is_noted_together(world: World, runtime: Runtime) -> None:
    await with_notice(world)
    for _ in range(2):
        await given_opinion(world, text="很好！", stance="support")
    await group(runtime)
    matter_id = (await world.get("/v1/matters", by=CITY)).json()["items"][0]["id"]
    wrong = await world.post(f"/v1/matters/{matter_id}/screening", {"result": "rejected", "reason": REASON}, by=CITY)
    assert wrong.json()["type"] == "/problems/screened-as-another-kind"
    assert await screen(world, matter_id, "support_noted", reason="") == {"id": matter_id, "screened": 2, "left": 0}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"result": "admissible", "reason": REASON}, "admissible-is-single"),
        ({"result": "lead_only", "reason": " "}, "screening-gives-reasons"),
        ({"result": "support_noted", "reason": ""}, "screened-as-another-kind"),
    ],
)
async def test_what_the_rules_refuse_of_one_they_refuse_of_many(
    world: World, runtime: Runtime, pool: "Pool[Record]", body: dict[str, str], rule: str
) -> None:
    matter_id, _ = await pile(world, runtime)
    answer = await world.post(f"/v1/matters/{matter_id}/screening", body, by=CITY)
    assert answer.json()["type"] == f"/problems/{rule}"
    assert await pool.fetchval("SELECT count(*) FROM opinions WHERE screening IS NOT NULL") == 0


@pytest.mark.parametrize(
    ("by", "rule"),
    [(PUBLIC, "not-signed-in"), (COUNTY, "wrong-role"), (PROVINCE, "wrong-role"), (OTHER_CITY, "outside-jurisdiction")],
)
async def test_only_the_city_screens_and_only_city_and_auditor_read(
    world: World, runtime: Runtime, by: Caller, rule: str
) -> None:
    matter_id, _ = await pile(world, runtime)
    path = f"/v1/matters/{matter_id}"
    said = await world.post(f"{path}/screening", {"result": "lead_only", "reason": REASON}, by=by)
    assert said.json()["type"] == f"/problems/{rule}"
    assert (await world.get(path, by=by)).json()["type"] == f"/problems/{rule}"
    listed = await world.get("/v1/matters", by=by)
    assert listed.status_code >= 400 or listed.json()["items"] == []
    assert (await world.get(path, by=AUDITOR)).status_code == 200
    assert len((await world.get("/v1/matters", by=AUDITOR)).json()["items"]) == 1


async def test_an_unknown_matter_is_not_found(world: World) -> None:
    assert (await world.get("/v1/matters/mt-none", by=CITY)).json()["type"] == "/problems/no-such-matter"
    answer = await world.post("/v1/matters/mt-none/screening", {"result": "lead_only", "reason": REASON}, by=CITY)
    assert answer.json()["type"] == "/problems/no-such-matter"


async def test_what_is_about_a_candidate_that_has_gone_is_not_counted_as_unscreened(
    world: World, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    matter_id, _ = await pile(world, runtime)
    await pool.execute("UPDATE notice_candidates SET result = 'struck_off' WHERE application_id = $1", JIA)
    assert (await world.get(f"/v1/matters/{matter_id}", by=CITY)).json()["matter"]["unscreened"] == 0
    assert await screen(world, matter_id) == {"id": matter_id, "screened": 0, "left": 0}


async def test_opinions_about_a_title_are_matters_of_its_stations_city(world: World, runtime: Runtime) -> None:
    await world.is_now("2014-03-10T09:00")
    await world.hear(certified)
    for text in ALIKE:
        said = {"side": "consumer", "stance": "objection", "text": text}
        answer = await world.post("/v1/titles/st-jia/opinions", said)
        assert answer.status_code == 202, answer.text
    await group(runtime)
    wanted = {"certificate_number": certified.certificate_number}
    listed = (await world.get("/v1/matters", by=CITY, **wanted)).json()["items"]
    assert [(one["count"], one["notice_id"], one["station_id"]) for one in listed] == [(3, "", "st-jia")]
    assert (await world.get("/v1/matters", by=OTHER_CITY, **wanted)).json()["items"] == []
    assert await screen(world, listed[0]["id"]) == {"id": listed[0]["id"], "screened": 3, "left": 0}
