"""Keeps the service's tables in step with its own events, and hands foreign ones to where they belong."""

from typing import assert_never, cast

from services.application import outcomes
from services.application.filing.state import FilingEvent, Stage, Vetoes
from services.application.names import CLOSE_APPLICATIONS, CLOSE_RECOMMENDATIONS, season_stream
from services.application.season.state import SeasonEvent, SeasonStage
from shared.access import directory
from shared.events.application import (
    ApplicationAccepted,
    ApplicationFiled,
    ApplicationsClosed,
    ApplicationWithdrawn,
    InspectionRecorded,
    RecommendationIssued,
    RecommendationRefused,
    RecommendationsClosed,
    SeasonApproved,
    SeasonDrafted,
    SeasonOpened,
    VetoChecked,
)
from shared.events.event import Event
from shared.eventsourcing import due
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

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

_FILED = """
INSERT INTO applications (application_id, version, stage, season_id, station_id, host_id, bureau_code, form_sha256,
                          self_score_tenths, filed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (application_id) DO UPDATE
   SET version = excluded.version, stage = excluded.stage
"""
_ACCEPTED = "UPDATE applications SET version = $2, stage = $3, accepted_on = $4 WHERE application_id = $1"
_CHECKED = """
UPDATE applications SET version = $2, vetoes = $3, vetoes_found = $4, vetoes_checked_on = $5 WHERE application_id = $1
"""
_INSPECTED = """
UPDATE applications SET version = $2, stage = $3, inspectors = $4, failed_items = $5, inspected_on = $6
 WHERE application_id = $1
"""
_RECOMMENDED = """
UPDATE applications SET version = $2, stage = $3, recommender = $4, recommended_on = $5, bureau_code = $6
 WHERE application_id = $1
"""
_REFUSED = """
UPDATE applications SET version = $2, stage = $3, refusal_reasons = $4, refused_on = $5 WHERE application_id = $1
"""
_WITHDRAWN = "UPDATE applications SET version = $2, stage = $3, withdrawn_at = $4 WHERE application_id = $1"


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes in this service's tables: own ones here, foreign ones in `outcomes` and the directory."""
    event = recorded.event
    match event.owner():
        case "application" if isinstance(event, SeasonEvent):
            return _season(event, recorded.version)
        case "application":
            return [_filing(cast("FilingEvent", event), recorded.version)]
        case "publication":
            return outcomes.of_publication(event)
        case "assessment":
            return outcomes.of_assessment(event)
        case _:
            return directory.project(recorded)


def _season(event: SeasonEvent, version: int) -> list[Statement]:
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


def _filing(event: FilingEvent, version: int) -> Statement:  # noqa: PLR0911 (one return for each event)
    application = event.application_id
    match event:
        case ApplicationFiled():
            return _filed(event, version)
        case ApplicationAccepted():
            return _ACCEPTED, (application, version, Stage.ACCEPTED.value, event.accepted_on)
        case VetoChecked():
            vetoes = Vetoes.CLEAR if event.clear else Vetoes.FOUND
            found = [finding.item for finding in event.findings if finding.found]
            return _CHECKED, (application, version, vetoes.value, found, event.checked_on)
        case InspectionRecorded(inspectors=inspectors, failed_items=failed):
            stage = Stage.FIT if event.meets_standard else Stage.UNFIT
            arguments = (application, version, stage.value, list(inspectors), list(failed), event.inspected_on)
            return _INSPECTED, arguments
        case RecommendationIssued(recommender=by, recommended_on=day):
            return _RECOMMENDED, (application, version, Stage.RECOMMENDED.value, by, day, event.bureau_code)
        case RecommendationRefused():
            return _REFUSED, (application, version, Stage.REFUSED.value, event.reasons, event.refused_on)
        case ApplicationWithdrawn():
            return _WITHDRAWN, (application, version, Stage.WITHDRAWN.value, event.withdrawn_at)
        case _:
            assert_never(event)


def _filed(event: ApplicationFiled, version: int) -> Statement:
    return _FILED, (
        event.application_id,
        version,
        Stage.FILED.value,
        event.season_id,
        event.station_id,
        event.host_id,
        event.bureau_code,
        event.form_sha256,
        event.self_score_tenths,
        event.filed_at,
    )
