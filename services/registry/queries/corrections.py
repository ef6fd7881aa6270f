"""What can be asked about the corrections of a station's records."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from shared.database import Connection

_CORRECTIONS = """
SELECT correction_id, record_id, record_type, correction, reason, corrected_on
  FROM corrections
 WHERE station_id = $1 AND ($2::date IS NULL OR (corrected_on, correction_id) < ($2, $3::text))
 ORDER BY corrected_on DESC, correction_id DESC LIMIT $4
"""


class Correction(BaseModel):
    """`record_id` is the id of the event that was wrong; it stands as it was recorded."""

    correction_id: str
    record_id: str
    record_type: str
    correction: str
    reason: str
    corrected_on: date


async def corrections(
    connection: Connection, station_id: str, *, after: Sequence[object], limit: int
) -> list[Correction]:
    """The station's corrections, the newest first."""
    rows = await connection.fetch(_CORRECTIONS, station_id, *after, limit)
    return [Correction(**dict(row)) for row in rows]
