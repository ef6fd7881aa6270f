"""The rules of a season: one function for each command, in its family's module beside the rules that refuse it."""

from typing import assert_never

from services.application.season.changing import change_setting, recompute_deadlines
from services.application.season.closing import close_applications, close_recommendations, close_season, extend_season
from services.application.season.commands import (
    ApproveSeason,
    ChangeSetting,
    CloseApplications,
    CloseRecommendations,
    CloseSeason,
    DraftSeason,
    ExtendSeason,
    OpenSeason,
    RecomputeDeadlines,
    SeasonCommand,
)
from services.application.season.drafting import approve_season, draft_season, open_season
from services.application.season.state import Season, SeasonEvent, evolve
from shared.eventsourcing.decider import Decider


def decide(command: SeasonCommand, season: Season) -> list[SeasonEvent]:  # noqa: PLR0911 (one return for each command)
    match command:
        case DraftSeason():
            return draft_season(command, season)
        case ApproveSeason():
            return approve_season(command, season)
        case OpenSeason():
            return open_season(command, season)
        case ChangeSetting():
            return change_setting(command, season)
        case ExtendSeason():
            return extend_season(command, season)
        case CloseApplications():
            return close_applications(command, season)
        case CloseRecommendations():
            return close_recommendations(command, season)
        case CloseSeason():
            return close_season(command, season)
        case RecomputeDeadlines():
            return recompute_deadlines(command, season)
        case _:
            assert_never(command)


SEASON = Decider(initial=Season(), decide=decide, evolve=evolve)
