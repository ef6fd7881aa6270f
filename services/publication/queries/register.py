"""名册: the titles that count on a day, with the names, the places and the competent bureaus of that day.

Only what was on record by the end of the day counts (`known_from`), so a past day's register never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from asyncpg import Record

from services.publication.printing.register import RegisterLine
from shared.database import Connection


def _of_the_day(column: str) -> str:
    """The last value of a column of the station that was known on the day."""
    return f"""
    (SELECT {column} FROM station_changes s WHERE s.station_id = counted.station_id AND s.known_from <= $1
        AND s.{column} IS NOT NULL ORDER BY s.seq DESC, s.known_from DESC LIMIT 1) AS {column}"""  # noqa: S608


_COUNTED = """
SELECT last.certificate_number, last.station_id
  FROM (SELECT DISTINCT ON (certificate_number) certificate_number, station_id, change FROM title_changes
         WHERE known_from <= $1 ORDER BY certificate_number, seq DESC, known_from DESC) AS last
 WHERE last.change NOT IN ('revoked', 'lapsed', 'ended') AND 'suspended' <> (
       SELECT change FROM title_changes p
        WHERE p.certificate_number = last.certificate_number AND p.known_from <= $1
          AND p.change IN ('certified', 'suspended', 'resumed')
        ORDER BY seq DESC, known_from DESC LIMIT 1)
"""
_WITH_PLACES = f"""
SELECT counted.*, titles.certified_on, {_of_the_day("name")}, {_of_the_day("host_id")}, {_of_the_day("trade")},
       {_of_the_day("division_code")}, {_of_the_day("town")}, {_of_the_day("bureau_code")}
  FROM ({_COUNTED}) AS counted JOIN titles USING (certificate_number)
"""  # noqa: S608 (constants of ours)
_REGISTER = f"""
SELECT places.*,
       (SELECT h.name FROM host_names h WHERE h.host_id = places.host_id AND h.known_from <= $1
         ORDER BY h.seq DESC, h.known_from DESC LIMIT 1) AS host_name
  FROM ({_WITH_PLACES}) AS places
 WHERE coalesce(division_code, '') LIKE $2 || '%' AND coalesce(trade, '') = coalesce($3, trade, '')
   AND ($4::text IS NULL OR certificate_number COLLATE "C" > $4)
 ORDER BY certificate_number COLLATE "C" LIMIT $5
"""  # noqa: S608
_SUCCESSIONS = "SELECT bureau_code, successor_code FROM bureau_successions WHERE known_from <= $1 ORDER BY known_from"
_BUREAUS = "SELECT bureau_code, name FROM bureaus"


@dataclass(frozen=True, slots=True)
class RegisterWanted:
    """`division_prefix` is a city's first four digits or a whole division; empty is everywhere."""

    as_of: date
    division_prefix: str = ""
    trade: str | None = None


async def register(
    connection: Connection, wanted: RegisterWanted, after: tuple[object, ...] = (None,), limit: int | None = None
) -> list[RegisterLine]:
    """In the order of the certificates' numbers; all of it where there is no limit."""
    rows = await connection.fetch(_REGISTER, wanted.as_of, wanted.division_prefix, wanted.trade, *after, limit)
    heirs = {row["bureau_code"]: row["successor_code"] for row in await connection.fetch(_SUCCESSIONS, wanted.as_of)}
    names = {row["bureau_code"]: row["name"] for row in await connection.fetch(_BUREAUS)}
    return [_line(row, heirs, names) for row in rows]


def _line(row: Record, heirs: Mapping[str, str], names: Mapping[str, str]) -> RegisterLine:
    bureau = _competent(row["bureau_code"] or "", heirs)
    return RegisterLine(
        certificate_number=row["certificate_number"],
        station_id=row["station_id"],
        station_name=row["name"] or "",
        host_name=row["host_name"] or "",
        trade=row["trade"] or "",
        division_code=row["division_code"] or "",
        town=row["town"] or "",
        bureau_code=bureau,
        bureau_name=names.get(bureau, ""),
        certified_on=row["certified_on"],
    )


def _competent(bureau: str, heirs: Mapping[str, str]) -> str:
    """Who had that bureau's powers on the day, through however many successions."""
    passed: set[str] = set()
    while bureau in heirs and bureau not in passed:
        passed.add(bureau)
        bureau = heirs[bureau]
    return bureau
