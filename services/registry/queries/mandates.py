"""What can be asked about mandates, which are public: for whom which bureau acts, on what document, and how long."""

from datetime import date

from pydantic import BaseModel

from shared.access.mandates import MandateKind
from shared.database import Connection

_COLUMNS = """
mandate_id, kind, principal_code, agent_code, acts, division_code, station_id, document_number, document_sha256, since,
until, ended_on
"""
_MANDATE = f"SELECT {_COLUMNS} FROM mandates WHERE mandate_id = $1"  # noqa: S608 (constants of ours)
_MANDATES = f"""
SELECT {_COLUMNS} FROM mandates
 WHERE ($1::text IS NULL OR mandate_id > $1)
   AND ($3 = '' OR $3 IN (principal_code, agent_code))
   AND ($4::date IS NULL OR (since <= $4 AND (until IS NULL OR until >= $4) AND (ended_on IS NULL OR ended_on > $4)))
 ORDER BY mandate_id LIMIT $2
"""  # noqa: S608 (constants of ours)


class MandatePage(BaseModel):
    """`principal_code` has the competence and `agent_code` acts for it, both as the bureaus that have the powers today.

    No `acts` are all that can be delegated; no division and no station is the whole area. `until` is the last day,
    `ended_on` the first day on which it had ended before.
    """

    mandate_id: str
    kind: MandateKind
    principal_code: str
    agent_code: str
    acts: list[str]
    division_code: str
    station_id: str
    document_number: str
    document_sha256: str
    since: date
    until: date | None
    ended_on: date | None


async def mandate(connection: Connection, mandate_id: str) -> MandatePage | None:
    row = await connection.fetchrow(_MANDATE, mandate_id)
    return None if row is None else MandatePage(**dict(row))


async def mandates(
    connection: Connection, after: object, limit: int, *, bureau: str = "", on: date | None = None
) -> list[MandatePage]:
    """All, those from or to a bureau, or those that stand on a day."""
    rows = await connection.fetch(_MANDATES, after, limit, bureau, on)
    return [MandatePage(**dict(row)) for row in rows]
