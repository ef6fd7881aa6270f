"""Signed notes after c2sp.org/signed-note, with Ed25519 alone.

A key's texts are those of Go's `golang.org/x/mod/sumdb/note`, so that its tools take them: `<name>+<id>+<key>` to
verify with, `PRIVATE+KEY+<name>+<id>+<key>` to sign with.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.tlog.faults import Malformed, Unsigned

_ED25519 = b"\x01"
_KEY_BYTES = 32
_ID_BYTES = 4
_MOST_SIGNATURES = 64
_PRIVATE = "PRIVATE+KEY+"
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE = re.compile("— ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True)
class Verifier:
    """A public key with the name under which it signs."""

    name: str
    key: bytes

    @classmethod
    def of(cls, vkey: str) -> Self:
        """The key in this text.

        Raises:
            Malformed: it is no Ed25519 key, or its id is not its own.
        """
        return cls(*_named_key(vkey))

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature says whose it is."""
        return _key_id(self.name, self.key)

    @property
    def vkey(self) -> str:
        """The key's text, for a policy."""
        return f"{self.name}+{self.id.hex()}+{_b64(_ED25519 + self.key)}"

    def verify(self, text: str, signature: bytes) -> None:
        """Nothing, if the key signed the text.

        Raises:
            Unsigned: it did not.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except (InvalidSignature, ValueError) as refused:
            raise Unsigned(f"the signature of {self.name} is not of this text") from refused


class Signer:
    """A private key with the name under which it signs."""

    def __init__(self, name: str, secret: bytes) -> None:
        if not _NAME.fullmatch(name):
            raise Malformed(f"{name!r} is no name of a key: no spaces and no plus")
        self.name = name
        self._secret = secret
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def derived(cls, secret: bytes, name: str) -> Self:
        """The key of that name under one secret of at least 32 bytes, always the same.

        A policy refuses two logs with the same key, so an installation with many logs has one secret and many keys.

        Raises:
            Malformed: the secret is shorter.
        """
        if len(secret) < _KEY_BYTES:
            raise Malformed(f"the secret has {len(secret)} bytes, and needs at least {_KEY_BYTES}")
        info = b"shifan tlog v1\n" + name.encode()
        return cls(name, HKDF(SHA256(), _KEY_BYTES, None, info).derive(secret))

    @classmethod
    def of(cls, text: str) -> Self:
        """The key in this text.

        Raises:
            Malformed: it is no private Ed25519 key.
        """
        if not text.startswith(_PRIVATE):
            raise Malformed("no private key of a note")
        encoded = text.removeprefix(_PRIVATE)
        name, _, rest = encoded.partition("+")
        claimed, _, key = rest.partition("+")
        signer = cls(name, _key_bytes(key.strip()))
        if claimed != signer.verifier.id.hex():
            raise Malformed(f"the id of the private key of {name} is not its own")
        return signer

    @property
    def vkey(self) -> str:
        """The text of the public key."""
        return self.verifier.vkey

    @property
    def text(self) -> str:
        """The text of the private key: a secret."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{_b64(_ED25519 + self._secret)}"

    def sign(self, text: str) -> str:
        """The text as a note with this key's signature; the same text gives the same note.

        Raises:
            Malformed: the text does not end in a line break, or has control characters in it.
        """
        if not text.endswith("\n") or _CONTROL.search(text):
            raise Malformed("a note's text is lines without control characters")
        return f"{text}\n— {self.name} {_b64(self.verifier.id + self._key.sign(text.encode()))}\n"


def opened(note: str, verifiers: Iterable[Verifier]) -> str:
    """The note's text, once a known key vouches for it.

    Raises:
        Malformed: it is no signed note.
        Unsigned: no known key signed it, or the signature of a known key is not of this text.
    """
    text, signatures = _parted(note)
    known = {(verifier.name, verifier.id): verifier for verifier in verifiers}
    vouched = False
    for name, signature in signatures:
        verifier = known.get((name, signature[:_ID_BYTES]))
        if verifier is not None:
            verifier.verify(text, signature[_ID_BYTES:])
            vouched = True
    if not vouched:
        signers = ", ".join(sorted({name for name, _ in signatures}))
        raise Unsigned(f"no key that is trusted signed the note; it bears the name of {signers}")
    return text


def _parted(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    text, gap, below = note.rpartition("\n\n")
    if not gap or not below.endswith("\n") or _CONTROL.search(note):
        raise Malformed("no signed note: lines, an empty line, signatures")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise Malformed(f"the note has {len(lines)} signatures, more than {_MOST_SIGNATURES}")
    return text + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE.fullmatch(line)
    content = _bytes(found[2]) if found else b""
    if not found or len(content) <= _ID_BYTES:
        raise Malformed("a line below the note is no signature")
    return found[1], content


def _named_key(vkey: str) -> tuple[str, bytes]:
    name, _, rest = vkey.strip().partition("+")
    claimed, _, encoded = rest.partition("+")
    key = _key_bytes(encoded)
    if not _NAME.fullmatch(name) or claimed != _key_id(name, key).hex():
        raise Malformed(f"the id of the key of {name!r} is not its own")
    return name, key


def _key_bytes(encoded: str) -> bytes:
    content = _bytes(encoded)
    if content[:1] != _ED25519 or len(content) != 1 + _KEY_BYTES:
        raise Malformed("no Ed25519 key of a note")
    return content[1:]


def _key_id(name: str, key: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + key).digest()[:_ID_BYTES]


def _b64(content: bytes) -> str:
    return base64.standard_b64encode(content).decode()


def _bytes(encoded: str) -> bytes:
    """What was encoded; one text alone is taken for the same bytes."""
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Malformed("no Base64 where a key or a signature should be") from broken
    if _b64(content) != encoded:
        raise Malformed("no Base64 where a key or a signature should be")
    return content
