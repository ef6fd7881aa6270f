"""Secrets of endpoints follow from the installation's, and there is none to guess."""

import base64
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from services.notification.sending.keys import Keys, NoWebhookKey, keys_of
from shared.settings import Settings
from tests.notification.sending import ENDPOINT, KEY


def _settings(key: Path | None, *, sandbox: bool) -> Settings:
    return Settings(database_url="x", jwks_file=Path("x"), sandbox=sandbox, webhook_key_file=key)


def test_each_endpoint_and_each_rotation_has_a_secret_of_its_own() -> None:
    keys = Keys(bytes.fromhex(KEY))
    made = {keys.secret(endpoint, number) for endpoint in (ENDPOINT, UUID(int=1)) for number in (1, 2, 3)}
    assert len(made) == 6
    assert keys.secret(ENDPOINT, 1) == Keys(bytes.fromhex(KEY)).secret(ENDPOINT, 1)
    assert keys.secret(ENDPOINT, 1) != Keys(bytes.fromhex("5b" * 32)).secret(ENDPOINT, 1)


def test_during_a_rotation_two_secrets_sign_the_newest_first() -> None:
    keys = Keys(bytes.fromhex(KEY))
    assert keys.active(ENDPOINT, 2, ["v1"], both=True) == [keys.secret(ENDPOINT, 2), keys.secret(ENDPOINT, 1)]
    assert keys.active(ENDPOINT, 2, ["v1"], both=False) == [keys.secret(ENDPOINT, 2)]
    assert keys.active(ENDPOINT, 1, ["v1"], both=True) == [keys.secret(ENDPOINT, 1)]


def test_of_a_pair_the_public_key_alone_is_shown_and_it_is_that_of_the_private_one() -> None:
    keys = Keys(bytes.fromhex(KEY))
    newest, before = keys.active(ENDPOINT, 2, ["v1a"], both=True)
    assert (newest, before) == (keys.private(ENDPOINT, 2), keys.private(ENDPOINT, 1))
    assert keys.active(ENDPOINT, 2, ["v1a", "v1"], both=False) == [keys.secret(ENDPOINT, 2), newest]
    shown = keys.public(ENDPOINT, 2, ["v1a"], both=True)
    assert shown == [_public_of(newest), _public_of(before)]
    assert keys.public(ENDPOINT, 2, ["v1a"], both=False) == shown[:1]
    assert keys.public(ENDPOINT, 2, ["v1"], both=True) == []


def test_a_shared_secret_says_nothing_of_a_private_key() -> None:
    keys = Keys(bytes.fromhex(KEY))
    shared = keys.secret(ENDPOINT, 1).removeprefix("whsec_")
    assert shared != keys.private(ENDPOINT, 1).removeprefix("whsk_")


def _public_of(private: str) -> str:
    """As OpenSSL makes it, by way of a file in PEM."""
    seed = base64.b64decode(private.removeprefix("whsk_"))
    pem = Ed25519PrivateKey.from_private_bytes(seed).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = load_pem_private_key(pem, None).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return f"whpk_{base64.b64encode(public).decode()}"


def test_outside_the_sandbox_the_service_does_not_start_without_a_key() -> None:
    with pytest.raises(NoWebhookKey, match="SHIFAN_WEBHOOK_KEY_FILE"):
        keys_of(_settings(None, sandbox=False))
    assert keys_of(_settings(None, sandbox=True)) is None


@pytest.mark.parametrize("content", ["", "5a" * 31, "not hexadecimal", "5a" * 31 + "5"])
def test_a_key_that_is_too_short_or_none_is_not_taken(tmp_path: Path, content: str) -> None:
    key = tmp_path / "key"
    key.write_text(content)
    with pytest.raises(NoWebhookKey):
        keys_of(_settings(key, sandbox=True))
    with pytest.raises(NoWebhookKey):
        keys_of(_settings(tmp_path / "nowhere", sandbox=True))
