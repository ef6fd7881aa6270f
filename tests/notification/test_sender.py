"""What is due goes out, is tried again, and is told of."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from aiosmtpd.controller import Controller
from standardwebhooks import Webhook

from deploy.embedded.ports import free_ports
from services.notification.sending import webhooks
from services.notification.sending.endpoints import resend
from services.notification.sending.keys import Keys
from services.notification.sending.sender import A_LANE
from shared.runtime import Runtime
from tests.notification.sending import (
    ENDPOINT,
    FACTS,
    KEY,
    Receiver,
    Start,
    at_work,
    attempted,
    put,
    receiving,
    settled,
    verifies,
    with_endpoint,
)
from tests.notification.test_mail import Sink


async def _events(runtime: Runtime, delivery: UUID) -> list[tuple[str, dict[str, Any]]]:
    rows = await runtime.pool.fetch(
        "SELECT type, payload FROM events WHERE stream_id = $1 ORDER BY version", f"delivery-{delivery}"
    )
    return [(row["type"].split(".")[2], orjson.loads(row["payload"])) for row in rows]


async def test_a_webhook_arrives_signed_and_its_delivery_is_told(start: Start) -> None:
    receiver = Receiver()
    async with at_work(start, receiver) as runtime:
        delivery = await put(runtime.pool, 1)
        row = await settled(runtime, delivery)
        ((name, told),) = await _events(runtime, delivery)
    ((headers, body),) = receiver.got
    secret = Keys(bytes.fromhex(KEY)).secret(ENDPOINT, 1)
    verified = Webhook(secret).verify(body, headers)
    assert headers["webhook-id"] == str(delivery)
    assert verified["type"] == "application_returned"
    assert verified["data"]["facts"] == FACTS
    assert (row["state"], row["attempts"], row["last_error"]) == ("delivered", 1, "")
    assert (name, told["recipient"], told["attempts"]) == ("DeliverySucceeded", "host:ho-1", 1)


async def test_a_webhook_is_signed_with_the_private_key_for_who_has_asked_for_it(start: Start) -> None:
    receiver = Receiver()
    async with at_work(start, receiver) as runtime:
        await runtime.pool.execute("UPDATE endpoints SET signatures = '{v1a}'")
        assert (await settled(runtime, await put(runtime.pool, 1)))["state"] == "delivered"
    ((headers, body),) = receiver.got
    mine, other = [Keys(bytes.fromhex(key)).public(ENDPOINT, 1, ["v1a"], both=False)[0] for key in (KEY, "5b" * 32)]
    assert headers["webhook-signature"].startswith("v1a,")
    assert (verifies(mine, headers, body), verifies(other, headers, body)) == (True, False)


async def test_what_fails_is_tried_again_under_the_same_id_and_the_log_keeps_each_attempt(start: Start) -> None:
    receiver = Receiver(answer=lambda number: 503 if number < 3 else 200)
    async with at_work(start, receiver) as runtime:
        delivery = await put(runtime.pool, 1)
        row = await settled(runtime, delivery)
        log = await runtime.pool.fetch("SELECT number, status, error FROM attempts ORDER BY seq")
    assert (row["state"], row["attempts"]) == ("delivered", 3)
    assert receiver.ids == [str(delivery)] * 3
    assert [tuple(one) for one in log] == [(1, 503, "answered 503"), (2, 503, "answered 503"), (3, 200, "")]


async def test_what_never_arrives_is_a_dead_letter_and_told_once(start: Start) -> None:
    receiver = Receiver(answer=lambda _number: 500)
    async with at_work(start, receiver) as runtime:
        delivery = await put(runtime.pool, 1)
        row = await settled(runtime, delivery)
        ((name, told),) = await _events(runtime, delivery)
    assert (row["state"], row["attempts"], row["last_error"]) == ("dead", 3, "answered 500")
    assert (name, told["reason"], len(receiver.got)) == ("DeliveryFailed", "answered 500", 3)


async def test_a_receiver_that_is_gone_is_told_nothing_more(start: Start) -> None:
    receiver = Receiver(answer=lambda _number: 410)
    async with at_work(start, receiver) as runtime:
        first = await put(runtime.pool, 1)
        assert (await settled(runtime, first))["state"] == "dead"
        second = await put(runtime.pool, 2)
        receiver.answer = lambda _number: 200
        other = UUID(int=7)
        await with_endpoint(runtime.pool, receiver.url, other, "host:ho-2")
        third = await put(runtime.pool, 3, endpoint=str(other), recipient="host:ho-2")
        assert (await settled(runtime, third))["state"] == "delivered"
        assert (await attempted(runtime, second, 0))["state"] == "waiting"
        state = await runtime.pool.fetchval("SELECT state FROM endpoints WHERE endpoint_id = $1", ENDPOINT)
    assert state == "gone"
    assert receiver.ids == [str(first), str(third)]


async def test_retries_survive_a_restart(start: Start) -> None:
    receiver = Receiver(answer=lambda number: 500 if number == 1 else 200)
    async with receiving(receiver):
        allowed = {"webhook_allow": f"127.0.0.1:{receiver.port}"}
        async with start(delivery_retries=(3_600,), **allowed) as runtime:
            await with_endpoint(runtime.pool, receiver.url)
            delivery = await put(runtime.pool, 1)
            row = await attempted(runtime, delivery, 1)
            wait = row["next_attempt_at"] - row["made_at"]
            assert timedelta(hours=1) <= wait < timedelta(hours=1.5)
        async with start("api", **allowed) as runtime:
            # An hour later; meanwhile nobody sends.
            await runtime.pool.execute("UPDATE deliveries SET next_attempt_at = now()")
        async with start(**allowed) as runtime:
            assert (await settled(runtime, delivery))["state"] == "delivered"
    assert receiver.ids == [str(delivery)] * 2


async def test_what_is_due_later_waits_for_its_hour(start: Start) -> None:
    receiver = Receiver()
    async with at_work(start, receiver) as runtime:
        later = await put(runtime.pool, 1, after_seconds=3_600)
        now = await put(runtime.pool, 2)
        assert (await settled(runtime, now))["state"] == "delivered"
        assert (await attempted(runtime, later, 0))["state"] == "waiting"
    assert receiver.ids == [str(now)]


async def test_a_receiver_that_does_not_answer_holds_up_no_other(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "SECONDS", 60)
    over = asyncio.Event()

    async def slow() -> int:
        await over.wait()
        return 200

    stuck, quick = Receiver(answer=lambda _number: slow()), Receiver()
    other = UUID(int=7)
    async with at_work(start, stuck) as runtime:
        # The sandbox allows one port, so both hosts are told at the same one, each at its own endpoint.
        held = [await put(runtime.pool, number) for number in range(3 * A_LANE)]
        await stuck.has(A_LANE)
        await with_endpoint(runtime.pool, stuck.url, other, "host:ho-2")
        stuck.answer = quick.answer
        free = await put(runtime.pool, 100, endpoint=str(other), recipient="host:ho-2")
        assert (await settled(runtime, free))["state"] == "delivered"
        assert len(stuck.got) == A_LANE + 1
        over.set()
        for one in held:
            assert (await settled(runtime, one))["state"] == "delivered"


async def test_of_two_processes_one_sends_and_each_message_goes_once(start: Start) -> None:
    receiver = Receiver()
    async with at_work(start, receiver) as runtime, start(webhook_allow=f"127.0.0.1:{receiver.port}"):
        sent = [await put(runtime.pool, number) for number in range(50)]
        for one in sent:
            assert (await settled(runtime, one))["state"] == "delivered"
    assert sorted(receiver.ids) == sorted(map(str, sent))


async def test_whoever_has_lost_the_lock_stops_and_it_goes_on(start: Start) -> None:
    receiver = Receiver()
    async with at_work(start, receiver) as runtime:
        assert (await settled(runtime, await put(runtime.pool, 1)))["state"] == "delivered"
        holders = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7012321"
        assert await runtime.pool.fetchval(holders)
        after = await put(runtime.pool, 2)
        assert (await settled(runtime, after))["state"] == "delivered"
    assert len(receiver.ids) == 2


async def test_a_fault_of_ours_is_an_attempt_that_comes_back_later(start: Start) -> None:
    async with start(smtp_url="smtp://127.0.0.1:1") as runtime:
        await runtime.pool.execute("INSERT INTO addresses VALUES ('host:ho-1', 'email', 'shop@host.example')")
        delivery = await put(runtime.pool, 1, "email", "", facts={})
        row = await settled(runtime, delivery)
    assert (row["state"], row["attempts"]) == ("dead", 3)
    assert row["last_error"].endswith("in this service")


async def test_a_letter_goes_to_the_address_of_its_recipient(start: Start) -> None:
    sink, port = Sink(), free_ports(1)[0]
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    try:
        async with start(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="shifan@bureau.example") as runtime:
            unknown = await put(runtime.pool, 1, "email", "", recipient="host:ho-2")
            await runtime.pool.execute("INSERT INTO addresses VALUES ('host:ho-1', 'email', 'shop@host.example')")
            known = await put(runtime.pool, 2, "email", "")
            assert (await settled(runtime, known))["state"] == "delivered"
            row = await settled(runtime, unknown)
    finally:
        controller.stop()
    assert (row["state"], row["last_error"]) == ("dead", "no address")
    (got,) = sink.got
    assert got["subject"] == "申请需补正"
    assert (got["to"], got["message-id"]) == ("shop@host.example", f"<{known}@bureau.example>")


async def test_what_there_is_nothing_to_send_by_is_skipped_and_says_why(start: Start) -> None:
    async with start(webhook_key_file=None) as runtime:
        await with_endpoint(runtime.pool, "https://hooks.example.org/")
        rows = [await settled(runtime, await put(runtime.pool, number, *to)) for number, to in enumerate(_BOTH)]
        assert await runtime.pool.fetchval("SELECT count(*) FROM attempts") == 0
        assert await runtime.pool.fetchval("SELECT count(*) FROM events") == 0
    assert [(row["state"], row["attempts"], row["last_error"]) for row in rows] == [
        ("skipped", 0, "no key for webhooks"),
        ("skipped", 0, "no SMTP server"),
    ]


_BOTH = ((), ("email", ""))


async def test_what_was_skipped_is_sent_when_it_is_sent_again(start: Start) -> None:
    receiver = Receiver()
    async with receiving(receiver):
        async with start(webhook_key_file=None) as runtime:
            await with_endpoint(runtime.pool, receiver.url)
            delivery = await put(runtime.pool, 1)
            assert (await settled(runtime, delivery))["state"] == "skipped"
        async with start(webhook_allow=f"127.0.0.1:{receiver.port}") as runtime:
            assert await resend(runtime.pool, delivery)
            assert (await settled(runtime, delivery))["state"] == "delivered"
    assert receiver.ids == [str(delivery)]
