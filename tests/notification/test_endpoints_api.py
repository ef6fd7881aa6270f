"""Where systems are told: who registers what, which secrets sign, and what is sent again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from icalendar import Calendar
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from services.notification.sending.endpoints import MOST
from services.notification.service import SERVICE
from shared.access.tokens import KeyFiles
from shared.eventsourcing.committer import Committer
from shared.service import create_api
from shared.settings import Settings
from tests.notification.asking import AUDITOR, COUNTY, HOST, OPERATOR, OTHER_HOST, Asker
from tests.notification.sending import KEY, Receiver, receiving, verifies
from tests.notification.told import a_story, hear, heard, returned

URL = "https://hooks.example.org/shifan"


@dataclass
class World:
    """Somebody who asks, the receiver that the sandbox allows, and who makes events heard."""

    asker: Asker
    receiver: Receiver
    writer: Committer
    connection: "asyncpg.Connection[asyncpg.Record]"

    async def registered(self, url: str = "", **wanted: Any) -> dict[str, Any]:
        asked = {"url": url or self.receiver.url, **wanted}
        made: dict[str, Any] = await self.asker.post("/v1/endpoints", HOST, asked, 201)
        return made

    async def webhooks(self) -> list[tuple[str, str, str]]:
        """Recipient, endpoint and state of each delivery by webhook."""
        rows = await self.connection.fetch(
            "SELECT recipient, endpoint, state FROM deliveries WHERE channel = 'webhook'"
        )
        return [tuple(row) for row in rows]


@pytest.fixture
async def world(
    dsn: str, keys: KeyFiles, writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", tmp_path: Path
) -> AsyncIterator[World]:
    key = tmp_path / "webhooks.key"
    key.write_text(KEY)
    await hear(writer, a_story())
    async with receiving(Receiver()) as receiver:
        settings = Settings(
            database_url=dsn,
            jwks_file=keys.public,
            sandbox=True,
            webhook_key_file=key,
            webhook_allow=f"127.0.0.1:{receiver.port}",
        )
        api = create_api(SERVICE, settings, "api")
        client = httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://notification")
        async with api.router.lifespan_context(api), client:
            yield World(Asker(client, keys, settings.issuer), receiver, writer, connection)


async def test_an_endpoint_is_registered_once_and_shows_its_secret_to_nobody_else(world: World) -> None:
    again = {"Idempotency-Key": "once"}
    first, second = [await world.asker.post("/v1/endpoints", HOST, {"url": URL}, 201, headers=again) for _ in range(2)]
    assert first == second
    assert first["secret"].startswith("whsec_")
    (listed,) = (await world.asker.get("/v1/endpoints", HOST))["items"]
    assert listed == {name: value for name, value in first.items() if name != "secret"}
    path = f"/v1/endpoints/{first['endpoint_id']}"
    assert await world.asker.get(path, HOST) == listed
    problem = await world.asker.get(path, OTHER_HOST, 403)
    assert problem["type"].endswith("not-your-case")
    problem = await world.asker.get(f"/v1/endpoints/{UUID(int=1)}", HOST, 404)
    assert problem["type"].endswith("no-such-endpoint")
    assert (await world.asker.get("/v1/endpoints", COUNTY))["items"] == []


@pytest.mark.parametrize(
    "url", ["http://hooks.example.org/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest"]
)
async def test_an_address_that_may_not_be_told_is_not_registered(world: World, url: str) -> None:
    problem = await world.asker.post("/v1/endpoints", HOST, {"url": url}, 422)
    assert problem["type"].endswith("target-not-allowed")


async def test_a_recipient_has_no_more_endpoints_than_it_may(world: World) -> None:
    for _ in range(MOST):
        await world.registered(URL)
    problem = await world.asker.post("/v1/endpoints", HOST, {"url": URL}, 409)
    assert problem["type"].endswith("too-many-endpoints")


async def test_an_endpoint_is_told_what_it_wants_of_what_happens_from_then_on(world: World) -> None:
    all_of_it = await world.registered(URL)
    await world.registered(URL, templates=["season_closed"])
    problem = await world.asker.post("/v1/endpoints", HOST, {"url": URL, "templates": ["gossip"]}, 404)
    assert problem["type"].endswith("no-such-template")
    assert await world.webhooks() == []
    await hear(world.writer, [heard(returned("st-1"), 70, days=41)])
    assert await world.webhooks() == [("host:ho-1", all_of_it["endpoint_id"], "waiting")]


async def test_a_ping_arrives_and_is_signed(world: World) -> None:
    made = await world.registered()
    assert await world.asker.post(f"/v1/endpoints/{made['endpoint_id']}/ping", HOST, {}) == {"status": 204, "error": ""}
    ((headers, body),) = world.receiver.got
    assert Webhook(made["secret"]).verify(body, headers)["type"] == "ping"
    await world.asker.post(f"/v1/endpoints/{made['endpoint_id']}/ping", OTHER_HOST, {}, 403)


async def test_after_a_rotation_both_secrets_sign_for_a_day(world: World) -> None:
    made = await world.registered()
    path = f"/v1/endpoints/{made['endpoint_id']}"
    once, twice = [await world.asker.post(f"{path}/rotation", HOST, {"secret_number": 1}) for _ in range(2)]
    assert once["secret"] == twice["secret"] != made["secret"]
    assert (once["secret_number"], once["both_until"] is not None) == (2, True)
    problem = await world.asker.post(f"{path}/rotation", HOST, {"secret_number": 3}, 409)
    assert problem["type"].endswith("another-secret")
    await world.asker.post(f"{path}/ping", HOST, {})
    for secret in (made["secret"], once["secret"]):
        headers, body = world.receiver.got[-1][0], world.receiver.got[-1][1]
        assert Webhook(secret).verify(body, headers)
    await world.connection.execute("UPDATE endpoints SET both_until = now()")
    await world.asker.post(f"{path}/ping", HOST, {})
    headers, body = world.receiver.got[-1]
    assert Webhook(once["secret"]).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made["secret"]).verify(body, headers)


async def test_who_asks_for_it_is_signed_for_with_a_key_that_only_we_have(world: World) -> None:
    made = await world.registered(signatures=["v1a"])
    (public,) = made["public_keys"]
    assert (made["secret"], made["signatures"], public[:5]) == ("", ["v1a"], "whpk_")
    path = f"/v1/endpoints/{made['endpoint_id']}"
    await world.asker.post(f"{path}/ping", HOST, {})
    headers, body = world.receiver.got[-1]
    assert headers["webhook-signature"].count(" ") == 0
    assert verifies(public, headers, body)
    assert not verifies(public, headers, body + b" ")
    assert not verifies(public, {**headers, "webhook-id": "another"}, body)
    rotated = await world.asker.post(f"{path}/rotation", HOST, {"secret_number": 1})
    newest, before = rotated["public_keys"]
    assert before == public != newest
    await world.asker.post(f"{path}/ping", HOST, {})
    assert [verifies(one, *world.receiver.got[-1]) for one in (newest, before)] == [True, True]
    await world.connection.execute("UPDATE endpoints SET both_until = now()")
    await world.asker.post(f"{path}/ping", HOST, {})
    assert [verifies(one, *world.receiver.got[-1]) for one in (newest, before)] == [True, False]
    assert (await world.asker.get(path, HOST))["public_keys"] == [newest]


async def test_both_schemes_may_sign_and_nothing_else(world: World) -> None:
    made = await world.registered(
        signatures=[
            "v1a",
            "v1",
        ]
    )
    assert made["signatures"] == ["v1", "v1a"]
    await world.asker.post(f"/v1/endpoints/{made['endpoint_id']}/ping", HOST, {})
    headers, body = world.receiver.got[-1]
    assert Webhook(made["secret"]).verify(body, headers)
    assert verifies(made["public_keys"][0], headers, body)
    assert (await world.registered(URL))["public_keys"] == []
    for none in ([], ["v2"]):
        await world.asker.post("/v1/endpoints", HOST, {"url": URL, "signatures": none}, 422)


async def test_a_time_is_replayed_each_message_under_its_own_id(world: World) -> None:
    made = await world.registered(URL)
    path, endpoint = f"/v1/endpoints/{made['endpoint_id']}", made["endpoint_id"]
    whole = {"recorded_from": "2000-01-01T00:00:00+08:00", "recorded_until": "2100-01-01T00:00:00+08:00"}
    count = await world.connection.fetchval("SELECT count(*) FROM messages WHERE recipient = 'host:ho-1'")
    assert await world.asker.post(f"{path}/replay", HOST, whole, 202) == {"deliveries": count}
    ids = await world.connection.fetch("SELECT delivery_id FROM deliveries WHERE channel = 'webhook' ORDER BY 1")
    await world.connection.execute("UPDATE deliveries SET state = 'dead', attempts = 8 WHERE channel = 'webhook'")
    assert await world.asker.post(f"{path}/replay", HOST, whole, 202) == {"deliveries": count}
    assert await world.webhooks() == [("host:ho-1", endpoint, "waiting")] * count
    assert (
        await world.connection.fetch("SELECT delivery_id FROM deliveries WHERE channel = 'webhook' ORDER BY 1") == ids
    )
    none = {"recorded_from": "2000-01-01T00:00:00+08:00", "recorded_until": "2000-01-02T00:00:00+08:00"}
    assert await world.asker.post(f"{path}/replay", HOST, none, 202) == {"deliveries": 0}
    backwards = {"recorded_from": whole["recorded_until"], "recorded_until": whole["recorded_from"]}
    await world.asker.post(f"{path}/replay", HOST, backwards, 422)


async def test_what_is_disabled_is_told_nothing_until_it_is_enabled(world: World) -> None:
    made = await world.registered(URL)
    path = f"/v1/endpoints/{made['endpoint_id']}"
    assert (await world.asker.post(f"{path}/disabling", HOST, {}))["state"] == "disabled"
    await hear(world.writer, [heard(returned("st-1"), 70, days=41)])
    assert await world.webhooks() == []
    whole = {"recorded_from": "2000-01-01T00:00:00+08:00", "recorded_until": "2100-01-01T00:00:00+08:00"}
    problem = await world.asker.post(f"{path}/replay", HOST, whole, 409)
    assert problem["type"].endswith("endpoint-not-active")
    assert (await world.asker.post(f"{path}/enabling", HOST, {}))["state"] == "active"
    await hear(world.writer, [heard(returned("st-1"), 71, days=42)])
    assert len(await world.webhooks()) == 1


async def test_a_dead_letter_is_found_and_sent_again(world: World) -> None:
    await world.registered(URL)
    await hear(world.writer, [heard(returned("st-1"), 70, days=41)])
    await world.connection.execute(
        "UPDATE deliveries SET state = 'dead', attempts = 8, last_error = 'answered 500' WHERE channel = 'webhook'"
    )
    lists = [await world.asker.get("/v1/deliveries", who, state="dead") for who in (HOST, AUDITOR, OPERATOR)]
    (dead,) = lists[0]["items"]
    assert lists == [lists[0]] * 3
    assert (dead["attempts"], dead["last_error"]) == (8, "answered 500")
    assert (await world.asker.get("/v1/deliveries", OTHER_HOST, state="dead"))["items"] == []
    path = f"/v1/deliveries/{dead['delivery_id']}"
    assert (await world.asker.get(path, HOST))["log"] == []
    await world.asker.get(path, OTHER_HOST, 403)
    await world.asker.post(f"{path}/resend", OTHER_HOST, {}, 403)
    again = await world.asker.post(f"{path}/resend", HOST, {}, 202)
    assert (again["state"], again["attempts"], again["last_error"]) == ("waiting", 0, "")


async def test_a_reader_sees_why_something_was_skipped_in_both_languages(world: World) -> None:
    old = heard(returned("st-1"), 70, days=41, recorded_at=datetime.now(UTC) - timedelta(hours=48))
    await hear(world.writer, [old])
    (skipped,) = (await world.asker.get("/v1/deliveries", HOST, state="skipped"))["items"]
    assert skipped["reason_zh"].startswith("所告知事项记录已久")
    assert skipped["reason_en"].startswith("What it tells was recorded too long ago")
    messages = (await world.asker.get("/v1/messages", HOST))["items"]
    shown = next(one for one in messages if one["id"] == skipped["message_id"])
    assert [one["reason_zh"] for one in shown["deliveries"]] == [skipped["reason_zh"]]
    delivered = (await world.asker.get("/v1/deliveries", HOST, state="delivered"))["items"]
    assert {(one["reason_zh"], one["reason_en"]) for one in delivered} == {("", "")}


async def test_deliveries_come_in_pages_and_what_is_read_here_is_not_sent(world: World) -> None:
    whole = (await world.asker.get("/v1/deliveries", HOST, limit=200))["items"]
    first = await world.asker.get("/v1/deliveries", HOST, limit=1)
    rest = await world.asker.get("/v1/deliveries", HOST, limit=200, cursor=first["next"])
    assert [one["delivery_id"] for one in first["items"] + rest["items"]] == [one["delivery_id"] for one in whole]
    assert {UUID(one["delivery_id"]).version for one in whole} == {8}
    problem = await world.asker.post(f"/v1/deliveries/{whole[0]['delivery_id']}/resend", HOST, {}, 409)
    assert problem["type"].endswith("nothing-to-send")


async def test_a_calendar_is_ones_own_and_the_feed_everybodys(world: World) -> None:
    client, asker = world.asker.client, world.asker
    answer = await client.get("/v1/calendar", headers=asker.headers(HOST))
    assert answer.headers["content-type"].startswith("text/calendar")
    assert Calendar.from_ical(answer.content)["version"] == "2.0"
    assert (await client.get("/v1/calendar", headers=asker.headers(AUDITOR))).status_code == 403
    feed = await client.get("/v1/notices", params={"language": "en"})
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert b"Public notices of model stations" in feed.content
