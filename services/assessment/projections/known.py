"""What others record of seasons, candidates, holds and publications, as rows."""

from shared.events.application import (
    ApplicationWithdrawn,
    Candidate,
    CandidatesHandedOver,
    RecommendationsClosed,
    SeasonDrafted,
    SeasonExtended,
    SeasonOpened,
    SeasonSettings,
    SettingChanged,
    VetoChecked,
)
from shared.events.event import Event
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateStruckOff,
    CandidateWithdrawn,
    PublicNoticeClosed,
    ResultPublished,
)
from shared.eventsourcing.commits import Statement

_SEASON = """
INSERT INTO seasons (season_id, year, city_code, rubric_id, places, assessors_required, submission_due_on,
    rectification_working_days, review_opens_on, review_closes_on, review_policy,
    bar_seasons_after_revocation)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (season_id) DO UPDATE SET year = excluded.year, city_code = excluded.city_code,
    rubric_id = excluded.rubric_id, places = excluded.places, assessors_required = excluded.assessors_required,
    submission_due_on = excluded.submission_due_on, rectification_working_days = excluded.rectification_working_days,
    review_opens_on = excluded.review_opens_on, review_closes_on = excluded.review_closes_on,
    review_policy = excluded.review_policy,
    bar_seasons_after_revocation = excluded.bar_seasons_after_revocation
"""
# They come in the order of the season's stream, so the season is known by then.
_SETTINGS = """
UPDATE seasons SET rubric_id = $2, places = $3, assessors_required = $4, submission_due_on = $5,
    rectification_working_days = $6, review_opens_on = $7, review_closes_on = $8, review_policy = $9,
    bar_seasons_after_revocation = $10
 WHERE season_id = $1
"""
_SEASON_OPENED = "UPDATE seasons SET opened_on = $2 WHERE season_id = $1"
_SEASON_CLOSED = "UPDATE seasons SET closed_on = $2 WHERE season_id = $1"
_CANDIDATE = """
INSERT INTO candidates (application_id, is_candidate, season_id, station_id, host_id, station_name, host_name, kind,
    trade, division_code, bureau_code, bureau_name, filed_at, inspectors, recommender)
VALUES ($1, true, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (application_id) DO UPDATE SET is_candidate = true, season_id = excluded.season_id,
    station_id = excluded.station_id, host_id = excluded.host_id, station_name = excluded.station_name,
    host_name = excluded.host_name, kind = excluded.kind, trade = excluded.trade,
    division_code = excluded.division_code, bureau_code = excluded.bureau_code, bureau_name = excluded.bureau_name,
    filed_at = excluded.filed_at, inspectors = excluded.inspectors, recommender = excluded.recommender
"""
_VETO = """
INSERT INTO candidates (application_id, vetoes_found) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET vetoes_found = excluded.vetoes_found
"""
_NOTICE = """
INSERT INTO candidates (application_id, notice_result, notice_closed_on) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE SET notice_result = excluded.notice_result,
    notice_closed_on = excluded.notice_closed_on
 WHERE candidates.notice_closed_on <= excluded.notice_closed_on
"""
_WITHDRAWN = """
INSERT INTO candidates (application_id, withdrawn_at) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET withdrawn_at = least(candidates.withdrawn_at, excluded.withdrawn_at)
"""
_HELD = """
INSERT INTO holds (application_id, opinion_id, is_held) VALUES ($1, $2, true)
ON CONFLICT (application_id, opinion_id) DO UPDATE SET is_held = true
"""
_HOLD_ENDED = """
INSERT INTO holds (application_id, opinion_id, outcome) VALUES ($1, $2, $3)
ON CONFLICT (application_id, opinion_id) DO UPDATE SET outcome = excluded.outcome
"""
_PUBLISHED = """
INSERT INTO publications (certificate_number, announcement_id, published_on) VALUES ($1, $2, $3)
ON CONFLICT (certificate_number) DO UPDATE SET announcement_id = excluded.announcement_id,
    published_on = excluded.published_on
"""

# A season's result may be published in parts; the first of them closes its list.
_SEASON_PUBLISHED = """
INSERT INTO season_publications (season_id, published_on) VALUES ($1, $2)
ON CONFLICT (season_id) DO UPDATE
   SET published_on = least(season_publications.published_on, excluded.published_on)
"""


def project(event: Event) -> list[Statement]:
    """The foreign ones may come in any order between topics."""
    return [*_season(event), *_candidates(event), *_holds(event)]


def _season(event: Event) -> list[Statement]:
    match event:
        case SeasonDrafted():
            return [_settings(event.season_id, event.year, event.city_code, event.settings)]
        case SettingChanged() | SeasonExtended():
            return [(_SETTINGS, (event.season_id, *_of_assessment(event.settings)))]
        case SeasonOpened():
            return [(_SEASON_OPENED, (event.season_id, event.opened_on))]
        case RecommendationsClosed():
            return [
                _settings(event.season_id, event.year, event.city_code, event.settings),
                (_SEASON_CLOSED, (event.season_id, event.closed_on)),
                *(_candidate(event.season_id, candidate) for candidate in event.candidates),
            ]
        case CandidatesHandedOver():
            return [_candidate(event.season_id, candidate) for candidate in event.candidates]
        case _:
            return []


def _settings(season_id: str, year: int, city_code: str, settings: SeasonSettings) -> Statement:
    return _SEASON, (season_id, year, city_code, *_of_assessment(settings))


def _of_assessment(settings: SeasonSettings) -> tuple[object, ...]:
    """The settings that concern assessment, as they stand."""
    return (
        settings.rubric_id,
        settings.places,
        settings.assessors_required,
        settings.submission_due_on,
        settings.rectification_working_days,
        settings.review_opens_on,
        settings.review_closes_on,
        str(settings.review_policy),
        settings.bar_seasons_after_revocation,
    )


def _candidate(season_id: str, candidate: Candidate) -> Statement:
    return _CANDIDATE, (
        candidate.application_id,
        season_id,
        candidate.station_id,
        candidate.host_id,
        candidate.station_name,
        candidate.host_name,
        str(candidate.kind),
        candidate.trade,
        candidate.division_code,
        candidate.bureau_code,
        candidate.bureau_name,
        candidate.filed_at,
        sorted({*candidate.inspectors, *candidate.took_part}),
        candidate.recommender,
    )


def _candidates(event: Event) -> list[Statement]:
    match event:
        case VetoChecked():
            found = [] if event.clear else [finding.item for finding in event.findings if finding.found]
            return [(_VETO, (event.application_id, found if found or event.clear else ["?"]))]
        case ApplicationWithdrawn() | CandidateWithdrawn():
            return [(_WITHDRAWN, (event.application_id, event.withdrawn_at))]
        case PublicNoticeClosed():
            return [(_NOTICE, (result.application_id, str(result.result), event.closed_on)) for result in event.results]
        case ResultPublished():
            return [
                (_SEASON_PUBLISHED, (event.season_id, event.published_on)),
                *(
                    (_PUBLISHED, (title.certificate_number, event.announcement_id, event.published_on))
                    for title in event.titles
                ),
            ]
        case _:
            return []


def _holds(event: Event) -> list[Statement]:
    match event:
        case CandidateHeld():
            return [(_HELD, (event.application_id, event.opinion_id))]
        case CandidateReleased():
            return [(_HOLD_ENDED, (event.application_id, event.opinion_id, "released"))]
        case CandidateStruckOff():
            return [(_HOLD_ENDED, (event.application_id, event.opinion_id, "struck_off"))]
        case _:
            return []
