import base64
import hmac
import json
import os
import stat
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from shared.access import tokens
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, TokenNotValid, Verifier, generate_keys, mint
from shared.clock import now

CLERK = Caller("of-1", Level.COUNTY, "B-320402", "clerk")
ISSUER = "shifan-test"


@pytest.fixture
def files(tmp_path: Path) -> KeyFiles:
    return generate_keys(tmp_path)


@pytest.fixture
def verifier(files: KeyFiles) -> Verifier:
    return Verifier(files.public, ISSUER)


def forged(key: ECKey, claims: dict[str, Any] | None = None, header: dict[str, Any] | None = None) -> str:
    """A token with claims or a header that the issuer would not give; None leaves one out."""
    moment = int(time.time())
    usual = {"iss": ISSUER, "aud": "shifan", "sub": "of-1", "level": "county", "exp": moment + 60}
    head = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid}
    return jwt.encode(
        _without_none(head | (header or {})), _without_none(usual | (claims or {})), key, default_type=None
    )


def _without_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _part(content: object) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=")


def signed_with_the_public_key(key: ECKey, token: str) -> str:
    """The public key, which everybody has, used as if it were a shared secret."""
    signed = _part({"alg": "HS256", "typ": "at+jwt", "kid": key.kid}) + b"." + token.split(".")[1].encode()
    digest = hmac.digest(key.as_pem(private=False), signed, "sha256")
    return (signed + b"." + base64.urlsafe_b64encode(digest).rstrip(b"=")).decode()


@pytest.fixture
def issuers_key(files: KeyFiles) -> ECKey:
    return ECKey.import_key(json.loads(files.private.read_bytes()))


def test_a_token_says_who_calls(files: KeyFiles, verifier: Verifier) -> None:
    for caller in (CLERK, Caller("u-1", Level.ENTERPRISE, "ho-1"), Caller("operator-1", Level.OPERATOR)):
        token = mint(files.private, caller, issuer=ISSUER, ttl_seconds=60)
        assert verifier.caller(token) == caller
        assert verifier.caller(token) == caller


def test_it_is_minted_from_a_key_in_hand_too(files: KeyFiles, verifier: Verifier) -> None:
    private = json.loads(files.private.read_bytes())
    assert verifier.caller(mint(private, CLERK, issuer=ISSUER, ttl_seconds=60)) == CLERK


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "another"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": int(time.time()) - 61},
        {"nbf": int(time.time()) + 86_400},
        {"sub": ""},
        {"sub": None},
        {"sub": 7},
        {"level": "service"},
        {"level": "emperor"},
        {"level": ["county"]},
        {"bureau": None, "post": {}},
    ],
)
def test_claims_that_do_not_hold_are_refused(verifier: Verifier, issuers_key: ECKey, claims: dict[str, Any]) -> None:
    with pytest.raises(TokenNotValid):
        verifier.caller(forged(issuers_key, claims))


def test_a_list_of_audiences_may_hold_ours(verifier: Verifier, issuers_key: ECKey) -> None:
    assert verifier.caller(forged(issuers_key, {"aud": ["another", "shifan"]})).subject == "of-1"


def test_clocks_may_differ_by_a_minute(verifier: Verifier, issuers_key: ECKey) -> None:
    moment = int(time.time())
    assert verifier.caller(forged(issuers_key, {"exp": moment - 30, "nbf": moment + 30})).subject == "of-1"


@pytest.mark.parametrize("kind", ["JWT", "", "id+jwt", None])
def test_a_token_of_another_type_is_refused(verifier: Verifier, issuers_key: ECKey, kind: str | None) -> None:
    with pytest.raises(TokenNotValid):
        verifier.caller(forged(issuers_key, header={"typ": kind}))


def test_only_the_issuers_signature_counts(verifier: Verifier, issuers_key: ECKey) -> None:
    stranger = ECKey.generate_key("P-256", parameters={"kid": str(issuers_key.kid)})
    unknown = ECKey.generate_key("P-256", auto_kid=True)
    good = forged(issuers_key)
    unsigned = _part({"alg": "none", "typ": "at+jwt", "kid": issuers_key.kid}).decode()
    for token in (
        forged(stranger),
        forged(unknown),
        signed_with_the_public_key(issuers_key, good),
        unsigned + "." + good.split(".")[1] + ".",
        forged(issuers_key, header={"kid": None}),
        good[:-4] + ("AAAA" if not good.endswith("AAAA") else "BBBB"),
        "",
        "a.b",
        "a.b.c",
        "x" * 5000,
        base64.urlsafe_b64encode(b"[" * 2000).decode() + ".e30.e30",
    ):
        with pytest.raises(TokenNotValid):
            verifier.caller(token)


def test_a_remembered_token_expires_all_the_same(
    files: KeyFiles, verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = mint(files.private, CLERK, issuer=ISSUER, ttl_seconds=60)
    assert verifier.caller(token) == CLERK
    later = now() + timedelta(days=1)
    monkeypatch.setattr(tokens, "now", lambda: later)
    with pytest.raises(TokenNotValid, match="expired"):
        verifier.caller(token)
    assert not verifier._verified


def test_only_so_many_tokens_are_remembered(
    files: KeyFiles, verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_REMEMBERED", 2)
    for number in range(5):
        verifier.caller(mint(files.private, Caller(f"of-{number}", Level.COUNTY), issuer=ISSUER, ttl_seconds=60))
    assert [caller.subject for caller, _ in verifier._verified.values()] == ["of-3", "of-4"]


def test_new_keys_of_the_issuer_are_taken_up(files: KeyFiles, verifier: Verifier, tmp_path: Path) -> None:
    old = mint(files.private, CLERK, issuer=ISSUER, ttl_seconds=60)
    assert verifier.caller(old) == CLERK
    another = generate_keys(tmp_path / "another")
    both = [*json.loads(files.public.read_bytes())["keys"], *json.loads(another.public.read_bytes())["keys"]]
    files.public.write_text(json.dumps({"keys": both}))
    assert verifier.caller(mint(another.private, CLERK, issuer=ISSUER, ttl_seconds=60)) == CLERK
    assert verifier.caller(old) == CLERK


def test_keys_that_came_within_one_tick_of_the_clock_are_taken_up(
    files: KeyFiles, verifier: Verifier, tmp_path: Path
) -> None:
    assert verifier.caller(mint(files.private, CLERK, issuer=ISSUER, ttl_seconds=60)) == CLERK
    read = files.public.stat()
    another = generate_keys(tmp_path / "another")
    os.utime(another.public, ns=(read.st_atime_ns, read.st_mtime_ns))
    another.public.replace(files.public)
    assert verifier.caller(mint(another.private, CLERK, issuer=ISSUER, ttl_seconds=60)) == CLERK


def test_keys_are_made_once_and_the_private_one_is_the_owners_alone(files: KeyFiles) -> None:
    before = files.private.read_bytes(), files.public.read_bytes()
    assert generate_keys(files.private.parent) == files
    assert (files.private.read_bytes(), files.public.read_bytes()) == before
    assert stat.S_IMODE(files.private.stat().st_mode) == 0o600
    assert '"d"' not in files.public.read_text()
