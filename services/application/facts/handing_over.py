"""Facts of what comes to a season by itself: its closing days, its candidates with the names of the day, its end."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from asyncpg import Record

from services.application.facts.of_season import automatic, of_season
from services.application.facts.seasons import live_applications
from services.application.names import season_stream
from services.application.season.commands import (
    CloseApplications,
    CloseRecommendations,
    CloseSeason,
    RecomputeDeadlines,
)
from services.application.season.decisions import SEASON
from shared.access import directory
from shared.access.roles import Caller
from shared.clock import now, shanghai
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.application import Candidate
from shared.eventsourcing.handling import Prepared
from shared.workdays import WorkingCalendar

Command = CloseApplications | CloseRecommendations | CloseSeason | RecomputeDeadlines

_FILED = "SELECT count(*) FROM applications WHERE season_id = $1 AND stage NOT IN ('not_filed', 'draft')"
_CANDIDATES = """
SELECT a.application_id, a.station_id, a.host_id, s.name AS station_name, h.name AS host_name, s.kind, s.trade,
       s.division_code, a.bureau_code, b.name AS bureau_name, a.filed_at, a.inspectors, a.recommender, a.form_sha256,
       a.took_part
  FROM applications AS a
  LEFT JOIN stations AS s USING (station_id)
  LEFT JOIN hosts AS h ON h.host_id = a.host_id
  LEFT JOIN bureaus AS b ON b.bureau_code = a.bureau_code
 WHERE a.season_id = $1 AND a.stage = 'recommended'
 ORDER BY a.filed_at, a.application_id
"""
# A chapter that nobody opened in time is no longer one that the season of the province waits for.
_SIBLINGS = """
SELECT season_id, version, stage <> 'closed' AND (opened_on IS NOT NULL OR applications_close_on >= $3) AS goes_on
  FROM seasons WHERE parent_id = $1 AND season_id <> $2
"""
_PARENT_GOES_ON = "SELECT EXISTS (SELECT FROM seasons WHERE season_id = $1 AND stage IN ('approved', 'open'))"
_PROVISIONAL = """
SELECT season_id, province_code FROM seasons
 WHERE year = $1 AND stage IN ('drafted', 'approved') AND settings -> 'provisional' <> '[]' ORDER BY season_id
"""
_TODAY = "SELECT day FROM programme_day"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case CloseApplications():
            prepared, season = await of_season(command, caller, connection)
            filed = await connection.fetchval(_FILED, command.season_id)
            counted = replace(prepared, command=replace(command, filed=filed))
            return await automatic(counted, season["city_code"], connection)
        case CloseRecommendations():
            return await _hand_over(command, caller, connection)
        case CloseSeason():
            return await _close(command, caller, connection)
        case RecomputeDeadlines():
            return await _recompute(command, connection)
        case _:
            assert_never(command)


async def _hand_over(command: CloseRecommendations, caller: Caller, connection: Connection) -> Prepared:
    """Whatever may still become a recommendation must not move while the candidates are being frozen."""
    prepared, season = await of_season(command, caller, connection)
    live = await live_applications(command.season_id, connection)
    rows = await connection.fetch(_CANDIDATES, command.season_id)
    candidates = tuple(_candidate(row) for row in rows)
    frozen = replace(prepared, command=replace(command, candidates=candidates), guards=live)
    return await automatic(frozen, season["city_code"], connection)


def _candidate(row: Record) -> Candidate:
    if None in row.values():  # A name that is not known here yet: the set is frozen a day later, and whole.
        raise NotKnownHere(f"not all names of {row['application_id']} are known here")
    in_order = {"filed_at": shanghai(row["filed_at"]), "took_part": sorted(row["took_part"])}
    return Candidate.model_validate(dict(row) | in_order)


async def _close(command: CloseSeason, caller: Caller, connection: Connection) -> Prepared:
    """The chapter, and with its last chapter the season of the province."""
    prepared, season = await of_season(command, caller, connection)
    chapter = await automatic(prepared, season["province_code"], connection)
    parent_id = season["parent_id"]
    siblings = await connection.fetch(_SIBLINGS, parent_id, command.season_id, command.closed_on) if parent_id else []
    if any(row["goes_on"] for row in siblings) or not await connection.fetchval(_PARENT_GOES_ON, parent_id):
        return chapter
    parent = replace(chapter, stream=season_stream(parent_id), command=replace(command, season_id=parent_id))
    guards = tuple((season_stream(row["season_id"]), row["version"]) for row in siblings)
    return replace(chapter, also=(parent,), guards=guards)


async def _recompute(command: RecomputeDeadlines, connection: Connection) -> Prepared:
    """All seasons of the year that wait for the calendar, in one transaction; perhaps there is none."""
    known = replace(command, calendar=await _with_the_year(command, connection), today=await _today(connection))
    asked = [
        await automatic(_recomputed(row["season_id"], known), row["province_code"], connection)
        for row in await connection.fetch(_PROVISIONAL, command.year)
    ]
    if not asked:
        return _recomputed(f"S-{command.year}", known)
    return replace(asked[0], also=tuple(asked[1:]))


def _recomputed(season: str, command: RecomputeDeadlines) -> Prepared:
    return Prepared(decider=SEASON, stream=season_stream(season), command=replace(command, season_id=season))


async def _with_the_year(command: RecomputeDeadlines, connection: Connection) -> WorkingCalendar:
    """The calendar is written down with what follows from it, so it is not found in the directory yet."""
    calendar = await directory.calendar(connection)
    others = {day: is_working for day, is_working in calendar.exceptions.items() if day.year != command.year}
    year = WorkingCalendar.of([command.year], command.weekday_holidays, command.weekend_workdays)
    return WorkingCalendar(calendar.years | year.years, {**others, **year.exceptions})


async def _today(connection: Connection) -> date:
    day: date | None = await connection.fetchval(_TODAY)
    return day or now().date()
