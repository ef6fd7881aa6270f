"""What the province has decided and not made known yet, and by which day it does."""

from dataclasses import dataclass
from datetime import date

from asyncpg import Record

from services.publication import streams
from shared.access import directory
from shared.database import Connection
from shared.workdays import WorkingCalendar

# A batch is complete on the day of its last decision. A supplement is due while a title stands in no announcement.
_RESULTS = """
SELECT season_id, coalesce(p.working_days, 20) AS working_days,
       coalesce((SELECT max(decided_on) FROM list_entries e WHERE e.season_id = s.season_id AND e.is_listed),
                lists.submitted_on) AS on_day
  FROM seasons s JOIN lists USING (season_id) LEFT JOIN publication_periods p USING (season_id)
 WHERE s.city_code LIKE $1 || '%'
   AND NOT EXISTS (SELECT FROM list_entries e WHERE e.season_id = s.season_id AND e.is_listed AND e.decision = '')
   AND (NOT EXISTS (SELECT FROM announcements a WHERE a.kind = 'result' AND a.season_id = s.season_id)
        OR EXISTS (SELECT FROM titles_to_publish t WHERE t.season_id = s.season_id))
"""
_ENDS = """
SELECT certificate_number, c.station_id, change, on_day, coalesce(p.working_days, 20) AS working_days,
       (SELECT count(*) FROM title_changes o WHERE o.certificate_number = c.certificate_number
           AND o.change = 'revoked' AND o.seq <= c.seq) AS nth,
       EXISTS (SELECT FROM title_changes o WHERE o.certificate_number = c.certificate_number
           AND o.change = 'restored' AND o.seq > c.seq) AS is_set_aside
  FROM title_changes c LEFT JOIN titles USING (certificate_number) LEFT JOIN publication_periods p USING (season_id)
  JOIN stations ON stations.station_id = c.station_id
 WHERE change IN ('revoked', 'restored') AND stations.division_code LIKE $1 || '%'
"""
_PUBLISHED = "SELECT announcement_id FROM announcements WHERE kind IN ('revocation', 'restoration')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One publication that is still to come. In a year whose calendar nobody has published its day is provisional."""

    kind: str
    season_id: str = ""
    station_id: str = ""
    certificate_number: str = ""
    decided_on: date
    due_on: date
    is_provisional: bool
    is_overdue: bool


async def due(connection: Connection, division_prefix: str, today: date) -> list[Due]:
    """In the order of their days."""
    calendar = await directory.calendar(connection)
    results = await connection.fetch(_RESULTS, division_prefix)
    ends = await connection.fetch(_ENDS, division_prefix)
    published = {row["announcement_id"] for row in await connection.fetch(_PUBLISHED)}
    found = [_due(row, calendar, today, kind="result", season_id=row["season_id"]) for row in results]
    for row in ends:
        kind = _kind_of_end(row, published)
        if kind is not None:
            number, station = row["certificate_number"], row["station_id"]
            found.append(_due(row, calendar, today, kind=kind, station_id=station, certificate_number=number))
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.season_id, one.certificate_number))


def _kind_of_end(row: Record, published: set[str]) -> str | None:
    """What of it is to be published still. A revocation that was set aside before its publication needs nothing."""
    number, nth = row["certificate_number"], row["nth"]
    is_told = streams.revocation_id(number, nth) in published
    if row["change"] == "revoked":
        return None if is_told or row["is_set_aside"] else "revocation"
    return "restoration" if is_told and streams.restoration_id(number, nth) not in published else None


def _due(row: Record, calendar: WorkingCalendar, today: date, **about: str) -> Due:
    decided = row["on_day"]
    last = calendar.add_working_days(decided, row["working_days"])
    return Due(
        **about,
        decided_on=decided,
        due_on=last,
        is_provisional=calendar.is_provisional(decided) or calendar.is_provisional(last),
        is_overdue=today > last,
    )
