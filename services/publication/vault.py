"""The vault: where the words of opinions and the names of their authors lie. Events hold a proof of them, no more."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from asyncpg import Pool, Record

from services.publication.work import challenges
from shared.database import create_pool, migrate
from shared.runtime import Runtime

SCHEMA = Path(__file__).parent / "vault_schema"

# The row that is there is given back as it is: what was kept first stays.
_KEEP = """
INSERT INTO opinions (opinion_id, salt, text, author_name, author_phone, facts, receipt_hash, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (opinion_id) DO UPDATE SET opinion_id = excluded.opinion_id
RETURNING salt, text, author_name, author_phone, facts
"""
_KEEP_ANSWER = """
INSERT INTO answers (opinion_id, salt, text, kept_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (opinion_id) DO UPDATE SET opinion_id = excluded.opinion_id
RETURNING salt, text
"""
_RECEIPT = "SELECT receipt_hash FROM opinions WHERE opinion_id = $1"
_WORDS = "SELECT text, author_name, author_phone, facts FROM opinions WHERE opinion_id = $1"
_ANSWER = "SELECT text FROM answers WHERE opinion_id = $1"
_TEXTS = """
SELECT opinion_id, concat_ws(chr(10), text, nullif(facts, '')) AS text FROM opinions WHERE opinion_id = ANY($1::text[])
"""

_SALT_BYTES = 32
_RECEIPT_BYTES = 15


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said, and who they are. It is never shown in a log, so its form as text is empty.

    `facts` is what happened, beside what is thought of it.
    """

    text: str
    author_name: str
    author_phone: str
    facts: str = ""

    def __repr__(self) -> str:
        return "Words(…)"

    def content(self) -> bytes:
        """The bytes that are proved: canonical JSON. Where nothing is said to have happened, nothing is named."""
        content = {"author_name": self.author_name, "author_phone": self.author_phone, "text": self.text}
        return orjson.dumps(content | ({"facts": self.facts} if self.facts else {}), option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True)
class Kept:
    """The proof of the words for the event, and the receipt for their author."""

    content_hmac: str
    receipt: str


NOT_KEPT = Kept("", "")
"""Nothing was taken in: the opinion is refused, or other words lie in the vault under its identifier."""


class Vault:
    """Written before the event, and found again by a request that is repeated."""

    def __init__(self, pool: "Pool[Record]") -> None:
        self._pool = pool

    async def keep(self, opinion_id: str, words: Words, received_at: datetime) -> Kept:
        """Take the words in. Asked again with the same words it answers the same; with others it keeps the first."""
        salt = secrets.token_bytes(_SALT_BYTES)
        row = await self._pool.fetchrow(
            _KEEP,
            opinion_id,
            salt,
            words.text,
            words.author_name,
            words.author_phone,
            words.facts,
            hashlib.sha256(receipt(salt, opinion_id).encode()).digest(),
            received_at,
        )
        assert row is not None, "an insert that does nothing still returns the row that is there"
        if words != Words(row["text"], row["author_name"], row["author_phone"], row["facts"]):
            return NOT_KEPT
        return Kept(proof(row["salt"], words.content()), receipt(row["salt"], opinion_id))

    async def words(self, opinion_id: str) -> Words | None:
        """The words with who gave them. A route shows the one or the other, by who asks."""
        row = await self._pool.fetchrow(_WORDS, opinion_id)
        return Words(**row) if row else None

    async def keep_answer(self, opinion_id: str, text: str, kept_at: datetime) -> str:
        """Take an answer in, and prove it. Asked again it answers the same; of another text nothing is proved."""
        row = await self._pool.fetchrow(_KEEP_ANSWER, opinion_id, secrets.token_bytes(_SALT_BYTES), text, kept_at)
        assert row is not None, "an insert that does nothing still returns the row that is there"
        return proof(row["salt"], text.encode()) if row["text"] == text else ""

    async def answer(self, opinion_id: str) -> str | None:
        """The words of the answer to an objector."""
        text: str | None = await self._pool.fetchval(_ANSWER, opinion_id)
        return text

    async def texts(self, opinion_ids: Sequence[str]) -> dict[str, str]:
        """What many opinions say, each with what happened: to be compared, and kept nowhere."""
        rows = await self._pool.fetch(_TEXTS, opinion_ids)
        return {row["opinion_id"]: row["text"] for row in rows}

    async def is_authors(self, opinion_id: str, receipt: str) -> bool:
        """Whether this is the receipt that the author was given."""
        kept: bytes | None = await self._pool.fetchval(_RECEIPT, opinion_id)
        return kept is not None and hmac.compare_digest(kept, hashlib.sha256(receipt.encode()).digest())


def proof(salt: bytes, content: bytes) -> str:
    """HMAC-SHA256 of the content under the salt: without the salt no guess can be tried."""
    return hmac.new(salt, content, hashlib.sha256).hexdigest()


def receipt(salt: bytes, opinion_id: str) -> str:
    """A token that only the author gets; it follows from the salt, so it need not be stored."""
    digest = hmac.new(salt, b"receipt\n" + opinion_id.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_RECEIPT_BYTES]).decode().lower()


@asynccontextmanager
async def vault_open(runtime: Runtime) -> AsyncIterator[None]:
    """The vault is open as long as the service runs; routes find it by `vault_of`."""
    if not runtime.settings.vault_url:
        raise RuntimeError("publication needs a vault: set SHIFAN_VAULT_URL to a database of its own")
    await migrate(runtime.settings.vault_url, SCHEMA)
    pool = await create_pool(runtime.settings.vault_url, size=4)
    runtime.resources["vault"] = Vault(pool)
    runtime.resources["challenges"] = challenges(runtime, pool)
    try:
        yield
    finally:
        await pool.close()


def vault_of(runtime: Runtime) -> Vault:
    vault = runtime.resources["vault"]
    assert isinstance(vault, Vault)
    return vault
