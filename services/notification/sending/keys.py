"""The keys that webhooks are signed with: made from the installation's own, so none of them lies in the database.

A shared secret is given to the receiver (`whsec_…`, signature `v1`). Of a pair of keys the receiver is given the public
one alone (`whpk_…`, signature `v1a`), and so whoever robs the receiver cannot sign in our name.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection
from typing import Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.errors import NotYet
from shared.settings import Settings

_LEAST_BYTES = 32
_USE = b"shifan webhook secrets v1"
_USE_OF_PAIRS = b"shifan webhook key pairs v1"

Scheme = Literal["v1", "v1a"]
"""How a webhook is signed, as Standard Webhooks names it: HMAC with a shared secret, or Ed25519."""
SECRET, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
"""What each kind of key begins with."""


class NoWebhookKey(RuntimeError):
    """Webhooks have nothing to be signed with, or with something that anybody could guess."""


class NothingToSignWith(NotYet):
    """This installation has no key for webhooks; its operator sets SHIFAN_WEBHOOK_KEY_FILE."""

    title_zh = "本系统尚未配置回调签名密钥。"


class Keys:
    """The keys of all endpoints. Each rotation counts one further; the number alone is kept."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, _USE, hashlib.sha256)
        self._key_of_pairs = hmac.digest(key, _USE_OF_PAIRS, hashlib.sha256)

    def secret(self, endpoint: UUID, number: int) -> str:
        """The secret of an endpoint with this number, as Standard Webhooks writes it."""
        return SECRET + _written(_derived(self._key, endpoint, number))

    def private(self, endpoint: UUID, number: int) -> str:
        """The private key of an endpoint with this number: the seed of Ed25519. It is shown to nobody."""
        return PRIVATE + _written(_derived(self._key_of_pairs, endpoint, number))

    def active(self, endpoint: UUID, number: int, schemes: Collection[Scheme], *, both: bool) -> list[str]:
        """What signs now in these schemes: the newest keys, and with `both` those before them."""
        made = {"v1": self.secret, "v1a": self.private}
        return [made[one](endpoint, count) for one in sorted(schemes) for count in _numbers(number, both=both)]

    def public(self, endpoint: UUID, number: int, schemes: Collection[Scheme], *, both: bool) -> list[str]:
        """What `v1a` is verified with now, the newest first; none where the endpoint has not asked for it."""
        if "v1a" not in schemes:
            return []
        seeds = [_derived(self._key_of_pairs, endpoint, count) for count in _numbers(number, both=both)]
        return [
            PUBLIC + _written(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())
            for seed in seeds
        ]


def _numbers(number: int, *, both: bool) -> tuple[int, ...]:
    return (number, number - 1) if both and number > 1 else (number,)


def _derived(key: bytes, endpoint: UUID, number: int) -> bytes:
    return hmac.digest(key, f"{endpoint}/{number}".encode(), hashlib.sha256)


def _written(key: bytes) -> str:
    return base64.b64encode(key).decode()


def keys_of(settings: Settings) -> Keys | None:
    """From the file that the settings name; none in a sandbox without one.

    Raises:
        NoWebhookKey: outside the sandbox there is none, or what there is holds fewer than 64 hexadecimal digits.
    """
    if settings.webhook_key_file is None:
        if settings.sandbox:
            return None
        raise NoWebhookKey("set SHIFAN_WEBHOOK_KEY_FILE to a file with a secret of 64 hexadecimal digits or more")
    try:
        key = bytes.fromhex(settings.webhook_key_file.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise NoWebhookKey(f"SHIFAN_WEBHOOK_KEY_FILE cannot be read: {type(error).__name__}") from None
    if len(key) < _LEAST_BYTES:
        raise NoWebhookKey("SHIFAN_WEBHOOK_KEY_FILE must hold 64 hexadecimal digits or more")
    return Keys(key)
