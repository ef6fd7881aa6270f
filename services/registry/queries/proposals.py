"""What can be asked about proposals of stations: those that wait, and those that were refused."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from shared.access.scope import Scope
from shared.database import Connection
from shared.events.registry import Size, StationKind

# A bureau that was succeeded since has handed its proposals on as well.
_COLUMNS = """
SELECT station_id, host_id, proposals.name, kind, trade, area_m2, stalls, staff, stars, proposals.division_code, town,
       coalesce(nullif(bureaus.heir, ''), proposals.bureau_code) AS bureau_code,
       operating_since, proposed_on, state, decided_on, reasons,
       (SELECT version FROM events WHERE stream_id = 'station-' || station_id ORDER BY version DESC LIMIT 1) AS version
  FROM station_proposals AS proposals LEFT JOIN bureaus USING (bureau_code)
"""
_PROPOSALS = f"""
SELECT * FROM ({_COLUMNS}) AS seen
 WHERE host_id = coalesce($1, host_id) AND bureau_code = coalesce($2, bureau_code) AND division_code LIKE $3 || '%'
   AND ($4::text IS NULL OR state = $4)
   AND ($5::date IS NULL OR (proposed_on, station_id) > ($5, $6::text))
 ORDER BY proposed_on, station_id
 LIMIT $7
"""  # noqa: S608 (constants of ours)
_PROPOSAL = f"{_COLUMNS} WHERE station_id = $1"


class Proposal(BaseModel):
    """A station as its host has proposed it, before the county that is competent for the place."""

    station_id: str
    host_id: str
    name: str
    kind: StationKind
    trade: str
    size: Size
    division_code: str
    town: str
    bureau_code: str
    operating_since: date
    proposed_on: date
    state: str
    decided_on: date | None
    reasons: str
    version: int


async def proposals(
    connection: Connection, scope: Scope, *, state: str | None, after: Sequence[object], limit: int
) -> list[Proposal]:
    """Those that the reader sees, the oldest first."""
    rows = await connection.fetch(_PROPOSALS, *scope.arguments(), state, *after, limit)
    return [_proposal(dict(row)) for row in rows]


async def proposal(connection: Connection, station_id: str) -> Proposal | None:
    row = await connection.fetchrow(_PROPOSAL, station_id)
    return None if row is None else _proposal(dict(row))


def _proposal(row: dict[str, object]) -> Proposal:
    size = Size.model_validate({part: row[part] for part in Size.model_fields})
    return Proposal.model_validate(row | {"size": size})
