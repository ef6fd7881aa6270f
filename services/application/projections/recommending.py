"""Applications as rows: recommended, refused, returned by the city, in reserve."""

from typing import assert_never

from services.application.filing.state import RecommendingEvent, Stage
from shared.events.application import RecommendationIssued, RecommendationRefused
from shared.eventsourcing.commits import Statement

_RECOMMENDED = """
UPDATE applications SET version = $2, stage = $3, recommender = $4, recommended_on = $5, bureau_code = $6
 WHERE application_id = $1
"""
_REFUSED = """
UPDATE applications SET version = $2, stage = $3, refusal_reasons = $4, refused_on = $5 WHERE application_id = $1
"""


def project(event: RecommendingEvent, version: int) -> list[Statement]:
    application = event.application_id
    match event:
        case RecommendationIssued(recommender=by, recommended_on=day):
            return [(_RECOMMENDED, (application, version, Stage.RECOMMENDED.value, by, day, event.bureau_code))]
        case RecommendationRefused():
            return [(_REFUSED, (application, version, Stage.REFUSED.value, event.reasons, event.refused_on))]
        case _:
            assert_never(event)
