"""Applications as rows: recommended, refused, returned by the city, in reserve."""

from typing import assert_never

from services.application.filing.state import RecommendingEvent, Stage
from shared.events.application import (
    ApplicationPlacedInReserve,
    RecommendationIssued,
    RecommendationRefused,
    RecommendationReturned,
)
from shared.eventsourcing.commits import Statement

_RECOMMENDED = """
UPDATE applications SET version = $2, stage = $3, recommender = $4, recommended_on = $5, bureau_code = $6,
       reserve_number = 0, over_what = '', took_part = array_append(array_remove(took_part, $4), $4)
 WHERE application_id = $1
"""
_REFUSED = """
UPDATE applications SET version = $2, stage = $3, refusal_reasons = $4, refused_on = $5 WHERE application_id = $1
"""
_RETURNED = """
UPDATE applications SET version = $2, stage = $3, return_reasons = $4, recommendation_returned_on = $5,
       recommender = '', recommended_on = NULL
 WHERE application_id = $1
"""
_IN_RESERVE = """
UPDATE applications SET version = $2, stage = $3, recommender = $4, recommended_on = NULL, bureau_code = $5,
       over_what = $6, reserve_number = $7, took_part = array_append(array_remove(took_part, $4), $4)
 WHERE application_id = $1
"""
_NUMBER_GIVEN = """
INSERT INTO reserve_numbers (season_id, bureau_code, reserve_number, application_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (season_id, bureau_code, reserve_number) DO UPDATE SET application_id = excluded.application_id
"""


def project(event: RecommendingEvent, version: int) -> list[Statement]:
    application = event.application_id
    match event:
        case RecommendationIssued(recommender=by, recommended_on=day):
            return [(_RECOMMENDED, (application, version, Stage.RECOMMENDED.value, by, day, event.bureau_code))]
        case RecommendationRefused():
            return [(_REFUSED, (application, version, Stage.REFUSED.value, event.reasons, event.refused_on))]
        case RecommendationReturned():
            return [(_RETURNED, (application, version, Stage.FIT.value, event.reasons, event.returned_on))]
        case ApplicationPlacedInReserve(recommender=by, bureau_code=bureau, over=over, reserve_number=number):
            return [
                (_IN_RESERVE, (application, version, Stage.RESERVE.value, by, bureau, over.value, number)),
                (_NUMBER_GIVEN, (event.season_id, bureau, number, application)),
            ]
        case _:
            assert_never(event)
