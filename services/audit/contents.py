"""What the read models contain, as hashes that do not depend on how the rows lie, and where two of them differ."""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from asyncpg import Connection, Record

from services.audit.entries import LogRow, Mention
from shared.events.catalogue import LOGS

_SHOWN = 20

_LOG = "SELECT {columns} FROM {schema}.log WHERE owner = $1 ORDER BY position"
_MENTIONS = """
SELECT {columns} FROM {schema}.mentions WHERE owner = $1 ORDER BY station_id COLLATE "C", position
"""
_LOG_DIFFERS = """
SELECT owner, position,
       CASE WHEN a.record IS NULL THEN 'only rebuilt'
            WHEN b.record IS NULL THEN 'only before' ELSE 'differs' END AS what
  FROM {old}.log a FULL JOIN {new}.log b USING (owner, position)
 WHERE a IS DISTINCT FROM b ORDER BY owner, position LIMIT $1
"""
_MENTIONS_DIFFER = """
SELECT owner, position, station_id,
       CASE WHEN a.how IS NULL THEN 'only rebuilt' WHEN b.how IS NULL THEN 'only before' ELSE 'differs' END AS what
  FROM {old}.mentions a FULL JOIN {new}.mentions b USING (owner, position, station_id)
 WHERE a.how IS DISTINCT FROM b.how ORDER BY owner, position, station_id LIMIT $1
"""


async def hashes(connection: "Connection[Record]", schema: str) -> dict[str, str]:
    """SHA-256 of each owner's part of each table, in the order of its key, in PostgreSQL's binary COPY form."""
    found: dict[str, str] = {}
    for owner in LOGS:
        for table, sql, columns in (("log", _LOG, LogRow._fields), ("mentions", _MENTIONS, Mention._fields)):
            query = sql.format(columns=", ".join(columns), schema=schema)
            digest = hashlib.sha256()
            await connection.copy_from_query(query, owner, output=_into(digest.update), format="binary")
            found[f"{table}/{owner}"] = digest.hexdigest()
    return found


def _into(update: Callable[[bytes], None]) -> Callable[[bytes], Coroutine[Any, Any, None]]:
    async def write(data: bytes) -> None:
        update(data)

    return write


async def differences(connection: "Connection[Record]", old: str, new: str) -> list[str]:
    """The first rows that are not the same in both, each in one line."""
    rows = await connection.fetch(_LOG_DIFFERS.format(old=old, new=new), _SHOWN)
    found = [f"log: {row['owner']} position {row['position']}: {row['what']}" for row in rows]
    rows = await connection.fetch(_MENTIONS_DIFFER.format(old=old, new=new), _SHOWN)
    return found + [f"mentions: {row['station_id']} in {row['owner']} {row['position']}: {row['what']}" for row in rows]
