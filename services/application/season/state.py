"""A season of a province or its chapter for a city, as the facts recorded so far make it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.application import (
    ApplicationsClosed,
    CandidatesHandedOver,
    RecommendationsClosed,
    SeasonApproved,
    SeasonClosed,
    SeasonDrafted,
    SeasonExtended,
    SeasonOpened,
    SeasonSettings,
    SettingChanged,
)

SeasonEvent = (
    SeasonDrafted
    | SeasonApproved
    | SeasonOpened
    | SettingChanged
    | ApplicationsClosed
    | SeasonExtended
    | CandidatesHandedOver
    | RecommendationsClosed
    | SeasonClosed
)


class SeasonStage(StrEnum):
    """How far a season has come. The season of a province goes from its opening to its end without the two between."""

    NOT_DRAFTED = "not_drafted"
    DRAFTED = "drafted"
    APPROVED = "approved"
    OPEN = "open"
    APPLICATIONS_CLOSED = "applications_closed"
    RECOMMENDATIONS_CLOSED = "recommendations_closed"
    CLOSED = "closed"


_ANY_DAY = date(1, 1, 1)
_NO_SETTINGS = SeasonSettings(
    applications_close_on=_ANY_DAY, recommendations_due_on=_ANY_DAY, submission_due_on=_ANY_DAY, rubric_id=""
)


@dataclass(frozen=True, slots=True)
class Season:
    """`parent_id` is the season of the province in which a chapter takes part; empty where there is none.

    `reached` is the furthest stage, which an extension does not take back: what was frozen stays so.
    """

    stage: SeasonStage = SeasonStage.NOT_DRAFTED
    season_id: str = ""
    year: int = 0
    city_code: str = ""
    settings: SeasonSettings = _NO_SETTINGS
    approval: SeasonApproved | None = None
    province_code: str = ""
    parent_id: str = ""
    extended_by: str = ""
    reached: SeasonStage = SeasonStage.NOT_DRAFTED

    @property
    def is_of_the_province(self) -> bool:
        """Whether it is the season of the whole province and no chapter: nobody applies in it."""
        return self.city_code == self.province_code


def evolve(season: Season, event: SeasonEvent) -> Season:  # noqa: PLR0911 (one return for each event)
    match event:
        case SeasonDrafted():
            return Season(
                SeasonStage.DRAFTED,
                event.season_id,
                event.year,
                event.city_code,
                event.settings,
                province_code=event.province_code,
                parent_id=event.parent_id,
                reached=SeasonStage.DRAFTED,
            )
        case SeasonApproved():
            return replace(_at(season, SeasonStage.APPROVED), approval=event)
        case SeasonOpened():
            return _at(season, SeasonStage.OPEN)
        case SettingChanged():
            return replace(season, settings=event.settings)
        case ApplicationsClosed():
            return _at(season, SeasonStage.APPLICATIONS_CLOSED)
        case SeasonExtended():
            extended = replace(season, settings=event.settings, extended_by=event.document_number)
            return replace(extended, stage=SeasonStage.OPEN)
        case CandidatesHandedOver():
            return season
        case RecommendationsClosed():
            return _at(season, SeasonStage.RECOMMENDATIONS_CLOSED)
        case SeasonClosed():
            return _at(season, SeasonStage.CLOSED)
        case _:
            assert_never(event)


def _at(season: Season, stage: SeasonStage) -> Season:
    return replace(season, stage=stage, reached=max(season.reached, stage, key=list(SeasonStage).index))
