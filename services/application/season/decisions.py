"""The rules of a season's chapter: one function for each command, one class for each rule that can refuse it."""

from datetime import date
from typing import assert_never

from services.application.rules import closing_instant, not_after
from services.application.season.commands import (
    ApproveSeason,
    CloseApplications,
    CloseRecommendations,
    DraftSeason,
    OpenSeason,
    SeasonCommand,
)
from services.application.season.state import Season, SeasonEvent, SeasonStage, evolve
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.application import (
    ApplicationsClosed,
    RecommendationsClosed,
    SeasonApproved,
    SeasonDrafted,
    SeasonOpened,
    SeasonSettings,
)
from shared.events.registry import BureauLevel
from shared.eventsourcing.decider import Decider

APPROVAL_REQUIRED_FROM = date(2022, 4, 20)
"""创建示范活动管理办法(试行) came into force [S38]: only the province, and only with an approval."""

LOWEST = {
    "places": 1,
    "inspectors_required": 1,
    "assessors_required": 2,
    "notice_working_days": 1,
    "operating_days_required": 0,
    "bar_seasons_after_revocation": 0,
}
"""The least that each number among the settings may be; at least two assess each candidate [domain §7.1]."""


class NoSuchSeason(NotFound):
    """Nobody has drafted this season."""

    title_zh = "没有这一年度。"


class SeasonAlreadyDrafted(Conflict):
    """A city has one chapter a year: it is drafted once."""

    title_zh = "一市一年只有一个年度方案，不得重复拟定。"


class SettingTooLow(Unacceptable):
    """A season has at least one place, one inspector, two assessors and one working day of public notice."""

    title_zh = "名额、查验人数、测评人数、公示天数等不得低于最低要求。"


class DeadlinesOutOfOrder(Unacceptable):
    """Applications close before recommendations are due, and these are due before the list is."""

    title_zh = "申请截止须早于推荐截止，推荐截止须早于名单上报。"


class DeadlineOutsideTheYear(Unacceptable):
    """All deadlines of a season lie in its year."""

    title_zh = "各项期限须在本年度之内。"


class SeasonAlreadyApproved(Conflict):
    """A season rests on one approval: only a drafted season is approved."""

    title_zh = "只有已拟定而尚未批准的年度方案才能批准。"


class SeasonNotApproved(Conflict):
    """Only an approved season is opened."""

    title_zh = "只有已经批准的年度才能启动。"


class OpenedTooLate(Conflict):
    """A season is opened while hosts can still apply in it."""

    title_zh = "申请截止之后不得再启动本年度。"


class OrganiserMayNot(Conflict):
    """From 2022-04-20 on, only the province may organise a demonstration season; a city or county executes it."""

    title_zh = "自2022年4月20日起，示范活动只能由省级主办，市、县只能执行。"


class ApprovalNumberMissing(Conflict):
    """From 2022-04-20 on, a demonstration season needs an approval number."""

    title_zh = "自2022年4月20日起，示范活动须有批准文号。"


class SeasonNotRunning(Conflict):
    """Only a season that was opened comes to its closing days."""

    title_zh = "只有已经启动的年度才有截止。"


def decide(command: SeasonCommand, season: Season) -> list[SeasonEvent]:
    match command:
        case DraftSeason():
            return draft_season(command, season)
        case ApproveSeason():
            return approve_season(command, season)
        case OpenSeason():
            return open_season(command, season)
        case CloseApplications():
            return close_applications(command, season)
        case CloseRecommendations():
            return close_recommendations(command, season)
        case _:
            assert_never(command)


def draft_season(command: DraftSeason, season: Season) -> list[SeasonEvent]:
    if season.stage is not SeasonStage.NOT_DRAFTED:
        if (season.settings, season.stage) == (command.settings, SeasonStage.DRAFTED):
            return []
        raise SeasonAlreadyDrafted(f"{command.season_id} is {season.stage}")
    return [
        SeasonDrafted(
            season_id=command.season_id,
            year=command.year,
            province_code=command.province_code,
            city_code=command.city_code,
            settings=_sound(command.settings, command.year),
        )
    ]


def approve_season(command: ApproveSeason, season: Season) -> list[SeasonEvent]:
    approved = SeasonApproved(
        season_id=command.season_id,
        issuer=command.issuer,
        organiser_level=command.organiser_level,
        document_date=not_after(command.document_date, command.today),
        document_sha256=command.document_sha256,
        approval_number=command.approval_number,
    )
    match season.stage:
        case SeasonStage.NOT_DRAFTED:
            raise NoSuchSeason(f"there is no season {command.season_id}")
        case SeasonStage.DRAFTED:
            return [approved]
        case _ if season.approval == approved:
            return []
        case _:
            raise SeasonAlreadyApproved(f"{command.season_id} is {season.stage}")


def open_season(command: OpenSeason, season: Season) -> list[SeasonEvent]:
    match season.stage:
        case SeasonStage.NOT_DRAFTED:
            raise NoSuchSeason(f"there is no season {command.season_id}")
        case SeasonStage.OPEN:
            return []
        case SeasonStage.APPROVED:
            _may_be_held(command, season)
            return [SeasonOpened(season_id=command.season_id, opened_on=command.today)]
        case _:
            raise SeasonNotApproved(f"{command.season_id} is {season.stage}")


def close_applications(command: CloseApplications, season: Season) -> list[SeasonEvent]:
    match season.stage:
        case SeasonStage.OPEN:
            return [
                ApplicationsClosed(
                    season_id=command.season_id, filed=command.filed, closed_at=closing_instant(season.settings)
                )
            ]
        case SeasonStage.APPLICATIONS_CLOSED | SeasonStage.RECOMMENDATIONS_CLOSED:
            return []
        case _:
            raise SeasonNotRunning(f"{command.season_id} is {season.stage}")


def close_recommendations(command: CloseRecommendations, season: Season) -> list[SeasonEvent]:
    match season.stage:
        case SeasonStage.APPLICATIONS_CLOSED:
            return [
                RecommendationsClosed(
                    season_id=command.season_id,
                    year=season.year,
                    city_code=season.city_code,
                    settings=season.settings,
                    candidates=command.candidates,
                    closed_on=season.settings.recommendations_due_on,
                )
            ]
        case SeasonStage.RECOMMENDATIONS_CLOSED:
            return []
        case _:
            raise SeasonNotRunning(f"{command.season_id} is {season.stage}")


def _sound(settings: SeasonSettings, year: int) -> SeasonSettings:
    for name, lowest in LOWEST.items():
        if getattr(settings, name) < lowest:
            raise SettingTooLow(f"{name} is {getattr(settings, name)}, and {lowest} is the least")
    days = (settings.applications_close_on, settings.recommendations_due_on, settings.submission_due_on)
    if not days[0] < days[1] < days[2]:
        raise DeadlinesOutOfOrder(f"{days[0]}, {days[1]} and {days[2]} do not follow each other")
    if any(day.year != year for day in days):
        raise DeadlineOutsideTheYear(f"{days[0]}, {days[1]} and {days[2]} are not all in {year}")
    return settings


def _may_be_held(command: OpenSeason, season: Season) -> None:
    if command.today > season.settings.applications_close_on:
        raise OpenedTooLate(f"applications closed on {season.settings.applications_close_on}")
    if command.today < APPROVAL_REQUIRED_FROM:
        return
    if season.organiser_level is not BureauLevel.PROVINCE:
        raise OrganiserMayNot(f"the organiser of {command.season_id} is of level {season.organiser_level}")
    if not season.approval_number:
        raise ApprovalNumberMissing(f"the approval of {command.season_id} has no number")


SEASON = Decider(initial=Season(), decide=decide, evolve=evolve)
