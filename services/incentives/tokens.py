"""Voter tokens: who votes has no account. A token is a challenge that was given here, solved, and used once.

The address that a vote comes from becomes a bucket, under a salt that is made for the day and thrown away after it.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from asyncpg import Pool, Record

from shared.runtime import Runtime
from shared.web.work import LEAST_KEY, Work

HEADER = "Voter-Token"

LASTS_SECONDS = 20 * 60
"""Long enough to read about the nominees."""

_RESOURCE = "voter tokens"
_SALT_BYTES = 32
_BUCKET_DIGITS = 16

# The salt that is there is given back as it is. Those of days that are over go with the first vote of another day.
_SALT = """
INSERT INTO salts (day, salt) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET day = excluded.day RETURNING salt
"""
_FORGET = "DELETE FROM salts WHERE day < $1"


@asynccontextmanager
async def tokens_given(runtime: Runtime) -> AsyncIterator[None]:
    """Tokens are given as long as the service runs; routes find them by `work_of`.

    Raises:
        RuntimeError: there is no key to sign with; a sandbox then makes one of its own, which no other process has.
    """
    runtime.resources[_RESOURCE] = Work(_key(runtime), runtime.settings.vote_work)
    yield


def _key(runtime: Runtime) -> bytes:
    settings = runtime.settings
    if settings.sandbox and settings.vote_key_file is None:
        return secrets.token_bytes(LEAST_KEY)
    key = settings.vote_key_file.read_bytes() if settings.vote_key_file is not None else b""
    if len(key) < LEAST_KEY:
        raise RuntimeError(f"incentives signs voter tokens: name a file of {LEAST_KEY} bytes in SHIFAN_VOTE_KEY_FILE")
    return key


def work_of(runtime: Runtime) -> Work:
    """What gives and checks tokens here."""
    work = runtime.resources[_RESOURCE]
    assert isinstance(work, Work)
    return work


async def bucket_of(pool: "Pool[Record]", address: str, today: date) -> str:
    """What stands for the address on this day: the same for all of its votes, and nothing that leads back to it."""
    salt: bytes = await pool.fetchval(_SALT, today, secrets.token_bytes(_SALT_BYTES))
    await pool.execute(_FORGET, today)
    return hmac.new(salt, address.encode(), hashlib.sha256).hexdigest()[:_BUCKET_DIGITS]


def vote_id(name: str) -> str:
    """The name of a vote follows from its token, and does not give it away."""
    return hashlib.sha256(name.lower().encode()).hexdigest()[:32]
