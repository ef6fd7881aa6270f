"""A store that may lack what was acknowledged takes no writes: they would make a second history.

The relay compares the store with its topic and says what came of it in the table `compared`; every writer reads it
there, once a connection. So a process without a way to Kafka knows, too, and an outage of Kafka closes nothing that is
known.
"""

from shared.database import Connection

# What was never sent anywhere, nothing can be missing of.
_WHY = """
SELECT CASE WHEN c.identity = i.identity THEN nullif(c.detail, '')
            WHEN r.position > 0 THEN 'It has not been compared with its topic since it was put here.' END
  FROM relay_head r CROSS JOIN (SELECT database_identity() AS identity) i LEFT JOIN compared c ON true
"""
_COMPARED = """
INSERT INTO compared AS c (identity, missing, detail) VALUES (database_identity(), $1, $2)
ON CONFLICT (one) DO UPDATE SET identity = excluded.identity, missing = excluded.missing, detail = excluded.detail,
    compared_at = now()
 WHERE (c.identity, c.missing, c.detail) IS DISTINCT FROM (excluded.identity, excluded.missing, excluded.detail)
"""
# Who has read that it is open will read again on a new connection.
_SEND_AWAY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND usename = current_user AND application_name = $1
"""

WRITES = "committer"
"""How the connections that write are called in PostgreSQL."""


class StoreClosed(OSError):
    """Nothing is written here, as on a disk that may only be read: the store lacks events, or may lack some."""


async def must_be_open(connection: Connection) -> None:
    """Look whether anything may be written.

    Raises:
        StoreClosed: nothing may, with the reason.
    """
    why: str | None = await connection.fetchval(_WHY)
    if why is not None:
        raise StoreClosed(why)


async def say_compared(connection: Connection, missing: int, detail: str) -> None:
    """Note what came of comparing; where events are missing, whoever writes is sent away."""
    await connection.execute(_COMPARED, missing, detail)
    if missing:
        await connection.execute(_SEND_AWAY, WRITES)
