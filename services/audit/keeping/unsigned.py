"""Which logs are not signed, and why: remembered for those who ask another process how whole a log is."""

from shared.database import Connection

_BECAUSE = """
INSERT INTO unsigned_logs (owner, why) VALUES ($1, $2)
ON CONFLICT (owner) DO UPDATE SET why = excluded.why, since = now()
"""
_NO_MORE = "DELETE FROM unsigned_logs WHERE owner = $1"
_ALL = "SELECT owner, why FROM unsigned_logs"


async def because(connection: Connection, owner: str, why: str) -> None:
    await connection.execute(_BECAUSE, owner, why)


async def no_more(connection: Connection, owner: str) -> None:
    await connection.execute(_NO_MORE, owner)


async def reasons(connection: Connection) -> dict[str, str]:
    return {row["owner"]: row["why"] for row in await connection.fetch(_ALL)}
