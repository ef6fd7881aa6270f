"""The registry's events as rows of the directory. Each touches its own columns alone, so their order is free."""

from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    CalendarPublished,
    DayBegan,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
    StationRegistered,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_BUREAU = """
INSERT INTO bureaus (bureau_code, name, level, division_code, established_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (bureau_code) DO UPDATE SET name = excluded.name, level = excluded.level,
    division_code = excluded.division_code, established_on = excluded.established_on
"""
_OFFICER = """
INSERT INTO officers (officer_id, bureau_code, post, posted_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (officer_id) DO UPDATE SET bureau_code = excluded.bureau_code, post = excluded.post,
    posted_on = excluded.posted_on
 WHERE officers.posted_on <= excluded.posted_on
"""
_HOST = """
INSERT INTO hosts (host_id, name, division_code, registration_number, registered_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (host_id) DO UPDATE SET name = excluded.name, division_code = excluded.division_code,
    registration_number = excluded.registration_number, registered_on = excluded.registered_on
"""
_STATION = """
INSERT INTO stations (station_id, host_id, name, kind, trade, division_code, town, operating_since, registered_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (station_id) DO UPDATE SET host_id = excluded.host_id, name = excluded.name, kind = excluded.kind,
    trade = excluded.trade, division_code = excluded.division_code, town = excluded.town,
    operating_since = excluded.operating_since, registered_on = excluded.registered_on
"""
_JURISDICTION = """
INSERT INTO stations (station_id, bureau_code) VALUES ($1, $2)
ON CONFLICT (station_id) DO UPDATE SET bureau_code = excluded.bureau_code
"""
_YEAR = """
INSERT INTO calendar_years (year, source) VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET source = excluded.source
"""
_NO_DAYS = "DELETE FROM calendar_days WHERE year = $1"
_DAYS = """
INSERT INTO calendar_days (day, is_working, year) SELECT day, $2, $3 FROM unnest($1::date[]) AS day
ON CONFLICT (day) DO UPDATE SET is_working = excluded.is_working, year = excluded.year
"""
_DAY = """
INSERT INTO programme_day (day) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET day = greatest(programme_day.day, excluded.day)
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes in the directory; most change nothing."""
    match recorded.event:
        case BureauEstablished() as e:
            return [(_BUREAU, (e.bureau_code, e.name, str(e.level), e.division_code, e.established_on))]
        case OfficerPosted() as e:
            return [(_OFFICER, (e.officer_id, e.bureau_code, e.post, e.posted_on))]
        case HostRegistered() as e:
            return [(_HOST, (e.host_id, e.name, e.division_code, e.registration_number, e.registered_on))]
        case StationRegistered() | JurisdictionResolved() as e:
            return [_station(e)]
        case CalendarPublished() | DayBegan() as e:
            return _calendar(e)
        case _:
            return []


def _station(e: StationRegistered | JurisdictionResolved) -> Statement:
    if isinstance(e, JurisdictionResolved):
        return _JURISDICTION, (e.station_id, e.bureau_code)
    where = (e.division_code, e.town)
    return _STATION, (e.station_id, e.host_id, e.name, str(e.kind), e.trade, *where, e.operating_since, e.registered_on)


def _calendar(e: CalendarPublished | DayBegan) -> list[Statement]:
    """A year that is published again replaces what was arranged for it before."""
    if isinstance(e, DayBegan):
        # Written with the last of the day's reactions, so it tells that the day is worked off.
        return [(_DAY, (e.day,))]
    return [
        (_YEAR, (e.year, e.source)),
        (_NO_DAYS, (e.year,)),
        (_DAYS, (list(e.weekday_holidays), False, e.year)),
        (_DAYS, (list(e.weekend_workdays), True, e.year)),
    ]
