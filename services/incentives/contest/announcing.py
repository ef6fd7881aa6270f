"""Who may hold a contest, and what must be declared before anybody stands in it."""

from datetime import date

from services.incentives.contest.commands import AnnounceContest
from services.incentives.contest.rules import (
    ApprovalNumberMissing,
    ComponentsNotHundred,
    NominationsEndInThePast,
    PeriodUpsideDown,
    VoteTooHeavy,
    WeightsNotHundred,
)
from services.incentives.contest.state import Contest, Stage
from shared.events.incentives import UNSET, Components, ContestAnnounced, ContestEvent, Organiser

_APPROVAL_NEEDED_AFTER = date(2010, 10, 27)  # The day of the 评比达标表彰活动管理办法(试行).
HEAVIEST_VOTE = 40
"""In percent. No source gives weights; that a vote never decides alone is in all of them [S50]."""


def announce_contest(command: AnnounceContest, contest: Contest) -> list[ContestEvent]:
    if contest.stage is not Stage.NOT_ANNOUNCED:
        return []  # The id follows from the request, so this is the same request.
    weights = command.weights
    percents = (weights.service, weights.competence, weights.performance, weights.satisfaction)
    if sum(percents) != 100 or min(percents) < 0:
        raise WeightsNotHundred(f"{percents} make {sum(percents)}, or one of them is below 0")
    if command.nominations_until < command.today:
        raise NominationsEndInThePast(f"{command.nominations_until} is before {command.today}")
    components = command.components or Components()
    _require_components(components)
    period_from, period_until = _period(command)
    if period_from > period_until:
        raise PeriodUpsideDown(f"{period_from} is after {period_until}")
    across = command.organiser is Organiser.CROSS_ENTERPRISE
    if across and not command.approval_number and command.today > _APPROVAL_NEEDED_AFTER:
        raise ApprovalNumberMissing(f"{command.title} is a contest across enterprises")
    return [
        ContestAnnounced(
            contest_id=command.contest_id,
            host_id=command.host_id,
            bureau_code=command.bureau_code,
            title=command.title,
            organiser=command.organiser,
            approval_number=command.approval_number,
            weights=weights,
            places=command.places,
            nominations_until=command.nominations_until,
            announced_on=command.today,
            components=components,
            tie_rule=command.tie_rule,
            period_from=period_from,
            period_until=period_until,
            per_station=command.per_station,
            per_host=command.per_host,
            budget_fen=command.budget_fen,
        )
    ]


def _period(command: AnnounceContest) -> tuple[date, date]:
    """Where experts alone decide, no results are taken unless a period was named."""
    if command.components is None and command.period_from is None and command.period_until is None:
        return UNSET, UNSET
    year_began = command.today.replace(month=1, day=1)
    return command.period_from or year_began, command.period_until or command.nominations_until


def _require_components(components: Components) -> None:
    percents = (components.test, components.results, components.vote, components.experts)
    if sum(percents) != 100 or min(percents) < 0:
        raise ComponentsNotHundred(f"{percents} make {sum(percents)}, or one of them is below 0")
    if components.vote > HEAVIEST_VOTE:
        raise VoteTooHeavy(f"the vote has {components.vote} percent")
