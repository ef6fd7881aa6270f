"""What can be asked about hosts."""

from datetime import date

from pydantic import BaseModel

from shared.database import Connection

_HOST = """
SELECT host_id, name, registration_number, division_code, registered_on,
       (SELECT version FROM events WHERE stream_id = 'host-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM hosts
 WHERE host_id = $1
"""


class HostPage(BaseModel):
    host_id: str
    name: str
    registration_number: str
    division_code: str
    registered_on: date
    version: int


async def host(connection: Connection, host_id: str) -> HostPage | None:
    row = await connection.fetchrow(_HOST, host_id)
    return None if row is None else HostPage(**dict(row))
