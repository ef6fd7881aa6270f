"""What can be asked of titles: what one is on a day, and by which names and numbers it is found."""

from datetime import date
from enum import StrEnum

from asyncpg import Record

from shared.database import Connection

# A title is what its last change that has come by the day makes it; of several the later record counts. One that was
# suspended before its revocation is suspended again when it is restored, so the premises are looked at apart.
_ON_THE_DAY = """
SELECT last.certificate_number, last.station_id, last.change, last.on_day, last.reason, premises.change AS premises,
       premises.on_day AS premises_on, restored.on_day AS restored_on, titles.printed, titles.certified_on
  FROM (SELECT DISTINCT ON ({each}) * FROM title_changes WHERE {which} AND on_day <= $2
         ORDER BY {each}, seq DESC, on_day DESC) AS last
  LEFT JOIN titles USING (certificate_number)
  LEFT JOIN LATERAL (
       SELECT change, on_day FROM title_changes p
        WHERE p.certificate_number = last.certificate_number AND p.on_day <= $2
          AND p.change IN ('certified', 'suspended', 'resumed')
        ORDER BY seq DESC, on_day DESC LIMIT 1) AS premises ON true
  LEFT JOIN LATERAL (
       SELECT max(on_day) AS on_day FROM title_changes r
        WHERE r.certificate_number = last.certificate_number AND r.on_day <= $2 AND r.change = 'restored'
       ) AS restored ON true
"""
_TITLE = _ON_THE_DAY.format(each="certificate_number", which="certificate_number = $1")
_TITLE_OF_STATION = _ON_THE_DAY.format(each="station_id", which="station_id = $1")
# Those that were revoked are shown first.
_FOUND = f"""
SELECT * FROM ({_ON_THE_DAY.format(each="certificate_number", which="certificate_number = ANY($1::text[])")}) AS found
 WHERE ($3::bigint IS NULL OR ((change <> 'revoked')::int, certificate_number COLLATE "C") > ($3, $4))
 ORDER BY change <> 'revoked', certificate_number COLLATE "C" LIMIT $5
"""  # noqa: S608 (constants of ours)
_NAMED = """
SELECT certificate_number FROM titles
 WHERE station_id IN (SELECT station_id FROM station_changes WHERE position($1 IN name) > 0)
    OR host_id IN (SELECT host_id FROM host_names WHERE position($1 IN name) > 0
                   UNION SELECT host_id FROM host_identifiers WHERE number = $1)
"""


class TitleStatus(StrEnum):
    """What a check of a certificate answers for a day."""

    IN_FORCE = "in_force"
    NO_SUCH_TITLE = "no_such_title"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    LAPSED = "lapsed"
    ENDED = "ended"


_OVER = {"revoked": TitleStatus.REVOKED, "lapsed": TitleStatus.LAPSED, "ended": TitleStatus.ENDED}


async def title(connection: Connection, certificate_number: str, day: date) -> Record | None:
    """What that certificate's title is on that day; None before its first one."""
    return await connection.fetchrow(_TITLE, certificate_number, day)


async def title_of_station(connection: Connection, station_id: str, day: date) -> Record | None:
    """The station's title on that day, or its last one before it."""
    return await connection.fetchrow(_TITLE_OF_STATION, station_id, day)


async def titles_named(
    connection: Connection, name: str, day: date, after: tuple[object, ...], limit: int
) -> list[Record]:
    """Titles by a name of the station or its host, present or former, or by a number that the host was known by."""
    numbers = [row["certificate_number"] for row in await connection.fetch(_NAMED, name)]
    return await connection.fetch(_FOUND, numbers, day, *after, limit)


def status_of(title: Record | None) -> TitleStatus:
    """What that title is on the day that was asked about; before its first day there is none."""
    if title is None:
        return TitleStatus.NO_SUCH_TITLE
    if title["change"] in _OVER:
        return _OVER[title["change"]]
    return TitleStatus.SUSPENDED if title["premises"] == "suspended" else TitleStatus.IN_FORCE
