"""What can be asked about bureaus."""

from datetime import date

from pydantic import BaseModel

from shared.database import Connection
from shared.events.registry import BureauLevel

_BUREAUS = """
SELECT bureau_code, name, level, division_code, established_on FROM bureaus
 WHERE $1::text IS NULL OR bureau_code > $1 ORDER BY bureau_code LIMIT $2
"""


class BureauRow(BaseModel):
    bureau_code: str
    name: str
    level: BureauLevel
    division_code: str
    established_on: date


async def bureaus(connection: Connection, after: object, limit: int) -> list[BureauRow]:
    return [BureauRow(**dict(row)) for row in await connection.fetch(_BUREAUS, after, limit)]
