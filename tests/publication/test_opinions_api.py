"""意见 over HTTP: anybody gives one, the city alone reads it, and who gave it stays in the vault."""

from datetime import date

import pytest
from asyncpg import Pool, Record

from services.publication.vault import Words, proof, vault_of
from shared.access.roles import Caller, Level
from shared.eventsourcing.ids import new_id
from tests.publication.conftest import OPINION, World, given_opinion, screened, with_notice
from tests.publication.examples import IN_THE_PERIOD, JIA, NOTICE_ID, YI
from tests.publication.people import AUDITOR, CITY, COUNTY, OTHER_CITY, PROVINCE, PUBLIC

OPINIONS = f"/v1/notices/{NOTICE_ID}/opinions"
HOST = Caller("person-1", Level.ENTERPRISE, "ho-jia")


async def test_a_consumer_gives_an_opinion_without_an_account(world: World, vault: "Pool[Record]") -> None:
    await with_notice(world)
    answer = await world.post(OPINIONS, OPINION)
    assert answer.status_code == 202
    told = answer.json()
    assert (told["application_id"], told["stage"], told["version"]) == (JIA, "received", 1)
    assert len(told["receipt"]) == 24
    row = await vault.fetchrow("SELECT * FROM opinions WHERE opinion_id = $1", told["id"])
    assert row is not None
    assert (row["text"], row["author_name"]) == (OPINION["text"], OPINION["name"])
    assert told["receipt"].encode() not in row["receipt_hash"]


async def test_the_event_proves_the_words_and_does_not_tell_them(
    world: World, pool: "Pool[Record]", vault: "Pool[Record]"
) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    salt = await vault.fetchval("SELECT salt FROM opinions WHERE opinion_id = $1", opinion_id)
    words = Words(OPINION["text"], OPINION["name"], OPINION["phone"])
    payload = await pool.fetchval("SELECT payload FROM events WHERE stream_id = $1", f"opinion-{opinion_id}")
    assert proof(salt, words.content()).encode() in payload


async def test_no_table_and_no_event_holds_the_words_or_the_author(
    world: World, pool: "Pool[Record]", vault: "Pool[Record]"
) -> None:
    """The scanner first finds a canary that was planted in a table, and the words in the vault."""
    await with_notice(world)
    answer = await world.post(OPINIONS, OPINION)
    await screened(world, answer.json()["id"], "admissible")
    for secret in (OPINION["text"], OPINION["name"], OPINION["phone"]):
        assert await holding(vault, secret)
        assert not await holding(pool, secret)
    assert not await holding(pool, answer.json()["receipt"])
    await pool.execute("UPDATE opinions SET reason = $1", OPINION["name"])
    assert await holding(pool, OPINION["name"])


async def holding(pool: "Pool[Record]", secret: str) -> list[str]:
    """The tables where the text stands, as text or as bytes."""
    tables = await pool.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = []
    for (table,) in tables:
        rows = await pool.fetch(f'SELECT * FROM "{table}"')  # noqa: S608 (names from the database's own catalogue)
        cells = [cell for row in rows for cell in row.values()]
        texts = [cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell) for cell in cells]
        if any(secret in text for text in texts):
            found.append(str(table))
    return found


async def test_an_opinion_sent_twice_is_received_once_with_the_same_receipt(world: World, pool: "Pool[Record]") -> None:
    await with_notice(world)
    first = await world.post(OPINIONS, OPINION, key="one")
    again = await world.post(OPINIONS, OPINION, key="one")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    assert await pool.fetchval("SELECT count(*) FROM opinions") == 1
    other = await world.post(OPINIONS, OPINION | {"text": "另一件事"}, key="one")
    assert other.json()["type"] == "/problems/key-reused"


async def test_a_repetition_after_the_period_gets_its_answer_without_the_receipt(world: World) -> None:
    await with_notice(world)
    first = await world.post(OPINIONS, OPINION, key="one")
    await world.is_now("2013-09-30T08:00")
    again = await world.post(OPINIONS, OPINION, key="one")
    assert again.json() == first.json() | {"receipt": None}


async def test_words_whose_event_was_cut_off_are_found_again(world: World, vault: "Pool[Record]") -> None:
    """The process died between the vault and the event: the repetition brings both together."""
    await with_notice(world)
    words = Words(OPINION["text"], OPINION["name"], OPINION["phone"])
    opinion_id = new_id("op", "publication public one")
    kept = await vault_of(world.runtime).keep(opinion_id, words, IN_THE_PERIOD)
    other = await world.post(OPINIONS, OPINION | {"text": "另一件事"}, key="one")
    assert other.json()["type"] == "/problems/already-received"
    answer = await world.post(OPINIONS, OPINION, key="one")
    assert (answer.status_code, answer.json()["id"]) == (202, opinion_id)
    assert answer.json()["receipt"] == kept.receipt
    assert await vault.fetchval("SELECT text FROM opinions") == OPINION["text"]


async def test_a_dry_run_keeps_nothing(world: World, pool: "Pool[Record]", vault: "Pool[Record]") -> None:
    await with_notice(world)
    answer = await world.post(f"{OPINIONS}?dry_run=true", OPINION)
    assert answer.status_code == 200
    assert "receipt" not in answer.json()
    assert await vault.fetchval("SELECT count(*) FROM opinions") == 0
    assert await pool.fetchval("SELECT count(*) FROM opinions") == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"text": "长" * 2_001}, "opinion-too-long"),
        ({"text": "长" * 5_000}, "request-not-valid"),
        ({"text": "  "}, "opinion-empty"),
        ({"station_id": "st-bing"}, "candidate-not-on-notice"),
        ({"station_id": None}, "request-not-valid"),
        ({"application_id": JIA}, "request-not-valid"),
        ({"side": "competitor"}, "request-not-valid"),
        ({"photo": "…"}, "request-not-valid"),
    ],
)
async def test_an_opinion_that_is_refused_leaves_nothing_behind(
    world: World, pool: "Pool[Record]", vault: "Pool[Record]", change: dict[str, object], rule: str
) -> None:
    await with_notice(world)
    answer = await world.post(OPINIONS, OPINION | change)
    assert answer.json()["type"] == f"/problems/{rule}"
    assert await vault.fetchval("SELECT count(*) FROM opinions") == 0
    assert await pool.fetchval("SELECT count(*) FROM opinions") == 0


async def test_a_body_that_is_too_large_is_refused(world: World) -> None:
    await with_notice(world)
    answer = await world.post(OPINIONS, OPINION | {"text": "x" * 1_100_000})
    assert answer.status_code == 413


async def test_an_unknown_notice_takes_no_opinion(world: World) -> None:
    answer = await world.post("/v1/notices/N-2013-320500-1/opinions", OPINION)
    assert answer.json()["type"] == "/problems/no-such-notice"


async def test_after_the_last_printed_day_no_opinion_is_received(world: World, vault: "Pool[Record]") -> None:
    await with_notice(world)
    await world.is_now("2013-09-29T23:59:59")
    await given_opinion(world)
    await world.is_now("2013-09-30T00:00")
    answer = await world.post(OPINIONS, OPINION)
    assert answer.json()["type"] == "/problems/notice-not-open"
    assert await vault.fetchval("SELECT count(*) FROM opinions") == 1


async def test_an_opinion_may_name_the_application(world: World) -> None:
    await with_notice(world)
    body = {"application_id": YI, "side": "operator", "stance": "support", "text": "服务好"}
    answer = await world.post(OPINIONS, body)
    assert answer.json()["application_id"] == YI


@pytest.mark.parametrize(
    ("by", "rule"),
    [
        (COUNTY, None),
        (CITY, None),
        (OTHER_CITY, "outside-jurisdiction"),
        (HOST, "wrong-role"),
        (PROVINCE, "wrong-role"),
    ],
)
async def test_a_clerk_of_the_area_takes_an_opinion_down(world: World, by: Caller, rule: str | None) -> None:
    """A host's token would write its name into the record: operators give their opinions without one."""
    await with_notice(world)
    answer = await world.post(OPINIONS, OPINION, by=by)
    if rule is None:
        assert answer.status_code == 202
    else:
        assert answer.json()["type"] == f"/problems/{rule}"


async def test_the_city_reads_the_words_and_not_who_gave_them(world: World) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    shown = await world.get(f"/v1/opinions/{opinion_id}", by=CITY)
    assert shown.status_code == 200
    assert shown.headers["etag"] == '"v1"'
    assert shown.json()["text"] == OPINION["text"]
    assert shown.json()["is_named"] is True
    assert OPINION["name"] not in shown.text
    assert OPINION["phone"] not in shown.text
    audited = await world.get(f"/v1/opinions/{opinion_id}", by=AUDITOR)
    assert audited.json()["text"] is None


@pytest.mark.parametrize(
    ("by", "rule"),
    [
        (PUBLIC, "not-signed-in"),
        (HOST, "wrong-role"),
        (COUNTY, "outside-jurisdiction"),
        (PROVINCE, "wrong-role"),
        (OTHER_CITY, "outside-jurisdiction"),
    ],
)
async def test_nobody_else_reads_an_opinion(world: World, by: Caller, rule: str) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    answer = await world.get(f"/v1/opinions/{opinion_id}", by=by)
    assert answer.json()["type"] == f"/problems/{rule}"
    listed = await world.get("/v1/opinions", by=by)
    assert listed.status_code >= 400 or listed.json()["items"] == []


async def test_the_public_page_shows_no_opinion_and_no_tally(world: World) -> None:
    await with_notice(world)
    before = (await world.get(f"/v1/notices/{NOTICE_ID}")).text
    await given_opinion(world)
    await given_opinion(world, stance="support")
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).text == before


async def test_opinions_are_listed_in_the_order_in_which_they_came(world: World) -> None:
    await with_notice(world)
    given = {await given_opinion(world, text=f"第{n}条") for n in range(3)}
    await screened(world, next(iter(given)), "lead_only")
    first = (await world.get("/v1/opinions", by=CITY, limit=2, notice_id=NOTICE_ID)).json()
    rest = (await world.get("/v1/opinions", by=CITY, limit=2, cursor=first["next"])).json()
    assert {one["id"] for one in first["items"] + rest["items"]} == given
    assert rest["next"] is None
    unscreened = (await world.get("/v1/opinions", by=CITY, screened=False)).json()
    assert len(unscreened["items"]) == 2
    assert (await world.get("/v1/opinions", by=CITY, application_id=YI)).json()["items"] == []


async def test_an_unknown_opinion_is_not_found(world: World) -> None:
    assert (await world.get("/v1/opinions/op-none", by=CITY)).json()["type"] == "/problems/no-such-opinion"
    answer = await screened(world, "op-none", "rejected")
    assert answer.json()["type"] == "/problems/no-such-opinion"


async def test_screening_and_the_hold_are_one_transaction(world: World, pool: "Pool[Record]") -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    answer = await screened(world, opinion_id, "admissible")
    assert answer.json()["screening"] == "admissible"
    types = [
        row["type"] for row in await pool.fetch("SELECT type FROM events WHERE type !~ 'Access' ORDER BY position")
    ]
    assert [name.split(".")[2] for name in types[-2:]] == ["OpinionScreened", "CandidateHeld"]
    assert await pool.fetchval("SELECT count(DISTINCT recorded_at) FROM events WHERE position > 2") == 1


async def test_an_anonymous_objection_is_a_lead(world: World) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world, name="  ")
    refused = await screened(world, opinion_id, "admissible")
    assert refused.json()["type"] == "/problems/anonymous-is-a-lead"
    assert (await screened(world, opinion_id, "lead_only")).status_code == 200
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert {one["result"] for one in shown["candidates"]} == {"kept"}


@pytest.mark.parametrize(("by", "rule"), [(COUNTY, "wrong-role"), (OTHER_CITY, "outside-jurisdiction")])
async def test_only_the_city_of_the_notice_screens(world: World, by: Caller, rule: str) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    body = {"result": "lead_only", "reason": "待查"}
    answer = await world.post(f"/v1/opinions/{opinion_id}/screening", body, by=by, version=1)
    assert answer.json()["type"] == f"/problems/{rule}"


async def test_a_named_objection_of_the_last_evening_still_holds_after_the_closing(
    world: World, pool: "Pool[Record]"
) -> None:
    """The closing had counted before the objection was written; both were in time."""
    await with_notice(world)
    opinion_id = await given_opinion(world)
    await pool.execute("UPDATE opinions SET screening = 'not seen yet'")
    await world.day_begins(date(2013, 9, 30))
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "closed"
    assert (await screened(world, opinion_id, "admissible")).status_code == 200
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert shown["candidates"][0]["result"] == "held"
