"""Keeps the table of seasons, and what falls due in them, in step with the service's own events."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

import orjson

from services.application.names import CLOSE_APPLICATIONS, CLOSE_RECOMMENDATIONS, season_stream
from services.application.season.bases import BASES
from services.application.season.state import SeasonEvent, SeasonStage
from shared.events.application import (
    ApplicationsClosed,
    CandidatesHandedOver,
    RecommendationsClosed,
    SeasonApproved,
    SeasonClosed,
    SeasonDrafted,
    SeasonExtended,
    SeasonOpened,
    SettingChanged,
)
from shared.eventsourcing import due
from shared.eventsourcing.commits import Statement

_DRAFTED = """
INSERT INTO seasons (season_id, version, stage, year, province_code, city_code, settings, applications_close_on,
                     recommendations_due_on, settings_version, about_settings, parent_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $2, $10, $11) ON CONFLICT (season_id) DO UPDATE
   SET version = excluded.version, stage = excluded.stage, settings = excluded.settings,
       settings_version = excluded.settings_version, about_settings = excluded.about_settings,
       parent_id = excluded.parent_id
"""
_APPROVED = """
UPDATE seasons SET version = $2, stage = $3, issuer = $4, organiser_level = $5, document_date = $6,
       approval_number = $7, document_sha256 = $8
 WHERE season_id = $1
"""
_OPENED = "UPDATE seasons SET version = $2, stage = $3, opened_on = $4 WHERE season_id = $1"
_SET = """
UPDATE seasons SET version = $2, settings_version = $2, settings = $3, applications_close_on = $4,
       recommendations_due_on = $5, about_settings = about_settings || $6::jsonb
 WHERE season_id = $1
"""
_EXTENDED = """
UPDATE seasons SET stage = $2, extension_document = $3, extended_on = $4, filed = NULL WHERE season_id = $1
"""
_CLOSED = """
UPDATE seasons SET version = $2, stage = $3, filed = $4, applications_were_closed = true WHERE season_id = $1
"""
_HANDED_OVER = "UPDATE seasons SET version = $2, stage = $3, candidates = $4 WHERE season_id = $1"
_ENDED = "UPDATE seasons SET version = $2, stage = $3, closed_on = $4 WHERE season_id = $1"
# The days stand in the season's settings, which the event of the opening does not repeat. Nobody applies in the season
# of a whole province, so nothing of it falls due.
_FALLS_DUE = """
INSERT INTO due ("on", stream, command, arguments)
SELECT CASE $3::text WHEN 'close_applications' THEN applications_close_on ELSE recommendations_due_on END + 1,
       $2, $3, jsonb_build_object('season_id', season_id)
  FROM seasons WHERE season_id = $1 AND city_code <> province_code
    ON CONFLICT (stream, command) DO UPDATE SET "on" = excluded."on", arguments = excluded.arguments
"""


def project(event: SeasonEvent, version: int, day: date) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    """`day` is the day of the event, since when the settings of a draft stand."""
    season, stream = event.season_id, season_stream(event.season_id)
    match event:
        case SeasonDrafted():
            return [_drafted(event, version, day)]
        case SeasonApproved():
            return [_approved(event, version)]
        case SeasonOpened():
            opened = (_OPENED, (season, version, SeasonStage.OPEN.value, event.opened_on))
            return [opened, *_falls_due(season)]
        case SettingChanged():
            return [_set(event, version, {event.name: (event.basis, event.changed_on, event.reason)})]
        case SeasonExtended():
            return _extended(event, version)
        case ApplicationsClosed():
            closed = (_CLOSED, (season, version, SeasonStage.APPLICATIONS_CLOSED.value, event.filed))
            return [closed, due.cancel(stream, CLOSE_APPLICATIONS)]
        case CandidatesHandedOver():
            return []  # The end of recommendations comes in the same commit, and moves the season.
        case RecommendationsClosed():
            stage = SeasonStage.RECOMMENDATIONS_CLOSED.value
            candidates = event.first_place - 1 + len(event.candidates)
            handed_over = (_HANDED_OVER, (season, version, stage, candidates))
            return [handed_over, due.cancel(stream, CLOSE_RECOMMENDATIONS)]
        case SeasonClosed():
            return [(_ENDED, (season, version, SeasonStage.CLOSED.value, event.closed_on))]
        case _:
            assert_never(event)


def _drafted(event: SeasonDrafted, version: int, day: date) -> Statement:
    own, taken_over = "the draft of the season", f"taken over from {event.parent_id}"
    about = {
        name: (own if name in event.stated else taken_over if event.parent_id else basis.basis, day, "")
        for name, basis in BASES.items()
    }
    return _DRAFTED, (
        event.season_id,
        version,
        SeasonStage.DRAFTED.value,
        event.year,
        event.province_code,
        event.city_code,
        event.settings.model_dump_json(),
        event.settings.applications_close_on,
        event.settings.recommendations_due_on,
        _about(about),
        event.parent_id,
    )


def _approved(event: SeasonApproved, version: int) -> Statement:
    return _APPROVED, (
        event.season_id,
        version,
        SeasonStage.APPROVED.value,
        event.issuer,
        event.organiser_level.value,
        event.document_date,
        event.approval_number,
        event.document_sha256,
    )


def _extended(event: SeasonExtended, version: int) -> list[Statement]:
    why = (event.document_number, event.extended_on, event.reason)
    days = dict.fromkeys(("applications_close_on", "recommendations_due_on"), why)
    reopened = (event.season_id, SeasonStage.OPEN.value, event.document_number, event.extended_on)
    return [_set(event, version, days), (_EXTENDED, reopened), *_falls_due(event.season_id)]


def _set(event: SettingChanged | SeasonExtended, version: int, about: dict[str, tuple[str, date, str]]) -> Statement:
    settings = event.settings
    return _SET, (
        event.season_id,
        version,
        settings.model_dump_json(),
        settings.applications_close_on,
        settings.recommendations_due_on,
        _about(about),
    )


def _falls_due(season: str) -> Iterable[Statement]:
    stream = season_stream(season)
    return [(_FALLS_DUE, (season, stream, command)) for command in (CLOSE_APPLICATIONS, CLOSE_RECOMMENDATIONS)]


def _about(about: dict[str, tuple[str, date, str]]) -> str:
    told = {name: {"basis": basis, "since": day, "reason": why} for name, (basis, day, why) in about.items()}
    return orjson.dumps(told).decode()
