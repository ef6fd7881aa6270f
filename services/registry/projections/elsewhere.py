"""What other services tell about a station: a season's day for the survey, assessments, titles and awards.

Topics come in no order among each other. Each event writes its own columns, in a row that may begin with any of them.
"""

from datetime import date

import orjson

from shared.events.application import SeasonDrafted, SeasonExtended, SeasonSettings, SettingChanged
from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    Certified,
    RevocationSetAside,
    Revoked,
    TitleEnded,
    TitleLapsed,
)
from shared.events.event import Event
from shared.events.incentives import AwardWithdrawn, StaffAwarded
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SEASON = """
INSERT INTO seasons_elsewhere (season_id, year, city_code) VALUES ($1, $2, $3)
ON CONFLICT (season_id) DO UPDATE SET year = excluded.year, city_code = excluded.city_code
"""
_SURVEY_DUE = """
INSERT INTO seasons_elsewhere (season_id, survey_due_on, told_at) VALUES ($1, $2, $3)
ON CONFLICT (season_id) DO UPDATE SET survey_due_on = excluded.survey_due_on, told_at = excluded.told_at
 WHERE seasons_elsewhere.told_at <= excluded.told_at
"""
_ASSESSED = """
INSERT INTO assessments_elsewhere (application_id, station_id, passed, total_tenths, dimensions, concluded_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (application_id) DO UPDATE SET station_id = excluded.station_id, passed = excluded.passed,
    total_tenths = excluded.total_tenths, dimensions = excluded.dimensions, concluded_on = excluded.concluded_on
"""
_CERTIFIED = """
INSERT INTO titles_on_file (certificate_number, station_id, since, document_number) VALUES ($1, $2, $3, $4)
ON CONFLICT (certificate_number) DO UPDATE SET station_id = excluded.station_id, since = excluded.since,
    document_number = excluded.document_number
"""
_ENDED = """
INSERT INTO titles_on_file (certificate_number, station_id, ended_on, ended_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (certificate_number) DO UPDATE SET station_id = excluded.station_id, ended_on = excluded.ended_on,
    ended_by = excluded.ended_by
"""
_RESTORED = """
INSERT INTO titles_on_file (certificate_number, station_id, restored_on) VALUES ($1, $2, $3)
ON CONFLICT (certificate_number) DO UPDATE SET station_id = excluded.station_id, restored_on = excluded.restored_on
"""
_AWARDED = """
INSERT INTO awards (contest_id, staff_id, station_id, rank, honour, reward_fen, awarded_on)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (contest_id, staff_id) DO UPDATE SET station_id = excluded.station_id, rank = excluded.rank,
    honour = excluded.honour, reward_fen = excluded.reward_fen, awarded_on = excluded.awarded_on
"""
# Both lie in the contest's one stream, so the award is there.
_AWARD_WITHDRAWN = "UPDATE awards SET withdrawn_on = $3 WHERE contest_id = $1 AND staff_id = $2"
_UNSET = date(1, 1, 1)


def project(recorded: Recorded[Event]) -> list[Statement]:
    return _of_seasons(recorded.event, recorded.version) or _of_stations(recorded.event)


def _of_seasons(event: Event, version: int) -> list[Statement]:
    match event:
        case SeasonDrafted():
            known = _SEASON, (event.season_id, event.year, event.city_code)
            return [known, _due(event.season_id, event.settings, version)]
        case SettingChanged() | SeasonExtended():
            return [_due(event.season_id, event.settings, version)]
        case _:
            return []


def _due(season_id: str, settings: SeasonSettings, version: int) -> Statement:
    day = None if settings.survey_due_on == _UNSET else settings.survey_due_on
    return _SURVEY_DUE, (season_id, day, version)


def _of_stations(event: Event) -> list[Statement]:
    match event:
        case AssessmentPassed() | AssessmentFailed():
            return [_assessed(event)]
        case StaffAwarded() as e:
            award = (e.rank, e.honour, e.reward_fen, e.awarded_on)
            return [(_AWARDED, (e.contest_id, e.staff_id, e.station_id, *award))]
        case AwardWithdrawn() as e:
            return [(_AWARD_WITHDRAWN, (e.contest_id, e.staff_id, e.withdrawn_on))]
        case _:
            return _of_titles(event)


def _of_titles(event: Event) -> list[Statement]:
    match event:
        case Certified() as e:
            return [(_CERTIFIED, (e.certificate_number, e.station_id, e.certified_on, e.document_number))]
        case Revoked() as e:
            return [(_ENDED, (e.certificate_number, e.station_id, e.decided_on, e.document_number))]
        case TitleEnded() as e:
            return [(_ENDED, (e.certificate_number, e.station_id, e.ended_on, e.ended_by.value))]
        case TitleLapsed() as e:
            return [(_ENDED, (e.certificate_number, e.station_id, e.lapsed_on, "lapsed"))]
        case RevocationSetAside() as e:
            return [(_RESTORED, (e.certificate_number, e.station_id, e.set_aside_on))]
        case _:
            return []


def _assessed(event: AssessmentPassed | AssessmentFailed) -> Statement:
    passed = isinstance(event, AssessmentPassed)
    dimensions = orjson.dumps({score.dimension: score.tenths for score in event.dimensions}).decode()
    return _ASSESSED, (event.application_id, event.station_id, passed, event.total, dimensions, event.concluded_on)
