"""Candidates of a season as publication has heard of them: frozen by the hand-over, or taken back by their host."""

from collections.abc import Iterable

from services.publication import printed
from shared.events.application import (
    ApplicationWithdrawn,
    Candidate,
    CandidatesHandedOver,
    RecommendationsClosed,
)
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_SEASON = """
INSERT INTO seasons
    (season_id, year, city_code, working_days, counts_first_day, recommendations_on,
     objection_working_days, objection_extensions, answer_working_days)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (season_id) DO UPDATE SET year = excluded.year, city_code = excluded.city_code,
    working_days = excluded.working_days, counts_first_day = excluded.counts_first_day,
    recommendations_on = excluded.recommendations_on,
    objection_working_days = excluded.objection_working_days,
    objection_extensions = excluded.objection_extensions, answer_working_days = excluded.answer_working_days
"""
_CANDIDATE = """
INSERT INTO candidates (application_id, season_id, place, printed, took_part) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (application_id) DO UPDATE SET season_id = excluded.season_id, place = excluded.place,
    printed = excluded.printed, took_part = excluded.took_part
"""
_WITHDRAWN = """
INSERT INTO candidates (application_id, withdrawn_at) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
"""


def project(event: Event) -> list[Statement]:
    match event:
        case RecommendationsClosed() as e:
            return _recommended(e)
        case CandidatesHandedOver() as e:
            return _candidates(e.season_id, e.first_place, e.candidates)
        case ApplicationWithdrawn() as e:
            return [(_WITHDRAWN, (e.application_id, e.withdrawn_at))]
        case _:
            return []


def _recommended(e: RecommendationsClosed) -> list[Statement]:
    settings = e.settings
    season = (e.season_id, e.year, e.city_code, settings.notice_working_days, settings.notice_counts_first_day)
    terms = (settings.objection_working_days, settings.objection_extensions, settings.answer_working_days)
    return [(_SEASON, (*season, e.closed_on, *terms)), *_candidates(e.season_id, e.first_place, e.candidates)]


def _candidates(season_id: str, first: int, candidates: Iterable[Candidate]) -> list[Statement]:
    return [_candidate(season_id, place, candidate) for place, candidate in enumerate(candidates, first)]


def _candidate(season_id: str, place: int, candidate: Candidate) -> Statement:
    took_part = sorted({*candidate.took_part, *candidate.inspectors, candidate.recommender})
    as_printed = printed.as_json(printed.of_candidate(candidate))
    return _CANDIDATE, (candidate.application_id, season_id, place, as_printed, took_part)
