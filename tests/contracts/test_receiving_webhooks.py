"""The example that receives webhooks, as a process: it takes what Standard Webhooks' own library signs, and no more."""

import base64
import hashlib
import hmac
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from standardwebhooks.webhooks import Webhook

from services.notification.sending.keys import Keys, Scheme
from services.notification.sending.webhooks import signatures
from tests.architecture.tree import ROOT

BODY = '{"type": "shifan.publication.PublicNoticeOpened.v1", "data": {"text": "公示开始"}}'


def new_secret() -> str:
    return f"whsec_{base64.b64encode(os.urandom(32)).decode()}"


@dataclass(frozen=True, slots=True)
class Sender:
    """Signs as the library does, and sends."""

    url: str
    secrets: Path
    kept: Path
    secret: str
    client: httpx.Client

    def send(
        self, message_id: str, body: str = BODY, *, late: timedelta = timedelta(), sent: str = "", **extra: str
    ) -> int:
        signed_at = datetime.now(UTC) - late
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(signed_at.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(message_id, signed_at, body),
        }
        told = {name.replace("_", "-"): value for name, value in extra.items()}
        return self.client.post(f"{self.url}/hooks/ho-1", content=sent or body, headers=headers | told).status_code

    def rows(self, what: str) -> list[tuple[Any, ...]]:
        kept = sqlite3.connect(self.kept)
        try:
            return kept.execute(what).fetchall()
        finally:
            kept.close()


def start(secrets: Path, kept: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, str(ROOT / "docs/examples/receive_webhooks.py"), "--port", "0"]
    child = subprocess.Popen(  # noqa: S603 - our own example.
        [*command, "--secrets", str(secrets), "--kept", str(kept)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    return child, child.stdout.readline().rpartition(" ")[2].strip()


def end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60, trust_env=False) as made:
        yield made


@pytest.fixture
def sender(tmp_path: Path, client: httpx.Client) -> Iterator[Sender]:
    secret = new_secret()
    secrets, kept = tmp_path / "secrets.txt", tmp_path / "hooks.sqlite"
    secrets.write_text(f"{secret}\n", encoding="utf-8")
    child, url = start(secrets, kept)
    try:
        yield Sender(url, secrets, kept, secret, client)
    finally:
        end(child)


def test_what_is_signed_is_kept_as_it_came(sender: Sender) -> None:
    assert sender.send("one") == 204
    assert sender.rows("SELECT id, path, type, body FROM received") == [
        ("one", "/hooks/ho-1", "shifan.publication.PublicNoticeOpened.v1", BODY)
    ]


def test_a_message_that_comes_again_is_kept_once_and_answered_alike(sender: Sender) -> None:
    assert [sender.send("one") for _ in range(3)] == [204] * 3
    assert sender.rows("SELECT count(*) FROM received") == [(1,)]
    assert sender.rows("SELECT count(*) FROM attempts") == [(3,)]


def test_another_body_another_secret_and_an_old_signature_are_refused(sender: Sender) -> None:
    assert sender.send("one", sent=BODY.replace("开始", "结束")) == 400
    assert replace(sender, secret=new_secret()).send("two") == 400
    assert sender.send("three", late=timedelta(minutes=6)) == 400
    assert sender.send("four", late=timedelta(minutes=-6)) == 400
    assert sender.send("five", webhook_id="six") == 400
    assert sender.send("seven", webhook_timestamp="soon") == 400
    assert sender.send("eight", webhook_signature="v1,") == 400
    assert sender.send("nine", body="no json") == 400
    assert sender.rows("SELECT count(*) FROM attempts") == [(0,)]


def test_while_a_secret_is_changed_both_are_taken(sender: Sender) -> None:
    newer = new_secret()
    sender.secrets.write_text(f"{sender.secret}\n{newer}\n", encoding="utf-8")
    assert [sender.send("one"), replace(sender, secret=newer).send("two")] == [204, 204]
    sender.secrets.write_text(f"{newer}\n", encoding="utf-8")
    assert [sender.send("three"), replace(sender, secret=newer).send("four")] == [400, 204]


def test_one_of_two_signatures_is_enough(sender: Sender) -> None:
    moment = datetime.now(UTC)
    both = [Webhook(secret).sign("one", moment, BODY) for secret in (new_secret(), sender.secret)]
    assert sender.send("one", webhook_signature=" ".join(both), webhook_timestamp=str(int(moment.timestamp()))) == 204


@pytest.mark.parametrize("schemes", [["v1"], ["v1a"], ["v1", "v1a"]])
def test_what_this_product_signs_is_taken_by_what_the_endpoint_shows(sender: Sender, schemes: list[Scheme]) -> None:
    keys, endpoint, moment = Keys(os.urandom(32)), uuid4(), datetime.now(UTC)
    header = signatures(keys.active(endpoint, 2, schemes, both=True), "one", moment, BODY)
    shown = [keys.secret(endpoint, 2)] if "v1" in schemes else keys.public(endpoint, 2, schemes, both=False)
    sender.secrets.write_text("\n".join(shown), encoding="utf-8")
    at = str(int(moment.timestamp()))
    assert sender.send("one", webhook_signature=header, webhook_timestamp=at) == 204
    assert sender.send("two", webhook_signature=header, webhook_timestamp=at) == 400


def test_a_message_that_is_signed_for_a_public_key_is_taken_and_no_other(sender: Sender) -> None:
    private, another = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    sender.secrets.write_text(f"whpk_{public}\n", encoding="utf-8")
    moment = str(int(datetime.now(UTC).timestamp()))

    def send(by: Ed25519PrivateKey, message_id: str, signed_id: str = "", sent: str = "") -> int:
        made = base64.b64encode(by.sign(f"{signed_id or message_id}.{moment}.{BODY}".encode())).decode()
        header = f"v1,{made} v1a,{made}"
        return sender.send(message_id, sent=sent, webhook_timestamp=moment, webhook_signature=header)

    assert send(private, "one") == 204
    assert send(another, "two") == 400
    assert send(private, "three", signed_id="one") == 400
    assert send(private, "four", sent=BODY + " ") == 400
    assert sender.send("five", webhook_timestamp=moment, webhook_signature="v1a,short") == 400
    assert sender.send("six") == 400
    # A public key is no secret: whoever signs with it as if it were one is not taken for its owner.
    forged = hmac.digest(base64.b64decode(public), f"seven.{moment}.{BODY}".encode(), hashlib.sha256)
    value = base64.b64encode(forged).decode()
    assert sender.send("seven", webhook_timestamp=moment, webhook_signature=f"v1,{value}") == 400
    assert sender.rows("SELECT id FROM received") == [("one",)]


def test_what_is_too_large_is_not_read(sender: Sender) -> None:
    assert sender.send("one", body=f'"{"x" * (256 * 1024)}"') == 413


def test_what_was_answered_is_there_after_a_kill(tmp_path: Path, client: httpx.Client) -> None:
    secret = new_secret()
    secrets, kept = tmp_path / "secrets.txt", tmp_path / "hooks.sqlite"
    secrets.write_text(secret, encoding="utf-8")
    told = set()
    for _ in range(2):
        child, url = start(secrets, kept)
        sender = Sender(url, secrets, kept, secret, client)
        ids = {uuid4().hex for _ in range(5)}
        assert [sender.send(one) for one in ids] == [204] * 5
        end(child)
        told |= ids
        assert {row[0] for row in sender.rows("SELECT id FROM received")} == told
