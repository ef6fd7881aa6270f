"""Seals and opens personal texts. The keys are looked up for each request: a key that is destroyed works nowhere more.

A sealed text is `sealed.v1.` and the Base64 of nonce, ciphertext and tag of AES-256-GCM. It is bound to its subject and
to the name of its field, and so reads as nothing in another's row, or in another field.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from asyncpg import Pool, Record
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.database import Connection, create_pool, migrate
from shared.errors import Conflict
from shared.events.event import SEALED, Sealed
from shared.settings import Settings

SCHEMA = Path(__file__).parent / "keys_schema"

_KEY_BYTES = 32
_NONCE_BYTES = 12
_CONNECTIONS = 4

_KEYS = "SELECT subject_id, wrapped_key FROM subject_keys WHERE subject_id = ANY($1)"
_MADE = "INSERT INTO subject_keys (subject_id, wrapped_key) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_DESTROYED = """
INSERT INTO subject_keys (subject_id, destroyed_at) VALUES ($1, now())
ON CONFLICT (subject_id) DO UPDATE SET wrapped_key = NULL, destroyed_at = now()
 WHERE subject_keys.wrapped_key IS NOT NULL
"""
# What was removed lies in its page, as long as anybody's snapshot may want it, and after that until it is overwritten:
# so the table is emptied, which gives it a new file, and filled again with what is left.
_LOCKED = "LOCK TABLE subject_keys IN ACCESS EXCLUSIVE MODE"
_ALL = "SELECT subject_id, wrapped_key, made_at, destroyed_at FROM subject_keys ORDER BY subject_id"
_EMPTIED = "TRUNCATE subject_keys"
_LIVING = "SELECT subject_id FROM subject_keys WHERE subject_id = ANY($1) AND wrapped_key IS NOT NULL"


class SubjectIsErased(Conflict):
    """What was known of this person was erased; nothing more is written down of them under the same id."""

    title_zh = "该人员的个人信息已经删除，不得再以同一编号记载。"


class Sealer:
    """`kek` is the key of the installation, under which the keys of persons lie: 32 bytes.

    What lies under one of the `older` is opened as well, until it is wrapped anew.
    """

    def __init__(self, pool: "Pool[Record]", kek: bytes, *older: bytes) -> None:
        self._pool = pool
        self._keks = [AESGCM(one) for one in (kek, *older)]
        self._pepper = hmac.digest(kek, b"shifan fingerprints v1", hashlib.sha256)

    async def seal(self, subject: str, field: str, text: str) -> Sealed:
        """The text under the subject's key, which is made if there is none yet.

        Raises:
            SubjectIsErased: the subject's key was destroyed.
        """
        key = await self._key_for(subject)
        return Sealed(SEALED + base64.urlsafe_b64encode(_locked(key, text.encode(), _bound(subject, field))).decode())

    async def open(self, subject: str, field: str, text: str) -> str | None:
        """The plain text; nothing where the key was destroyed. What was never sealed is given back as it is.

        Raises:
            InvalidTag: it was sealed for another subject or field, or was changed since.
        """
        return (await self.open_all(field, {subject: text}))[subject]

    async def open_all(self, field: str, texts: Mapping[str, str]) -> dict[str, str | None]:
        """The same field of many subjects, with one question to the keys."""
        keys = await self._keys([subject for subject, text in texts.items() if text.startswith(SEALED)])
        return {subject: _opened(keys.get(subject), subject, field, text) for subject, text in texts.items()}

    async def destroy(self, subject: str) -> None:
        """The subject's key is no more. Asked again it does nothing more."""
        await self.destroy_all([subject])

    async def destroy_all(self, subjects: Iterable[str]) -> None:
        """As `destroy`, in one transaction, after which no file of the table holds the keys."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_LOCKED)
            await connection.executemany(_DESTROYED, [(subject,) for subject in subjects])
            await _written_anew(connection, map(tuple, await connection.fetch(_ALL)))

    async def rewrap(self) -> int:
        """Wrap all keys of persons anew under the newest key of the installation; returns how many there are.

        It is one transaction, after which no file of the table holds one under an older key.

        Raises:
            InvalidTag: one lies under none of the keys that we have. Nothing was changed.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_LOCKED)
            rows = [tuple(row) for row in await connection.fetch(_ALL)]
            await _written_anew(connection, ((row[0], self._wrapped_anew(row[0], row[1]), *row[2:]) for row in rows))
            return sum(row[1] is not None for row in rows)

    async def living(self, subjects: Iterable[str]) -> list[str]:
        """Those of the subjects whose key is still there."""
        return [row["subject_id"] for row in await self._pool.fetch(_LIVING, list(subjects))]

    def fingerprint(self, content: bytes) -> bytes:
        """A hash that cannot be tried out on guesses without the installation's key."""
        return hmac.digest(self._pepper, content, hashlib.sha256)

    async def _key_for(self, subject: str) -> bytes:
        key = (await self._keys([subject])).get(subject)
        if key is None:
            await self._pool.execute(_MADE, subject, self._wrapped(subject, secrets.token_bytes(_KEY_BYTES)))
            # Somebody may have made one a moment ago, or it was destroyed: what lies there counts.
            key = (await self._keys([subject])).get(subject)
        if key is None:
            raise SubjectIsErased(f"What was known of {subject} was erased.")
        return key

    async def _keys(self, subjects: list[str]) -> dict[str, bytes]:
        if not subjects:
            return {}
        rows = await self._pool.fetch(_KEYS, subjects)
        kept = ((row["subject_id"], row["wrapped_key"]) for row in rows if row["wrapped_key"] is not None)
        return {subject: self._unwrapped(subject, wrapped) for subject, wrapped in kept}

    def _wrapped(self, subject: str, key: bytes) -> bytes:
        return _locked(self._keks[0], key, subject.encode())

    def _unwrapped(self, subject: str, wrapped: bytes) -> bytes:
        for kek in self._keks:
            with suppress(InvalidTag):
                return _unlocked(kek, wrapped, subject.encode())
        raise InvalidTag

    def _wrapped_anew(self, subject: str, wrapped: bytes | None) -> bytes | None:
        return None if wrapped is None else self._wrapped(subject, self._unwrapped(subject, wrapped))


def keks_from(settings: Settings) -> list[bytes]:
    """The key of the installation, and those before it, from the file that the settings name, one a line.

    A card or a service that keeps them comes here.

    Raises:
        RuntimeError: there is no such file, or a line of it does not hold 64 hexadecimal digits.
    """
    try:
        keys = [bytes.fromhex(line) for line in settings.kek_file.read_text().split()] if settings.kek_file else []
    except (OSError, ValueError) as error:
        raise RuntimeError(f"SHIFAN_KEK_FILE cannot be read: {type(error).__name__}") from None
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        raise RuntimeError("SHIFAN_KEK_FILE must name a file with 64 hexadecimal digits, or such lines")
    return keys


@asynccontextmanager
async def sealer_open(settings: Settings) -> AsyncIterator[Sealer]:
    """The sealer, as long as the service runs.

    Raises:
        RuntimeError: a setting is missing.
    """
    if not settings.keys_url:
        raise RuntimeError("this service seals personal data: set SHIFAN_KEYS_URL to a database of its own")
    keks = keks_from(settings)
    await migrate(settings.keys_url, SCHEMA)
    pool = await create_pool(settings.keys_url, size=_CONNECTIONS)
    try:
        yield Sealer(pool, *keks)
    finally:
        await pool.close()


async def _written_anew(connection: Connection, rows: Iterable[tuple[object, ...]]) -> None:
    await connection.execute(_EMPTIED)
    await connection.copy_records_to_table("subject_keys", records=rows)


def _bound(subject: str, field: str) -> bytes:
    return f"{SEALED}\n{subject}\n{field}".encode()


def _locked(key: "bytes | AESGCM", content: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, content, bound_to)


def _unlocked(key: "bytes | AESGCM", locked: bytes, bound_to: bytes) -> bytes:
    return _cipher(key).decrypt(locked[:_NONCE_BYTES], locked[_NONCE_BYTES:], bound_to)


def _cipher(key: "bytes | AESGCM") -> AESGCM:
    return AESGCM(key) if isinstance(key, bytes) else key


def _opened(key: bytes | None, subject: str, field: str, text: str) -> str | None:
    if not text.startswith(SEALED):
        return text
    if key is None:
        return None
    try:
        return _unlocked(key, base64.urlsafe_b64decode(text[len(SEALED) :]), _bound(subject, field)).decode()
    except ValueError:  # It is no Base64, or too short for a nonce.
        raise InvalidTag from None
