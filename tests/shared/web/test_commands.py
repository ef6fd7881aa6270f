"""A command is carried out once, on what its caller had read, and answered the same way when it is sent again."""

import asyncio
from typing import Any

import orjson
from httpx import AsyncClient, Response

from shared.access.roles import Caller, Level
from shared.bus.topics import partition_of
from shared.events.registry import BureauLevel, OfficerPosted
from shared.runtime import Runtime
from tests.shared.web import toy
from tests.shared.web.conftest import CLERK, Token, bureau, key, put
from tests.shared.web.test_errors import HOST, is_problem

NOTE = {"summary": "looked at the ledger"}


async def registered(client: AsyncClient, token: Token, sent: dict[str, str] | None = None) -> Response:
    response = await client.post("/v1/hosts", json=HOST, headers=token() | (sent or key()))
    assert response.status_code == 201, response.text
    return response


async def test_a_command_is_answered_with_what_it_led_to(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    response = await registered(client, token)
    host = response.json()
    assert host == {"id": host["id"], "name": HOST["name"], "notes": 0, "version": 1}
    assert response.headers["etag"] == '"v1"'
    assert response.headers["location"] == f"/v1/hosts/{host['id']}"
    partition = partition_of(f"host-{host['id']}")
    assert response.headers["shifan-position"] == f"registry:{partition}:1"
    read = await client.get(response.headers["location"])
    assert read.headers["etag"] == '"v1"'
    assert read.json() == host
    assert await runtime.pool.fetchval("SELECT name FROM hosts") == HOST["name"]


async def test_the_record_says_who_acted_for_whom(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    response = await registered(client, token, key() | {"traceparent": trace})
    assert response.headers["x-correlation-id"] == "0af7651916cd43dd8448eb211c80319c"
    attributes = orjson.loads((await runtime.store.after(0, 1))[0].attributes)
    assert (
        attributes
        | {
            "actor": "of-1",
            "level": "county",
            "post": "clerk",
            "bureau": "B-320402",
            "bureauname": "320402局",
            "jurisdiction": "320402",
            "source": "/services/registry",
            "correlationid": "0af7651916cd43dd8448eb211c80319c",
            "traceparent": trace,
        }
        == attributes
    )


async def test_a_command_needs_a_key(client: AsyncClient, token: Token) -> None:
    is_problem(await client.post("/v1/hosts", json=HOST, headers=token()), 400, "idempotency-key-missing")
    for bad in ("", "x" * 201, "a b"):
        sent = token() | {"Idempotency-Key": bad}
        is_problem(await client.post("/v1/hosts", json=HOST, headers=sent), 400, "idempotency-key-missing")


async def test_a_command_sent_again_is_answered_byte_for_byte(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    sent = key()
    first = await registered(client, token, sent)
    again = await registered(client, token, sent)
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    for header in ("etag", "location", "shifan-position", "content-type"):
        assert again.headers[header] == first.headers[header]
    assert "idempotency-replayed" not in first.headers
    assert (await runtime.store.head()).position == 1


async def test_a_change_sent_again_is_answered_although_the_case_has_moved(client: AsyncClient, token: Token) -> None:
    where = (await registered(client, token)).headers["location"] + "/notes"
    sent = token() | key() | {"If-Match": '"v1"'}
    first = await client.post(where, json=NOTE, headers=sent)
    assert (await client.post(where, json=NOTE, headers=token() | key() | {"If-Match": '"v2"'})).status_code == 200
    again = await client.post(where, json=NOTE, headers=sent)
    assert again.status_code == 200
    assert again.content == first.content
    assert again.headers["etag"] == '"v2"'
    assert again.headers["shifan-position"] == first.headers["shifan-position"]


async def test_what_was_granted_is_answered_again_although_it_would_be_refused_today(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    sent = key()
    first = await registered(client, token, sent)
    await put(runtime.pool, bureau("320402", BureauLevel.COUNTY).model_copy(update={"division_code": "320499"}))
    again = await registered(client, token, sent)
    assert again.content == first.content
    is_problem(await client.post("/v1/hosts", json=HOST, headers=token() | key()), 403, "outside-jurisdiction")


async def test_a_key_belongs_to_one_request(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    sent = key()
    where = (await registered(client, token, sent)).headers["location"]
    other = HOST | {"name": "another"}
    is_problem(await client.post("/v1/hosts", json=other, headers=token() | sent), 422, "key-reused")
    elsewhere = await client.post(where + "/notes", json=NOTE, headers=token() | sent | {"If-Match": '"v1"'})
    is_problem(elsewhere, 422, "key-reused")
    assert (await runtime.store.head()).position == 1


async def test_a_key_is_the_callers_own(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    colleague = Caller("of-3", Level.COUNTY, "B-320402")
    posted_on = runtime.clock.today()
    await put(runtime.pool, OfficerPosted(officer_id="of-3", bureau_code="B-320402", post="p", posted_on=posted_on))
    sent = key()
    first = await registered(client, token, sent)
    other = await client.post("/v1/hosts", json=HOST, headers=token(colleague) | sent)
    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]


async def test_a_key_of_a_refused_command_may_be_used_again(client: AsyncClient, token: Token) -> None:
    sent = key()
    refused = await client.post("/v1/hosts", json=HOST | {"division_code": "320404"}, headers=token() | sent)
    is_problem(refused, 403, "outside-jurisdiction")
    await registered(client, token, sent)


async def test_a_command_that_is_being_carried_out_is_not_begun_twice(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    sent, gate = key(), toy.Gate()
    toy.gates.append(gate)
    first = asyncio.create_task(registered(client, token, sent))
    await gate.reached.wait()
    is_problem(await client.post("/v1/hosts", json=HOST, headers=token() | sent), 409, "command-in-progress")
    gate.opened.set()
    again = await registered(client, token, sent) if (await first).status_code == 201 else None
    assert again is not None
    assert again.headers["idempotency-replayed"] == "true"
    assert runtime.in_progress == set()


async def test_two_processes_with_one_key_record_once(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    """Each process has its own set of keys in progress; the store is what decides between them."""
    sent, gate = key(), toy.Gate()
    toy.gates.append(gate)
    first = asyncio.create_task(registered(client, token, sent))
    await gate.reached.wait()
    runtime.in_progress.clear()
    second = await registered(client, token, sent)
    gate.opened.set()
    assert (await first).content == second.content
    assert (await runtime.store.head()).position == 1


async def test_a_change_names_the_version_that_was_read(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    where = (await registered(client, token)).headers["location"] + "/notes"

    async def note(**headers: str) -> Response:
        return await client.post(where, json=NOTE, headers=token() | key() | headers)

    is_problem(await note(), 428, "version-missing")
    for stale in ('"v0"', '"v2"', "v1", "*", 'W/"v1"'):
        is_problem(await note(**{"If-Match": stale}), 412, "version-stale")
    assert (await runtime.store.head()).position == 1
    changed = await note(**{"If-Match": '"v1"'})
    assert changed.json()["version"] == 2
    is_problem(await note(**{"If-Match": '"v1"'}), 412, "version-stale")


async def test_of_two_changes_to_one_version_one_is_stale(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    where = (await registered(client, token)).headers["location"] + "/notes"
    sent = [token() | key() | {"If-Match": '"v1"'} for _ in range(8)]
    answers = await asyncio.gather(*(client.post(where, json=NOTE, headers=headers) for headers in sent))
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 7]
    assert (await runtime.store.head()).position == 2


async def test_a_dry_run_asks_every_rule_and_records_nothing(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    sent = key()
    tried = await client.post("/v1/hosts?dry_run=true", json=HOST, headers=token() | sent)
    assert tried.status_code == 200
    assert tried.headers["shifan-dry-run"] == "true"
    assert tried.json()["version"] == 1
    assert (await runtime.store.head()).position == 0
    done = await registered(client, token, sent)
    assert done.json() == tried.json()
    where = done.headers["location"] + "/notes?dry_run=true"
    stale = await client.post(where, json=NOTE, headers=token() | key() | {"If-Match": '"v2"'})
    is_problem(stale, 412, "version-stale")
    moved = await client.post("/v1/hosts?dry_run=true", json=HOST, headers=token() | sent)
    is_problem(moved, 409, "already-registered")
    unclear = await client.post("/v1/hosts?dry_run=1", json=HOST, headers=token() | key())
    is_problem(unclear, 422, "request-not-valid")


async def test_the_public_acts_without_a_token_where_it_may(client: AsyncClient) -> None:
    is_problem(await client.post("/v1/words", headers=key()), 404, "not-known-here")
    is_problem(await client.post("/v1/words"), 400, "idempotency-key-missing")


async def test_a_command_after_every_refusal_works(client: AsyncClient, token: Token) -> None:
    refused: list[Any] = [
        await client.post("/v1/hosts", json={}, headers=token() | key()),
        await client.post("/v1/hosts", json=HOST, headers=key()),
        await client.post("/v1/hosts", json=HOST, headers=token(Caller(CLERK.subject, Level.PROVINCE)) | key()),
    ]
    assert all(response.status_code >= 400 for response in refused)
    await registered(client, token)
