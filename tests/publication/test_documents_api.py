"""What was printed is printed again byte for byte, and nothing else is ever shown for it."""

import base64
from typing import Any

import pytest

from services.publication.projections.prints import project as project_print
from shared.eventsourcing.store import recorded as stored
from shared.printing import sha256
from tests.publication.conftest import World, with_notice
from tests.publication.examples import NOTICE_ID, SEASON, certified, refused, restored, revoked, submitted
from tests.publication.hearing import InOrder
from tests.publication.people import PROVINCE
from tests.publication.printables import NUMBER, PRINTABLES, more, notice
from tests.publication.test_supplementing_a_result import RESULT

ENDED = {"station_id": "st-jia", "media": "新华日报"}


async def a_year_and_more(world: World) -> None:
    """A season's notice, its result with a certificate, a revocation and its setting aside."""
    await with_notice(world)
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    await hear.on("2014-06-20", revoked)
    await world.post("/v1/announcements/revocations", ENDED, by=PROVINCE)
    await hear.on("2014-09-01", restored)
    await world.post("/v1/announcements/restorations", ENDED, by=PROVINCE)


async def documents(world: World) -> dict[str, bytes]:
    listed = (await world.get("/v1/documents", limit=50)).json()["items"]
    return {one["id"]: (await world.get(f"/v1/documents/{one['id']}")).content for one in listed}


async def test_every_print_is_listed_with_its_form_and_its_proof(world: World) -> None:
    await a_year_and_more(world)
    listed = (await world.get("/v1/documents")).json()["items"]
    assert [(one["kind"], one["template"], one["printed_on"]) for one in listed] == [
        ("notice", "notice-1", "2013-09-23"),
        ("result", "result-1", "2013-12-20"),
        ("certificate", "certificate-1", "2013-12-20"),
        ("revocation", "revocation-1", "2014-06-20"),
        ("restoration", "restoration-1", "2014-09-01"),
    ]
    for one in listed:
        answer = await world.get(f"/v1/documents/{one['id']}")
        assert sha256(answer.content) == one["printed_sha256"]
        assert answer.headers["etag"] == f'"{one["printed_sha256"]}"'
        proof = base64.b64encode(bytes.fromhex(one["printed_sha256"])).decode()
        assert answer.headers["repr-digest"] == f"sha-256=:{proof}:"
        assert answer.headers["content-security-policy"].startswith("default-src 'none';")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_documents_are_found_by_kind_season_and_station(world: World) -> None:
    await a_year_and_more(world)

    async def kinds(**wanted: Any) -> set[str]:
        return {one["kind"] for one in (await world.get("/v1/documents", **wanted)).json()["items"]}

    assert await kinds(season_id=SEASON) == {"notice", "result"}
    assert await kinds(station_id="st-jia") == {"certificate", "revocation", "restoration"}
    assert await kinds(kind="notice") == {"notice"}
    assert (await world.get("/v1/documents", kind="poem")).status_code == 422


async def test_read_models_that_are_built_anew_print_the_same(world: World) -> None:
    await a_year_and_more(world)
    before = await documents(world)
    assert len(before) == 5
    pool = world.runtime.pool
    rows = await world.runtime.store.after(0, 100)
    await pool.execute("DELETE FROM prints")
    for row in rows:
        for sql, arguments in project_print(stored(row).event):
            await pool.execute(sql, *arguments)
    assert await documents(world) == before


@pytest.mark.parametrize("name", PRINTABLES)
async def test_what_was_printed_before_forms_had_names_is_still_printed(world: World, name: str) -> None:
    event, further = PRINTABLES[name]
    for one in (event, *further, *further):
        for sql, arguments in project_print(one):
            await world.runtime.pool.execute(sql, *arguments)
    document_id = await world.runtime.pool.fetchval("SELECT document_id FROM prints WHERE printed_sha256 = ''")
    if name != "certificate-1":  # A certificate is shown while it stands in its own table.
        assert (await world.get(f"/v1/documents/{document_id}")).status_code == 200
    assert document_id


async def test_a_record_behind_the_first_stands_in_the_document_once(world: World) -> None:
    for one in (notice, more, more):
        for sql, arguments in project_print(one):
            await world.runtime.pool.execute(sql, *arguments)
    printed = (await world.get(f"/v1/documents/{NOTICE_ID}")).text
    assert printed.count("bing消费维权服务站") == 1


async def test_another_print_is_never_shown(world: World) -> None:
    await a_year_and_more(world)
    await world.runtime.pool.execute("UPDATE prints SET events = jsonb_set(events, '{0,payload,media}', '\"别的报\"')")
    for document_id in (NOTICE_ID, (await world.get("/v1/documents", kind="result")).json()["items"][0]["id"]):
        answer = await world.get(f"/v1/documents/{document_id}")
        assert (answer.status_code, answer.json()["type"]) == (500, "/problems/print-differs")
        assert "别的报" not in answer.text


async def test_there_is_no_document_that_nobody_printed(world: World) -> None:
    answer = await world.get("/v1/documents/an-none")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-document")


async def test_a_certificate_has_one_print_at_two_addresses(world: World) -> None:
    await a_year_and_more(world)
    one = await world.get(f"/v1/documents/{NUMBER}")
    other = await world.get(f"/v1/certificates/{NUMBER}/printed")
    assert one.content == other.content
    assert one.headers["etag"] == other.headers["etag"]
