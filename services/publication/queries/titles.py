"""What can be asked of titles: whether a station bears one on a day."""

from datetime import date
from enum import StrEnum

from asyncpg import Record

from shared.database import Connection

_TITLE_COLUMNS = """
SELECT certificate_number, station_id, printed, certified_on, revoked_on, ground, ended_on, ended_by FROM titles
"""
_TITLE = f"{_TITLE_COLUMNS} WHERE certificate_number = $1"
# A station may have had several titles: the one that began last before the day is the one that is asked about.
_TITLE_OF_STATION = f"""{_TITLE_COLUMNS}
 WHERE station_id = $1 AND certified_on <= $2 ORDER BY certified_on DESC, certificate_number DESC LIMIT 1
"""


class TitleStatus(StrEnum):
    """What a check of a certificate answers for a day."""

    IN_FORCE = "in_force"
    NO_SUCH_TITLE = "no_such_title"
    REVOKED = "revoked"
    ENDED = "ended"


async def title(connection: Connection, certificate_number: str) -> Record | None:
    return await connection.fetchrow(_TITLE, certificate_number)


async def title_of_station(connection: Connection, station_id: str, day: date) -> Record | None:
    """The station's title on that day, or its last one before it."""
    return await connection.fetchrow(_TITLE_OF_STATION, station_id, day)


def status_on(title: Record | None, day: date) -> TitleStatus:
    """What that title is on that day; before its first day there is none."""
    if title is None:
        return TitleStatus.NO_SUCH_TITLE
    if title["revoked_on"] is not None and title["revoked_on"] <= day:
        return TitleStatus.REVOKED
    if title["ended_on"] is not None and title["ended_on"] <= day:
        return TitleStatus.ENDED
    if title["certified_on"] is not None and title["certified_on"] <= day:
        return TitleStatus.IN_FORCE
    return TitleStatus.NO_SUCH_TITLE
