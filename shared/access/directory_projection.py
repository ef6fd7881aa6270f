"""The registry's events as rows of the directory. Each touches its own columns alone, so their order is free."""

from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauSucceeded,
    CalendarPublished,
    CaseTakenUp,
    CompetenceDelegated,
    DayBegan,
    DelegationEnded,
    HostRegistered,
    HostRenamed,
    InterestDeclared,
    JurisdictionResolved,
    OfficerLeft,
    OfficerPosted,
    StationClosed,
    StationDetailsCorrected,
    StationMoved,
    StationRegistered,
    StationRenamed,
    StationResumed,
    StationSuspended,
    StationTransferred,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_BUREAU = """
INSERT INTO bureaus (bureau_code, name, level, division_code, established_on, towns) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (bureau_code) DO UPDATE SET name = excluded.name, level = excluded.level,
    division_code = excluded.division_code, established_on = excluded.established_on, towns = excluded.towns
"""
# Who has a bureau's powers today: its successor, or the successor's successor, whichever was heard of first.
_HEIR = "coalesce((SELECT nullif(heir, '') FROM bureaus WHERE bureau_code = $2), $2)"
_SUCCEEDED = (
    f"UPDATE bureaus SET heir = {_HEIR} WHERE bureau_code = $1 OR heir = $1",  # noqa: S608 (constants of ours)
    f"UPDATE officers SET bureau_code = {_HEIR} WHERE bureau_code = $1",  # noqa: S608
    f"UPDATE stations SET bureau_code = {_HEIR} WHERE bureau_code = $1",  # noqa: S608
)
_MANDATES_OF_THE_HEIR = (
    f"UPDATE mandates SET principal_code = {_HEIR} WHERE principal_code = $1",  # noqa: S608 (constants of ours)
    f"UPDATE mandates SET agent_code = {_HEIR} WHERE agent_code = $1",  # noqa: S608
)
_MANDATE = f"""
INSERT INTO mandates (mandate_id, kind, principal_code, agent_code, acts, division_code, station_id, document_number,
                      document_sha256, since, until)
VALUES ($1, $3, {_HEIR}, coalesce((SELECT nullif(heir, '') FROM bureaus WHERE bureau_code = $4), $4),
        $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (mandate_id) DO NOTHING
"""  # noqa: S608 (a constant of ours)
_MANDATE_ENDED = "UPDATE mandates SET ended_on = $2 WHERE mandate_id = $1"
_OFFICER = f"""
INSERT INTO officers (officer_id, bureau_code, post, posted_on) VALUES ($1, {_HEIR}, $3, $4)
ON CONFLICT (officer_id) DO UPDATE SET bureau_code = excluded.bureau_code, post = excluded.post,
    posted_on = excluded.posted_on
 WHERE officers.posted_on <= excluded.posted_on
"""  # noqa: S608 (a constant of ours)
_OFFICER_LEFT = "UPDATE officers SET bureau_code = '', post = '' WHERE officer_id = $1"
_INTEREST = """
INSERT INTO interests (officer_id, host_id, stands) VALUES ($1, $2, $3)
ON CONFLICT (officer_id, host_id) DO UPDATE SET stands = excluded.stands
"""
_HOST = """
INSERT INTO hosts (host_id, name, division_code, registration_number, registered_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (host_id) DO UPDATE SET name = excluded.name, division_code = excluded.division_code,
    registration_number = excluded.registration_number, registered_on = excluded.registered_on
"""
_HOST_RENAMED = "UPDATE hosts SET name = $2 WHERE host_id = $1"
_STATION = """
INSERT INTO stations (station_id, host_id, name, kind, trade, division_code, town, operating_since, registered_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (station_id) DO UPDATE SET host_id = excluded.host_id, name = excluded.name, kind = excluded.kind,
    trade = excluded.trade, division_code = excluded.division_code, town = excluded.town,
    operating_since = excluded.operating_since, registered_on = excluded.registered_on
"""
_JURISDICTION = f"""
INSERT INTO stations (station_id, bureau_code, division_code, town) VALUES ($1, {_HEIR}, $3, $4)
ON CONFLICT (station_id) DO UPDATE SET bureau_code = excluded.bureau_code,
    division_code = excluded.division_code, town = excluded.town
"""  # noqa: S608 (a constant of ours)
_DETAILS = "UPDATE stations SET kind = $2, trade = $3, operating_since = $4 WHERE station_id = $1"
_STATION_RENAMED = "UPDATE stations SET name = $2 WHERE station_id = $1"
_STATION_TRANSFERRED = "UPDATE stations SET host_id = $2 WHERE station_id = $1"
_STATION_MOVED = "UPDATE stations SET division_code = $2, town = $3 WHERE station_id = $1"
_STATUS = "UPDATE stations SET status = $2 WHERE station_id = $1"
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
    event = recorded.event
    for statements in (_of_bureaus(event), _of_mandates(event), _of_hosts(event), _of_stations(event), _of_days(event)):
        if statements:
            return statements
    return []


def _of_bureaus(event: Event) -> list[Statement]:
    match event:
        case BureauEstablished() as e:
            return [(_BUREAU, (e.bureau_code, e.name, str(e.level), e.division_code, e.established_on, list(e.towns)))]
        case BureauSucceeded() as e:
            return [
                (statement, (e.bureau_code, e.successor_code)) for statement in (*_SUCCEEDED, *_MANDATES_OF_THE_HEIR)
            ]
        case OfficerPosted() as e:
            return [(_OFFICER, (e.officer_id, e.bureau_code, e.post, e.posted_on))]
        case OfficerLeft() as e:
            return [(_OFFICER_LEFT, (e.officer_id,))]
        case InterestDeclared() as e:
            return [(_INTEREST, (e.officer_id, e.host_id, e.stands))]
        case _:
            return []


def _of_mandates(event: Event) -> list[Statement]:
    """A mandate's events lie in its one stream, so they come in their order."""
    match event:
        case CompetenceDelegated() as e:
            who = (e.mandate_id, e.bureau_code, "delegated", e.delegate_code)
            what = (list(e.acts), e.division_code, e.station_id)
            return [(_MANDATE, (*who, *what, e.document_number, e.document_sha256, e.since, e.until))]
        case CaseTakenUp() as e:
            who = (e.mandate_id, e.lower_code, "taken-up", e.bureau_code)
            return [(_MANDATE, (*who, [], "", e.station_id, e.document_number, e.document_sha256, e.since, None))]
        case DelegationEnded() as e:
            return [(_MANDATE_ENDED, (e.mandate_id, e.ended_on))]
        case _:
            return []


def _of_hosts(event: Event) -> list[Statement]:
    match event:
        case HostRegistered() as e:
            return [(_HOST, (e.host_id, e.name, e.division_code, e.registration_number, e.registered_on))]
        case HostRenamed() as e:
            return [(_HOST_RENAMED, (e.host_id, e.name))]
        case _:
            return []


def _of_stations(event: Event) -> list[Statement]:
    """All of a station's events lie in its one stream, so they come in their order."""
    statement: Statement | None
    match event:
        case StationRegistered() as e:
            statement = _registered(e)
        case JurisdictionResolved() as e:
            statement = _JURISDICTION, (e.station_id, e.bureau_code, e.division_code, e.town)
        case StationDetailsCorrected() as e:
            statement = _DETAILS, (e.station_id, str(e.kind), e.trade, e.operating_since)
        case StationRenamed() as e:
            statement = _STATION_RENAMED, (e.station_id, e.name)
        case StationMoved() as e:
            statement = _STATION_MOVED, (e.station_id, e.division_code, e.town)
        case StationTransferred() as e:
            statement = _STATION_TRANSFERRED, (e.station_id, e.host_id)
        case StationSuspended() as e:
            statement = _STATUS, (e.station_id, "suspended")
        case StationResumed() as e:
            statement = _STATUS, (e.station_id, "active")
        case StationClosed() as e:
            statement = _STATUS, (e.station_id, "closed")
        case _:
            statement = None
    return [] if statement is None else [statement]


def _registered(e: StationRegistered) -> Statement:
    where = (e.division_code, e.town)
    return _STATION, (e.station_id, e.host_id, e.name, str(e.kind), e.trade, *where, e.operating_since, e.registered_on)


def _of_days(event: Event) -> list[Statement]:
    """A year that is published again replaces what was arranged for it before."""
    match event:
        case DayBegan() as e:
            # Written with the last of the day's reactions, so it tells that the day is worked off.
            return [(_DAY, (e.day,))]
        case CalendarPublished() as e:
            return [
                (_YEAR, (e.year, e.source)),
                (_NO_DAYS, (e.year,)),
                (_DAYS, (list(e.weekday_holidays), False, e.year)),
                (_DAYS, (list(e.weekend_workdays), True, e.year)),
            ]
        case _:
            return []
