"""Divisions as they change, and what stood where on a day. A change of divisions starts the job that follows it."""

from datetime import date

from shared.events.event import Event
from shared.events.registry import (
    DivisionChanged,
    JurisdictionResolved,
    StationClosed,
    StationMoved,
    StationRegistered,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.ids import new_id

RESOLVING = "resolve_division_change"
"""The kind of job that follows a change of divisions, station by station."""

# What is said last of a station's place holds from its day on, whatever was thought before of the days after it.
_NO_LATER_PLACE = "DELETE FROM station_places WHERE station_id = $1 AND since > $2"
_PLACE = """
INSERT INTO station_places (station_id, since, division_code, town, bureau_code) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (station_id, since) DO UPDATE SET division_code = excluded.division_code, town = excluded.town,
    bureau_code = excluded.bureau_code
"""
# Which bureau is competent at the new place is said by the event behind this one, if it is another.
_MOVED = """
INSERT INTO station_places (station_id, since, division_code, town, bureau_code)
SELECT $1, $2, $3, $4, coalesce(
    (SELECT bureau_code FROM station_places WHERE station_id = $1 AND since <= $2 ORDER BY since DESC LIMIT 1), '')
ON CONFLICT (station_id, since) DO UPDATE SET division_code = excluded.division_code, town = excluded.town
"""
_RESOLVED = """
INSERT INTO division_resolutions (station_id, change_id) VALUES ($1, $2)
ON CONFLICT (station_id, change_id) DO UPDATE SET change_id = excluded.change_id
"""
_CLOSURE = """
INSERT INTO station_closures (station_id, closed_on) VALUES ($1, $2)
ON CONFLICT (station_id) DO UPDATE SET closed_on = excluded.closed_on
"""
_CHANGE = """
INSERT INTO division_changes (change_id, document_number, document_date, effective_on, abolished, codes, names)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (change_id) DO UPDATE SET document_number = excluded.document_number,
    document_date = excluded.document_date, effective_on = excluded.effective_on, abolished = excluded.abolished,
    codes = excluded.codes, names = excluded.names
"""
_MOVE = """
INSERT INTO division_moves (change_id, place, from_code, town, to_code) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (change_id, place) DO UPDATE SET from_code = excluded.from_code, town = excluded.town,
    to_code = excluded.to_code
"""
# A job that is there already is left as it is: it may be at work.
_JOB = """
INSERT INTO jobs (job_id, kind, bureau_code, requested_by, requested_at, arguments)
SELECT $1, $2, $3, $4, $5, jsonb_build_object('change_id', $6::text, 'level', $7::text)
 WHERE NOT EXISTS (SELECT FROM jobs WHERE job_id = $1)
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case StationRegistered() as e:
            return _placed(e.station_id, e.registered_on, e.division_code, e.town)
        case StationMoved() as e:
            return _placed(e.station_id, e.moved_on, e.division_code, e.town)
        case JurisdictionResolved() as e:
            return _resolved(e)
        case StationClosed() as e:
            return [(_CLOSURE, (e.station_id, e.closed_on))]
        case DivisionChanged() as e:
            return [*_changed(e), _job(recorded, e)]
        case _:
            return []


def _placed(station_id: str, since: date, division_code: str, town: str) -> list[Statement]:
    return [(_NO_LATER_PLACE, (station_id, since)), (_MOVED, (station_id, since, division_code, town))]


def _resolved(e: JurisdictionResolved) -> list[Statement]:
    place = (e.station_id, e.since, e.division_code, e.town, e.bureau_code)
    placed: list[Statement] = [(_NO_LATER_PLACE, (e.station_id, e.since)), (_PLACE, place)]
    return [*placed, (_RESOLVED, (e.station_id, e.change_id))] if e.change_id else placed


def _changed(e: DivisionChanged) -> list[Statement]:
    codes = [division.code for division in e.divisions]
    names = [division.name for division in e.divisions]
    dates = (e.document_date, e.effective_on)
    change: Statement = _CHANGE, (e.change_id, e.document_number, *dates, list(e.abolished), codes, names)
    moves = enumerate(e.moves)
    return [change, *((_MOVE, (e.change_id, place, m.from_code, m.town, m.to_code)) for place, m in moves)]


def _job(recorded: Recorded[Event], e: DivisionChanged) -> Statement:
    """The job's id follows from the change, so that the change has one job whatever happens."""
    told = recorded.attributes
    asked = (told.get("bureau", ""), told.get("actor", ""), recorded.effective_at)
    return _JOB, (new_id("jb", e.change_id), RESOLVING, *asked, e.change_id, told.get("level", ""))
