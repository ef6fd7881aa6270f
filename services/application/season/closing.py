"""How a chapter ends: applications close by the day or later by a published order, then recommendations, then all."""

from collections.abc import Sequence
from itertools import accumulate

from services.application.rules import closing_instant, not_after
from services.application.season import deadlines
from services.application.season.commands import CloseApplications, CloseRecommendations, CloseSeason, ExtendSeason
from services.application.season.standing import SeasonNotRunning, require_not_closed
from services.application.season.state import Season, SeasonEvent, SeasonStage
from shared.errors import Conflict, Unacceptable
from shared.events.application import (
    ApplicationsClosed,
    Candidate,
    CandidatesHandedOver,
    RecommendationsClosed,
    SeasonClosed,
    SeasonExtended,
)
from shared.events.parts import in_parts

_HANDED_OVER = (SeasonStage.RECOMMENDATIONS_CLOSED, SeasonStage.CLOSED)


class OnlyChaptersAreExtended(Conflict):
    """Hosts apply in the chapter of their city: a chapter is extended, and the season of a province is not."""

    title_zh = "企业在本市年度内申请，延期应当按市办理。"


class ExtendedTooLate(Conflict):
    """A chapter is extended between its opening and the day when its recommendations are closed."""

    title_zh = "只有已启动、推荐尚未截止的年度才能延期。"


class ExtensionNotLater(Unacceptable):
    """An extension gives more time: its days are later than those that were set, and not over yet."""

    title_zh = "延期后的截止日须晚于原截止日，且不得早于今天。"


def close_applications(command: CloseApplications, season: Season) -> list[SeasonEvent]:
    if season.stage in {SeasonStage.APPLICATIONS_CLOSED, *_HANDED_OVER}:
        return []
    if season.stage is not SeasonStage.OPEN or season.is_of_the_province:
        raise SeasonNotRunning(f"{command.season_id} is {season.stage}")
    if command.today <= season.settings.applications_close_on:
        return []  # It was extended while its day was on the way.
    closed_at = closing_instant(season.settings)
    return [ApplicationsClosed(season_id=command.season_id, filed=command.filed, closed_at=closed_at)]


def close_recommendations(command: CloseRecommendations, season: Season) -> list[SeasonEvent]:
    if season.stage in _HANDED_OVER:
        return []
    if season.extended_by and command.today <= season.settings.recommendations_due_on:
        return []
    if season.stage is not SeasonStage.APPLICATIONS_CLOSED:
        raise SeasonNotRunning(f"{command.season_id} is {season.stage}")
    *before, last = in_parts(command.candidates) or [()]
    return [
        *_handed_over(command.season_id, before),
        RecommendationsClosed(
            season_id=command.season_id,
            year=season.year,
            city_code=season.city_code,
            settings=season.settings,
            candidates=last,
            closed_on=season.settings.recommendations_due_on,
            first_place=1 + sum(map(len, before)),
        ),
    ]


def _handed_over(season_id: str, parts: Sequence[tuple[Candidate, ...]]) -> list[CandidatesHandedOver]:
    first_places = accumulate(map(len, parts), initial=1)
    return [
        CandidatesHandedOver(season_id=season_id, first_place=first, candidates=part)
        for first, part in zip(first_places, parts, strict=False)
    ]


def extend_season(command: ExtendSeason, season: Season) -> list[SeasonEvent]:
    require_not_closed(command.season_id, season)
    if season.is_of_the_province:
        raise OnlyChaptersAreExtended(f"{command.season_id} is the season of the whole province; extend its chapters")
    former = season.settings
    if (season.extended_by, former.applications_close_on) == (command.document_number, command.applications_close_on):
        return []
    if season.stage not in {SeasonStage.OPEN, SeasonStage.APPLICATIONS_CLOSED}:
        raise ExtendedTooLate(f"{command.season_id} is {season.stage}")
    document_date = not_after(command.document_date, command.today)
    close_on = command.applications_close_on
    if close_on <= former.applications_close_on or close_on < command.today:
        raise ExtensionNotLater(f"{close_on} is not later than {former.applications_close_on}, or is over")
    due_on = command.recommendations_due_on or deadlines.moved_along(former, close_on, command.calendar)
    if due_on < former.recommendations_due_on:
        raise ExtensionNotLater(f"recommendations were due on {former.recommendations_due_on} already")
    days = {"applications_close_on": close_on, "recommendations_due_on": due_on}
    return [
        SeasonExtended(
            season_id=command.season_id,
            applications_close_on=close_on,
            recommendations_due_on=due_on,
            former_close_on=former.applications_close_on,
            reason=command.reason,
            document_number=command.document_number,
            document_date=document_date,
            settings=deadlines.require_sound(former.model_copy(update=days), season.year),
            extended_on=command.today,
        )
    ]


def close_season(command: CloseSeason, season: Season) -> list[SeasonEvent]:
    """A chapter ends after its hand-over; the season of a province, which has none, when its chapters have ended."""
    if season.stage is SeasonStage.CLOSED:
        return []
    of_the_province = season.is_of_the_province and season.stage in {SeasonStage.APPROVED, SeasonStage.OPEN}
    if not (of_the_province or season.stage is SeasonStage.RECOMMENDATIONS_CLOSED):
        raise SeasonNotRunning(f"{command.season_id} is {season.stage}")
    return [SeasonClosed(season_id=command.season_id, closed_on=command.closed_on)]
