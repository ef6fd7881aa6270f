"""异议人: what is known of who objects stays in the vault, but for the city that must answer them."""

import pytest
from asyncpg import Pool, Record

from services.publication.vault import proof, vault_of
from shared.access.roles import Caller, Level
from tests.publication.conftest import OPINION, World, given_opinion, screened, with_notice
from tests.publication.examples import IN_THE_PERIOD, NOTICE_ID
from tests.publication.people import AUDITOR, CITY, COUNTY, OTHER_CITY, OTHER_COUNTY, PROVINCE, PUBLIC
from tests.publication.test_objections_api import ANSWER, act, decided, rule_of, taken_up
from tests.publication.test_opinions_api import holding

HOST = Caller("person-1", Level.ENTERPRISE, "ho-jia")
FACTS = "9月20日购买，有小票。"
SECRETS = (OPINION["name"], OPINION["phone"], OPINION["text"], FACTS, ANSWER["text"])


@pytest.mark.parametrize("by", [PUBLIC, HOST, COUNTY, OTHER_COUNTY, OTHER_CITY, PROVINCE, AUDITOR])
async def test_nobody_else_is_told_who_objects_or_in_which_words(world: World, by: Caller) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)
    await decided(world, opinion_id)
    await act(world, opinion_id, "answer", ANSWER)
    held = await taken_up(world)
    paths = [
        "/v1/opinions",
        "/v1/objections",
        f"/v1/notices/{NOTICE_ID}",
        *(f"/v1/opinions/{one}{what}" for one in (opinion_id, held) for what in ("", "/author", "/followed")),
    ]
    for path in paths:
        told = (await world.get(path, by=by, receipt="x" * 24)).text
        assert not [secret for secret in SECRETS if secret in told], path


async def test_the_city_reads_the_name_of_whom_it_must_answer_and_of_nobody_else(world: World) -> None:
    await with_notice(world)
    opinion_id, lead = await taken_up(world), await given_opinion(world)
    await screened(world, lead, "lead_only")
    told = (await world.get(f"/v1/opinions/{opinion_id}/author", by=CITY)).json()
    assert told == {"id": opinion_id, "name": OPINION["name"], "phone": OPINION["phone"]}
    for other in (lead, await given_opinion(world)):
        assert rule_of(await world.get(f"/v1/opinions/{other}/author", by=CITY)) == "objection-not-admissible"
    cases = ((PUBLIC, "not-signed-in"), (COUNTY, "wrong-role"), (OTHER_CITY, "outside-jurisdiction"))
    for by, rule in (*cases, (AUDITOR, "wrong-role")):
        assert rule_of(await world.get(f"/v1/opinions/{opinion_id}/author", by=by)) == rule
    assert rule_of(await world.get("/v1/opinions/op-none/author", by=CITY)) == "no-such-opinion"


async def test_not_even_the_citys_lists_show_names(world: World) -> None:
    await with_notice(world)
    await taken_up(world)
    for path in ("/v1/opinions", "/v1/objections"):
        told = (await world.get(path, by=CITY)).text
        assert not [secret for secret in SECRETS if secret in told]


async def test_an_answer_lies_in_the_vault_and_its_event_proves_it(
    world: World, pool: "Pool[Record]", vault: "Pool[Record]"
) -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)
    assert rule_of(await act(world, opinion_id, "answer", ANSWER)) == "objection-not-decided"
    assert rule_of(await act(world, opinion_id, "answer", ANSWER, by=OTHER_CITY)) == "outside-jurisdiction"
    assert await vault.fetchval("SELECT count(*) FROM answers") == 0
    version = (await decided(world, opinion_id)).json()["version"]
    dry = await world.post(f"/v1/opinions/{opinion_id}/answer?dry_run=true", ANSWER, by=CITY, version=version)
    assert dry.json()["stage"] == "answered"
    assert await vault.fetchval("SELECT count(*) FROM answers") == 0
    assert (await act(world, opinion_id, "answer", ANSWER)).status_code == 200
    for secret in SECRETS:
        assert not await holding(pool, secret)
    salt = await vault.fetchval("SELECT salt FROM answers")
    payload = await pool.fetchval("SELECT payload FROM events WHERE type !~ 'Access' ORDER BY position DESC LIMIT 1")
    assert proof(salt, ANSWER["text"].encode()).encode() in payload


async def test_an_answer_is_given_once(world: World, vault: "Pool[Record]") -> None:
    await with_notice(world)
    opinion_id = await taken_up(world)
    version = (await decided(world, opinion_id)).json()["version"]
    path = f"/v1/opinions/{opinion_id}/answer"
    first = await world.post(path, ANSWER, by=CITY, version=version, key="one")
    again = await world.post(path, ANSWER, by=CITY, version=version, key="one")
    assert again.json() == first.json()
    assert (await act(world, opinion_id, "answer", ANSWER)).json()["version"] == first.json()["version"]
    other = ANSWER | {"text": "另一答复"}
    assert rule_of(await act(world, opinion_id, "answer", other)) == "objector-already-answered"
    assert await vault.fetchval("SELECT text FROM answers") == ANSWER["text"]


async def test_an_answer_that_was_cut_off_is_not_told_before_it_is_recorded(world: World) -> None:
    await with_notice(world)
    given = (await world.post(f"/v1/notices/{NOTICE_ID}/opinions", OPINION)).json()
    await screened(world, given["id"], "admissible")
    await decided(world, given["id"])
    await vault_of(world.runtime).keep_answer(given["id"], ANSWER["text"], IN_THE_PERIOD)
    path = f"/v1/opinions/{given['id']}/followed"
    assert (await world.get(path, receipt=given["receipt"])).json()["answer"] is None
    assert (await act(world, given["id"], "answer", ANSWER)).status_code == 200
    assert (await world.get(path, receipt=given["receipt"])).json()["answer"] == ANSWER["text"]
