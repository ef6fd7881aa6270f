"""What can be asked of matters: how many opinions each has, and how many of them nobody has read yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from asyncpg import Record

from shared.database import Connection

# What is about a candidate that is off the notice is moot, and need not be read any more.
_UNSCREENED = """
o.screening IS NULL AND o.moot_on IS NULL AND NOT EXISTS (
    SELECT FROM notice_candidates c
     WHERE c.notice_id = o.notice_id AND c.application_id = o.application_id AND c.result NOT IN ('kept', 'held'))
"""
# A named objection that states facts is read by itself.
_SINGLY = "o.queue = 'objections'"
_MATTERS = f"""
SELECT m.matter_id, first.city_code, m.notice_id, m.application_id, m.station_id, m.certificate_number, m.stance,
       m.count, m.first_opinion_id, first.received_at AS first_received_at, first.received_ms, m.version, n.unscreened,
       n.unscreened_objections, n.named_with_facts, (n.unscreened = 0)::int AS is_done
  FROM matters m
  JOIN opinions first ON first.opinion_id = m.first_opinion_id
  CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE {_UNSCREENED}) AS unscreened,
              count(*) FILTER (WHERE {_SINGLY} AND {_UNSCREENED}) AS unscreened_objections,
              count(*) FILTER (WHERE {_SINGLY}) AS named_with_facts
         FROM opinions o WHERE o.matter_id = m.matter_id
       ) n
"""  # noqa: S608 (constants of ours)
_LIST = f"""{_MATTERS}
 WHERE first.city_code LIKE $1 || '%' AND m.notice_id = coalesce($2, m.notice_id)
   AND m.application_id = coalesce($3, m.application_id)
   AND m.certificate_number = coalesce($4, m.certificate_number)
   AND ($5::int IS NULL OR ((n.unscreened = 0)::int, first.received_ms, m.matter_id) > ($5, $6::bigint, $7))
 ORDER BY is_done, first.received_ms, m.matter_id LIMIT $8
"""
_ONE = f"{_MATTERS} WHERE m.matter_id = $1"
_OPINIONS = """
SELECT opinion_id, side, is_named, states_facts, received_at, received_ms, screening, reason, screened_on,
       moot_on, version
  FROM opinions
 WHERE matter_id = $1 AND ($2::bigint IS NULL OR (received_ms, opinion_id) > ($2, $3))
 ORDER BY received_ms, opinion_id LIMIT $4
"""
_TOGETHER = f"""
SELECT o.opinion_id
  FROM opinions o
 WHERE o.matter_id = $1 AND ($2::text[] IS NULL OR o.opinion_id = ANY($2)) AND {_UNSCREENED} AND NOT ({_SINGLY})
 ORDER BY o.received_ms, o.opinion_id
"""  # noqa: S608 (constants of ours)
_CITY = "SELECT city_code FROM matters JOIN opinions ON opinion_id = first_opinion_id WHERE matters.matter_id = $1"


@dataclass(frozen=True, slots=True)
class MattersWanted:
    """`city_prefix` is how far the caller sees."""

    city_prefix: str
    notice_id: str | None = None
    application_id: str | None = None
    certificate_number: str | None = None


async def matters(connection: Connection, wanted: MattersWanted, after: tuple[object, ...], limit: int) -> list[Record]:
    """Those with unscreened opinions first, then in the order of their first ones."""
    about = (wanted.city_prefix, wanted.notice_id, wanted.application_id, wanted.certificate_number)
    return await connection.fetch(_LIST, *about, *after, limit)


async def matter(connection: Connection, matter_id: str) -> Record | None:
    return await connection.fetchrow(_ONE, matter_id)


async def opinions_of_matter(
    connection: Connection, matter_id: str, after: tuple[object, ...], limit: int
) -> list[Record]:
    """In the order in which they came in."""
    return await connection.fetch(_OPINIONS, matter_id, *after, limit)


async def to_screen_together(connection: Connection, matter_id: str, among: Sequence[str] | None = None) -> list[str]:
    """The opinions that are not screened yet and need not be read each by itself, oldest first."""
    rows = await connection.fetch(_TOGETHER, matter_id, among)
    return [row["opinion_id"] for row in rows]


async def city_of_matter(connection: Connection, matter_id: str) -> str | None:
    city_code: str | None = await connection.fetchval(_CITY, matter_id)
    return city_code
