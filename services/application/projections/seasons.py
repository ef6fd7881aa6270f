"""Keeps the table of seasons, and what falls due in them, in step with the service's own events."""

from typing import assert_never

from services.application.names import CLOSE_APPLICATIONS, CLOSE_RECOMMENDATIONS, season_stream
from services.application.season.state import SeasonEvent, SeasonStage
from shared.events.application import (
    ApplicationsClosed,
    RecommendationsClosed,
    SeasonApproved,
    SeasonDrafted,
    SeasonOpened,
)
from shared.eventsourcing import due
from shared.eventsourcing.commits import Statement

_DRAFTED = """
INSERT INTO seasons (season_id, version, stage, year, province_code, city_code, settings, applications_close_on,
                     recommendations_due_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (season_id) DO UPDATE
   SET version = excluded.version, stage = excluded.stage, settings = excluded.settings
"""
_APPROVED = """
UPDATE seasons SET version = $2, stage = $3, issuer = $4, organiser_level = $5, document_date = $6, approval_number = $7
 WHERE season_id = $1
"""
_OPENED = "UPDATE seasons SET version = $2, stage = $3, opened_on = $4 WHERE season_id = $1"
_CLOSED = "UPDATE seasons SET version = $2, stage = $3, filed = $4 WHERE season_id = $1"
_HANDED_OVER = "UPDATE seasons SET version = $2, stage = $3, candidates = $4 WHERE season_id = $1"
# The days stand in the season's settings, which the event of the opening does not repeat.
_FALLS_DUE = """
INSERT INTO due ("on", stream, command, arguments)
SELECT CASE $3::text WHEN 'close_applications' THEN applications_close_on ELSE recommendations_due_on END + 1,
       $2, $3, jsonb_build_object('season_id', season_id)
  FROM seasons WHERE season_id = $1
    ON CONFLICT (stream, command) DO UPDATE SET "on" = excluded."on", arguments = excluded.arguments
"""


def project(event: SeasonEvent, version: int) -> list[Statement]:
    season, stream = event.season_id, season_stream(event.season_id)
    match event:
        case SeasonDrafted():
            return [_drafted(event, version)]
        case SeasonApproved(issuer=issuer, document_date=day, approval_number=number):
            level = event.organiser_level.value
            return [(_APPROVED, (season, version, SeasonStage.APPROVED.value, issuer, level, day, number))]
        case SeasonOpened():
            return [
                (_OPENED, (season, version, SeasonStage.OPEN.value, event.opened_on)),
                (_FALLS_DUE, (season, stream, CLOSE_APPLICATIONS)),
                (_FALLS_DUE, (season, stream, CLOSE_RECOMMENDATIONS)),
            ]
        case ApplicationsClosed():
            closed = (_CLOSED, (season, version, SeasonStage.APPLICATIONS_CLOSED.value, event.filed))
            return [closed, due.cancel(stream, CLOSE_APPLICATIONS)]
        case RecommendationsClosed():
            stage = SeasonStage.RECOMMENDATIONS_CLOSED.value
            handed_over = (_HANDED_OVER, (season, version, stage, len(event.candidates)))
            return [handed_over, due.cancel(stream, CLOSE_RECOMMENDATIONS)]
        case _:
            assert_never(event)


def _drafted(event: SeasonDrafted, version: int) -> Statement:
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
    )
