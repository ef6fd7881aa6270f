"""Signed tokens: read by every service, issued here only for the sandbox."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from shared.access.roles import Caller, Level
from shared.clock import now
from shared.errors import Refusal

AUDIENCE = "shifan"
_ALGORITHM = "ES256"
_TYPE = "at+jwt"
_SKEW_SECONDS = 60
_LONGEST = 4_096
_REMEMBERED = 4_096
_LEVELS = {str(level): level for level in Level if level is not Level.SERVICE}


class NotSignedIn(Refusal):
    """A token is needed: send `Authorization: Bearer`."""

    status: ClassVar[int] = 401
    title_zh = "请先登录。"


class TokenNotValid(Refusal):
    """The token is not valid here or no longer valid."""

    status: ClassVar[int] = 401
    title_zh = "登录凭证无效或已过期。"


class Verifier:
    """Tells from a token who calls. A token that was verified is remembered until it expires.

    The issuer's keys are read from a file, and read again when a token names a key that was not in it.
    """

    def __init__(self, jwks_path: Path, issuer: str) -> None:
        self._path = jwks_path
        self._issuer = issuer
        self._keys: dict[str, ECKey] = {}
        self._read_at: tuple[int, ...] = ()
        self._verified: OrderedDict[str, tuple[Caller, int]] = OrderedDict()

    def caller(self, token: str) -> Caller:
        """The caller whom the token names.

        Raises:
            TokenNotValid: it is expired, not for us, not signed by the issuer, or no such token at all.
        """
        moment = now().timestamp()
        known = self._verified.get(token)
        if known is None:
            known = self._verify(token)
            self._remember(token, known)
        caller, expires = known
        if expires + _SKEW_SECONDS < moment:
            self._verified.pop(token, None)
            raise TokenNotValid("The token has expired: sign in again.")
        return caller

    def _remember(self, token: str, known: tuple[Caller, int]) -> None:
        self._verified[token] = known
        if len(self._verified) > _REMEMBERED:
            self._verified.popitem(last=False)

    def _verify(self, token: str) -> tuple[Caller, int]:
        if len(token) > _LONGEST:
            raise TokenNotValid("The token is too long.")
        try:
            decoded = jwt.decode(token, self._key_of, algorithms=[_ALGORITHM])
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise TokenNotValid("The token is not signed by the issuer whom this service trusts.") from error
        if str(decoded.header.get("typ", "")).lower().removeprefix("application/") != _TYPE:
            raise TokenNotValid(f"The token is not an access token: its type is not {_TYPE}.")
        return _caller_of(decoded.claims, self._issuer)

    def _key_of(self, guest: Any) -> ECKey:
        key_id = guest.headers().get("kid")
        if not isinstance(key_id, str):
            raise TokenNotValid("The token does not name its key.")
        if key_id not in self._keys:
            self._read()
        if key_id not in self._keys:
            raise TokenNotValid("The token is signed with a key that this service does not know.")
        return self._keys[key_id]

    def _read(self) -> None:
        """Read the file if it has changed since."""
        # Two files within one tick of the system's clock have one time, but not one inode, or not one size.
        found = self._path.stat()
        changed_at = (found.st_mtime_ns, found.st_size, found.st_ino)
        if changed_at != self._read_at:
            keys = KeySet.import_key_set(json.loads(self._path.read_bytes()))
            self._keys = {str(key.kid): key for key in keys.keys if isinstance(key, ECKey)}
            self._read_at = changed_at


def _caller_of(claims: Mapping[str, Any], issuer: str) -> tuple[Caller, int]:
    """The caller and the moment at which the token expires."""
    audience = claims.get("aud")
    if claims.get("iss") != issuer:
        raise TokenNotValid("The token comes from another issuer.")
    if AUDIENCE not in (audience if isinstance(audience, list) else [audience]):
        raise TokenNotValid("The token is meant for another audience.")
    expires, not_before = claims.get("exp"), claims.get("nbf", 0)
    if not isinstance(expires, int) or not isinstance(not_before, int):
        raise TokenNotValid("The token does not say until when it is valid.")
    if not_before - _SKEW_SECONDS > now().timestamp():
        raise TokenNotValid("The token is not valid yet.")
    texts = [claims.get(name, "") for name in ("sub", "level", "bureau", "post")]
    if not all(isinstance(text, str) for text in texts):
        raise TokenNotValid("The token's claims are not texts.")
    subject, level, bureau, post = texts
    if not subject or level not in _LEVELS:
        raise TokenNotValid("The token does not say who calls, or on which level.")
    return Caller(subject, _LEVELS[level], bureau, post), expires


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Where a sandbox keeps its keys."""

    private: Path
    public: Path


def generate_keys(folder: Path) -> KeyFiles:
    """The sandbox's keys, made once; the private one can be read by its owner alone."""
    files = KeyFiles(folder / "issuer.private.jwk.json", folder / "issuer.jwks.json")
    if not (files.private.exists() and files.public.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        key = ECKey.generate_key("P-256", auto_kid=True)
        files.private.touch(mode=0o600)
        files.private.write_text(json.dumps(key.as_dict(private=True)))
        public = key.as_dict(private=False) | {"use": "sig", "alg": _ALGORITHM}
        files.public.write_text(json.dumps({"keys": [public]}))
    return files


def mint(private_key: Path | Mapping[str, Any], caller: Caller, *, issuer: str, ttl_seconds: int) -> str:
    """A token for this caller, as the sandbox's issuer gives it."""
    key = _private(private_key)
    issued = int(now().timestamp())
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": caller.subject,
        "level": str(caller.level),
        "bureau": caller.bureau,
        "post": caller.post,
        "iat": issued,
        "exp": issued + ttl_seconds,
    }
    return jwt.encode({"alg": _ALGORITHM, "typ": _TYPE, "kid": str(key.kid)}, claims, key, algorithms=[_ALGORITHM])


def _private(key: Path | Mapping[str, Any]) -> ECKey:
    fields = json.loads(key.read_bytes()) if isinstance(key, Path) else dict(key)
    return ECKey.import_key(fields)
