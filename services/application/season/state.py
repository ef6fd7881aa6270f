"""A season's chapter, as the facts recorded so far make it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.application import (
    ApplicationsClosed,
    RecommendationsClosed,
    SeasonApproved,
    SeasonDrafted,
    SeasonOpened,
    SeasonSettings,
)
from shared.events.registry import BureauLevel

SeasonEvent = SeasonDrafted | SeasonApproved | SeasonOpened | ApplicationsClosed | RecommendationsClosed


class SeasonStage(StrEnum):
    """How far a chapter has come."""

    NOT_DRAFTED = "not_drafted"
    DRAFTED = "drafted"
    APPROVED = "approved"
    OPEN = "open"
    APPLICATIONS_CLOSED = "applications_closed"
    RECOMMENDATIONS_CLOSED = "recommendations_closed"


_ANY_DAY = date(1, 1, 1)
_NO_SETTINGS = SeasonSettings(
    applications_close_on=_ANY_DAY, recommendations_due_on=_ANY_DAY, submission_due_on=_ANY_DAY, rubric_id=""
)


@dataclass(frozen=True, slots=True)
class Season:
    stage: SeasonStage = SeasonStage.NOT_DRAFTED
    season_id: str = ""
    year: int = 0
    city_code: str = ""
    settings: SeasonSettings = _NO_SETTINGS
    approval: SeasonApproved | None = None

    @property
    def organiser_level(self) -> BureauLevel | None:
        """The level of the body on whose document the chapter rests."""
        return self.approval.organiser_level if self.approval else None

    @property
    def approval_number(self) -> str:
        """The number of the approval, where there is one."""
        return self.approval.approval_number if self.approval else ""


def evolve(season: Season, event: SeasonEvent) -> Season:
    match event:
        case SeasonDrafted():
            return Season(SeasonStage.DRAFTED, event.season_id, event.year, event.city_code, event.settings)
        case SeasonApproved():
            return replace(season, stage=SeasonStage.APPROVED, approval=event)
        case SeasonOpened():
            return replace(season, stage=SeasonStage.OPEN)
        case ApplicationsClosed():
            return replace(season, stage=SeasonStage.APPLICATIONS_CLOSED)
        case RecommendationsClosed():
            return replace(season, stage=SeasonStage.RECOMMENDATIONS_CLOSED)
        case _:
            assert_never(event)
