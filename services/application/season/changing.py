"""How a setting changes: with a reason and a basis, until it freezes, for everybody; and when a calendar comes."""

from typing import Any

from services.application.season import deadlines, values
from services.application.season.bases import QUOTAS, Basis, FreezesAt
from services.application.season.commands import ChangeSetting, RecomputeDeadlines
from services.application.season.drafting import SettingIsTheProvinces
from services.application.season.standing import require_not_closed
from services.application.season.state import Season, SeasonEvent, SeasonStage
from shared.errors import Conflict
from shared.events.application import SeasonSettings, SettingChanged

_ORDER = list(SeasonStage)
_FROZEN_FROM = {
    FreezesAt.OPENING: SeasonStage.OPEN,
    FreezesAt.APPLICATIONS_CLOSE: SeasonStage.APPLICATIONS_CLOSED,
    FreezesAt.HAND_OVER: SeasonStage.RECOMMENDATIONS_CLOSED,
}


class SettingFrozen(Conflict):
    """A setting on which somebody has relied is frozen; deadlines of an open season move by an extension alone."""

    title_zh = "该项设置已经固定，不再更改；已启动年度的申请截止日只能以公告延期。"


class QuotaNarrowed(Conflict):
    """Once a station is recommended, a number of places is only widened."""

    title_zh = "已有推荐之后，名额只能放宽，不能缩减。"


def change_setting(command: ChangeSetting, season: Season) -> list[SeasonEvent]:
    require_not_closed(command.season_id, season)
    basis = values.the_basis(command.name)
    if command.by_city and not basis.by_city:
        raise SettingIsTheProvinces(f"{command.name} is set by the province; ask it to change the setting")
    value = values.read(command.name, command.value)
    former = getattr(season.settings, command.name)
    if value == former and command.name not in season.settings.provisional:
        return []
    if is_frozen(basis.freezes_at, season.reached, is_submitted=command.is_submitted):
        raise SettingFrozen(f"{command.name} froze at {basis.freezes_at}; it stays {values.told(former)}")
    if command.name in QUOTAS and command.recommended and not _is_wider(basis, former, value):
        raise QuotaNarrowed(f"{command.recommended} are recommended already: {command.name} stays {former} or more")
    settings = deadlines.require_sound(changed(season.settings, command.name, value), season.year)
    return [
        SettingChanged(
            season_id=command.season_id,
            name=command.name,
            former_value=values.told(former),
            value=values.told(value),
            basis=command.basis,
            reason=command.reason,
            settings=settings,
            changed_on=command.today,
        )
    ]


def recompute_deadlines(command: RecomputeDeadlines, season: Season) -> list[SeasonEvent]:
    """The provisional deadlines once more, each told as a change of its own.

    Where they would not hold together with days that a person has set they stay provisional: the season cannot be
    opened until somebody sets them.
    """
    if season.stage not in {SeasonStage.DRAFTED, SeasonStage.APPROVED} or not season.settings.provisional:
        return []
    settings, events = season.settings, list[SeasonEvent]()
    for name, day in deadlines.reckoned_again(settings, season.year, command.calendar).items():
        former, settings = getattr(settings, name), changed(settings, name, day)
        events.append(
            SettingChanged(
                season_id=season.season_id,
                name=name,
                former_value=values.told(former),
                value=values.told(day),
                basis=command.source,
                reason=f"the calendar of {season.year} was published",
                settings=settings,
                changed_on=command.today,
            )
        )
    return events if _holds_together(settings, season.year) else []


def changed(settings: SeasonSettings, name: str, value: Any) -> SeasonSettings:
    """The settings with another value, which is provisional no more."""
    provisional = tuple(other for other in settings.provisional if other != name)
    return settings.model_copy(update={name: value, "provisional": provisional})


def is_frozen(freezes_at: FreezesAt, reached: SeasonStage, *, is_submitted: bool) -> bool:
    """Whether a setting is frozen in a season that has come so far; a season that is closed changes nothing."""
    if reached is SeasonStage.CLOSED:
        return True
    if freezes_at is FreezesAt.SUBMISSION:
        return is_submitted
    stage = _FROZEN_FROM.get(freezes_at)
    return stage is not None and _ORDER.index(reached) >= _ORDER.index(stage)


def _is_wider(basis: Basis, former: int, value: int) -> bool:
    if basis.widest_is_zero and 0 in {former, value}:
        return value == 0
    return value >= former


def _holds_together(settings: SeasonSettings, year: int) -> bool:
    try:
        deadlines.require_sound(settings, year)
    except (deadlines.DeadlinesOutOfOrder, deadlines.DeadlineOutsideTheYear):
        return False
    return True
