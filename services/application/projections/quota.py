"""A season's places as rows."""

from typing import assert_never

from services.application.quota.state import QuotaEvent
from shared.events.application import QuotaPlaceFreed, QuotaPlaceTaken, RecommendationExchanged
from shared.eventsourcing.commits import Statement

_VERSION = """
INSERT INTO quotas (season_id, version) VALUES ($1, $2)
ON CONFLICT (season_id) DO UPDATE SET version = excluded.version
"""
_TAKEN = """
INSERT INTO quota_places (application_id, season_id, bureau_code) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE SET season_id = excluded.season_id, bureau_code = excluded.bureau_code
"""
_FREED = "DELETE FROM quota_places WHERE application_id = $1"


def project(event: QuotaEvent, version: int) -> list[Statement]:
    moved: Statement = (_VERSION, (event.season_id, version))
    match event:
        case QuotaPlaceTaken(application_id=application):
            return [moved, (_TAKEN, (application, event.season_id, event.bureau_code))]
        case QuotaPlaceFreed(application_id=application):
            return [moved, (_FREED, (application,))]
        case RecommendationExchanged(promoted_application_id=promoted, demoted_application_id=demoted):
            return [moved, (_FREED, (demoted,)), (_TAKEN, (promoted, event.season_id, event.bureau_code))]
        case _:
            assert_never(event)
