"""How a season comes about: drafted with all its settings, approved by a document, opened. A city only executes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.application.rules import not_after
from services.application.season import deadlines, values
from services.application.season.bases import DATES
from services.application.season.commands import ApproveSeason, DraftSeason, OpenSeason, Parent
from services.application.season.standing import SeasonIsClosed, require_not_closed
from services.application.season.state import Season, SeasonEvent, SeasonStage
from shared.errors import Conflict, Unacceptable
from shared.events.application import SeasonApproved, SeasonDrafted, SeasonOpened, SeasonSettings
from shared.events.registry import BureauLevel

APPROVAL_REQUIRED_FROM = date(2022, 4, 20)
"""创建示范活动管理办法(试行) came into force [S38]: only the province, and only with an approval."""

_APPROVED = (SeasonStage.APPROVED, SeasonStage.OPEN)


class SeasonAlreadyDrafted(Conflict):
    """A city has one chapter a year, and a province one season: each is drafted once."""

    title_zh = "一市一年只有一个年度方案，不得重复拟定。"


class CityOnlyExecutes(Conflict):
    """A city runs no season of its own: it drafts and opens a chapter of its province's approved season."""

    title_zh = "市局不得自行开展示范创建，只能执行省级已批准的年度。"


class SettingIsTheProvinces(Conflict):
    """A city sets for its own chapter what concerns the city; the other settings are the province's."""

    title_zh = "该项设置由省级确定，市局不得更改。"


class RubricNotNamed(Unacceptable):
    """A season says by which rubric its stations are assessed."""

    title_zh = "年度方案须写明创建标准版本。"


class SeasonAlreadyApproved(Conflict):
    """A season rests on one approval: only a drafted season is approved."""

    title_zh = "只有已拟定而尚未批准的年度方案才能批准。"


class SeasonNotApproved(Conflict):
    """Only an approved season is opened, or a chapter of an approved season of the province."""

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


def draft_season(command: DraftSeason, season: Season) -> list[SeasonEvent]:
    context = command.context
    _parent_goes_on(context.parent)
    if context.by_city:
        require_executor(context.parent)
        require_for_the_city(command.stated, context.parent)
    settings = resolved(command)
    if season.stage is not SeasonStage.NOT_DRAFTED:
        if (season.settings, season.stage) == (settings, SeasonStage.DRAFTED):
            return []
        raise SeasonAlreadyDrafted(f"{command.season_id} is {season.stage}")
    return [
        SeasonDrafted(
            season_id=command.season_id,
            year=command.year,
            province_code=context.province_code,
            city_code=command.city_code,
            settings=settings,
            parent_id=context.parent.season_id if context.parent else "",
            stated=tuple(sorted(command.stated)),
        )
    ]


def resolved(command: DraftSeason) -> SeasonSettings:
    """All settings of the draft: its own, then those of the province's season, then the defaults.

    Raises:
        NoSuchSetting, SettingNotReadable, RubricNotNamed: something is wrong with those that it states.
        SettingTooLow, SettingTooHigh, DeadlinesOutOfOrder, DeadlineOutsideTheYear: they do not hold together.
    """
    stated = {name: values.read(name, value) for name, value in command.stated.items()}
    inherited: dict[str, Any] = dict(command.context.parent.settings) if command.context.parent else {}
    provisional = tuple(name for name in inherited.pop("provisional", ()) if name not in stated)
    known = inherited | stated
    if "rubric_id" not in known:
        raise RubricNotNamed("name the `rubric_id` by which the stations of the season are assessed")
    given = {name: known[name] for name in DATES if name in known}
    reckoned, guessed = deadlines.completed(given, command.year, command.context.calendar)
    settings = SeasonSettings.model_validate(known | reckoned | {"provisional": (*provisional, *guessed)})
    return deadlines.require_sound(settings, command.year)


def approve_season(command: ApproveSeason, season: Season) -> list[SeasonEvent]:
    require_not_closed(command.season_id, season)
    approved = SeasonApproved(
        season_id=command.season_id,
        issuer=command.issuer,
        organiser_level=command.organiser_level,
        document_date=not_after(command.document_date, command.today),
        document_sha256=command.document_sha256,
        approval_number=command.approval_number,
    )
    if season.stage is SeasonStage.DRAFTED:
        return [approved]
    if season.approval == approved:
        return []
    raise SeasonAlreadyApproved(f"{command.season_id} is {season.stage}")


def open_season(command: OpenSeason, season: Season) -> list[SeasonEvent]:
    require_not_closed(command.season_id, season)
    parent = command.context.parent
    _parent_goes_on(parent)
    if command.context.by_city:
        require_executor(parent)
    if season.stage is SeasonStage.OPEN:
        return []
    if not (season.stage is SeasonStage.APPROVED or (season.stage is SeasonStage.DRAFTED and _is_approved(parent))):
        raise SeasonNotApproved(f"{command.season_id} is {season.stage}")
    _may_be_held(command, season)
    return [SeasonOpened(season_id=command.season_id, opened_on=command.today)]


def require_executor(parent: Parent | None) -> None:
    """A city acts as executor of its province's approved season.

    Raises:
        CityOnlyExecutes: there is none.
    """
    if not _is_approved(parent):
        raise CityOnlyExecutes("the province drafts and approves its season first; the city then runs a chapter of it")


def require_for_the_city(stated: Mapping[str, object], parent: Parent | None) -> None:
    """Each of these settings is one that a city sets, or stays as the province has it.

    Raises:
        SettingIsTheProvinces: one is not.
    """
    for name, value in stated.items():
        as_it_is = parent is not None and values.read(name, value) == getattr(parent.settings, name)
        if not values.the_basis(name).by_city and not as_it_is:
            raise SettingIsTheProvinces(f"{name} is set by the province; leave it out")


def _is_approved(parent: Parent | None) -> bool:
    return parent is not None and parent.stage in _APPROVED


def _parent_goes_on(parent: Parent | None) -> None:
    if parent is not None and parent.stage is SeasonStage.CLOSED:
        raise SeasonIsClosed(f"{parent.season_id}, of which this is a chapter, is closed")


def _may_be_held(command: OpenSeason, season: Season) -> None:
    settings = season.settings
    if settings.provisional:
        names = ", ".join(settings.provisional)
        raise deadlines.DeadlinesProvisional(f"{names}: publish the calendar of {season.year}, or set the day itself")
    if command.today > settings.applications_close_on:
        raise OpenedTooLate(f"applications closed on {settings.applications_close_on}")
    if command.today < APPROVAL_REQUIRED_FROM:
        return
    parent = command.context.parent
    approvals = [one for one in (season.approval, parent.approval if parent else None) if one is not None]
    by_the_province = [one for one in approvals if one.organiser_level is BureauLevel.PROVINCE]
    if not by_the_province:
        raise OrganiserMayNot(f"the organiser of {command.season_id} is not the province")
    if not any(one.approval_number for one in by_the_province):
        raise ApprovalNumberMissing(f"the approval of {command.season_id} has no number")
