"""Candidates of a season as publication has heard of them: frozen by the hand-over, or taken back by their host."""

from services.publication import printed
from shared.events.application import ApplicationWithdrawn, Candidate, RecommendationsClosed
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_SEASON = """
INSERT INTO seasons (season_id, year, city_code, working_days, counts_first_day, recommendations_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (season_id) DO UPDATE SET year = excluded.year, city_code = excluded.city_code,
    working_days = excluded.working_days, counts_first_day = excluded.counts_first_day,
    recommendations_on = excluded.recommendations_on
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
        case ApplicationWithdrawn() as e:
            return [(_WITHDRAWN, (e.application_id, e.withdrawn_at))]
        case _:
            return []


def _recommended(e: RecommendationsClosed) -> list[Statement]:
    settings = e.settings
    season = (e.season_id, e.year, e.city_code, settings.notice_working_days, settings.notice_counts_first_day)
    candidates = [_candidate(e.season_id, place, candidate) for place, candidate in enumerate(e.candidates, 1)]
    return [(_SEASON, (*season, e.closed_on)), *candidates]


def _candidate(season_id: str, place: int, candidate: Candidate) -> Statement:
    took_part = sorted({*candidate.inspectors, candidate.recommender})
    as_printed = printed.as_json(printed.of_candidate(candidate))
    return _CANDIDATE, (candidate.application_id, season_id, place, as_printed, took_part)
