"""What can be asked about bureaus: today, on a day of the past, and one of them with all that came before and after."""

from datetime import date

from asyncpg import Record
from pydantic import BaseModel

from shared.database import Connection
from shared.events.registry import BureauLevel

_COLUMNS = """
bureaus.bureau_code, name, level, division_code, established_on, towns,
coalesce(successor_code, '') AS successor_code, succeeded_on
"""
_BUREAUS = f"""
SELECT {_COLUMNS} FROM bureaus LEFT JOIN bureau_successions USING (bureau_code)
 WHERE ($1::text IS NULL OR bureaus.bureau_code > $1)
   AND division_code LIKE $3 || '%'
   AND ($4::date IS NULL OR (established_on <= $4 AND (succeeded_on IS NULL OR succeeded_on > $4)))
 ORDER BY bureaus.bureau_code LIMIT $2
"""  # noqa: S608 (constants of ours)
_BUREAU = f"""
SELECT {_COLUMNS}, heir, document_number FROM bureaus LEFT JOIN bureau_successions USING (bureau_code)
 WHERE bureaus.bureau_code = $1
"""  # noqa: S608 (constants of ours)
# Whom it has followed, however many steps back; several bureaus may have been merged into one.
_BEFORE = f"""
WITH RECURSIVE before (code) AS (
    SELECT bureau_code FROM bureau_successions WHERE successor_code = $1
    UNION SELECT bureau_code FROM bureau_successions JOIN before ON successor_code = code)
SELECT {_COLUMNS} FROM bureaus JOIN before ON code = bureaus.bureau_code
  LEFT JOIN bureau_successions USING (bureau_code) ORDER BY succeeded_on, bureaus.bureau_code
"""  # noqa: S608 (constants of ours)
_AFTERWARDS = f"""
WITH RECURSIVE afterwards (code) AS (
    SELECT successor_code FROM bureau_successions WHERE bureau_code = $1
    UNION SELECT successor_code FROM bureau_successions JOIN afterwards ON bureau_code = code)
SELECT {_COLUMNS} FROM bureaus JOIN afterwards ON code = bureaus.bureau_code
  LEFT JOIN bureau_successions USING (bureau_code) ORDER BY succeeded_on NULLS LAST, bureaus.bureau_code
"""  # noqa: S608 (constants of ours)
_OFFICER = """
SELECT officer_id, nullif(officers.bureau_code, '') AS bureau_code, post, posted_on, bureaus.name AS bureau_name
  FROM officers LEFT JOIN bureaus USING (bureau_code) WHERE officer_id = $1
"""
_INTERESTS = "SELECT host_id FROM interests WHERE officer_id = $1 AND stands ORDER BY host_id"


class BureauRow(BaseModel):
    """A bureau with its own name, which it keeps for ever: a new name is a new bureau that has succeeded it."""

    bureau_code: str
    name: str
    level: BureauLevel
    division_code: str
    established_on: date
    towns: list[str]
    successor_code: str
    succeeded_on: date | None


class BureauPage(BureauRow):
    """`heir` has its powers today; `document_number` is that of its succession."""

    heir: str
    document_number: str
    predecessors: list[BureauRow]
    successors: list[BureauRow]


class OfficerPage(BaseModel):
    """Where an officer serves, and the hosts to whom they have declared a link that stands."""

    officer_id: str
    bureau_code: str | None
    bureau_name: str | None
    post: str
    posted_on: date
    interests: list[str]


async def bureaus(
    connection: Connection, after: object, limit: int, *, division: str = "", as_of: date | None = None
) -> list[BureauRow]:
    """All that there ever were, or those that there were at the end of a day. `division` begins their code."""
    return _rows(await connection.fetch(_BUREAUS, after, limit, division, as_of))


async def bureau(connection: Connection, code: str) -> BureauPage | None:
    row = await connection.fetchrow(_BUREAU, code)
    if row is None:
        return None
    chain = {
        "predecessors": _rows(await connection.fetch(_BEFORE, code)),
        "successors": _rows(await connection.fetch(_AFTERWARDS, code)),
        "document_number": row["document_number"] or "",
    }
    return BureauPage.model_validate(dict(row) | chain)


async def officer(connection: Connection, officer_id: str) -> OfficerPage | None:
    row = await connection.fetchrow(_OFFICER, officer_id)
    if row is None:
        return None
    hosts = [each["host_id"] for each in await connection.fetch(_INTERESTS, officer_id)]
    return OfficerPage(**dict(row), interests=hosts)


def _rows(rows: list[Record]) -> list[BureauRow]:
    return [BureauRow(**dict(row)) for row in rows]
