"""待办: in which queue of a bureau a case lies. Pure: every open case is in one queue of each bureau that has it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from services.application.filing.state import Stage
from services.application.season.state import SeasonStage
from services.application.turns import Outcome
from shared.access.roles import Level
from shared.workdays import WorkingCalendar

SOON = 3
"""With so many working days left, or fewer, a case is marked yellow."""


class Queue(StrEnum):
    """What a case waits for, as one bureau sees it."""

    TO_ACCEPT = "to_accept"  # 待受理
    WITH_HOST = "with_host"  # 待企业补正
    TO_VERIFY = "to_verify"  # 待查验
    TO_DECIDE = "to_decide"  # 待决定
    IN_RESERVE = "in_reserve"  # 候补
    WITH_CITY = "with_city"  # 市局办理中
    RECOMMENDED = "recommended"  # 待公示
    ON_NOTICE = "on_notice"  # 公示中
    TO_ASSESS = "to_assess"  # 待测评
    TO_SUBMIT = "to_submit"  # 待上报
    WITH_PROVINCE = "with_province"  # 省局办理中
    TO_RECOGNISE = "to_recognise"  # 待认定
    TO_PUBLISH = "to_publish"  # 待公布


class Mark(StrEnum):
    """How pressing a case is; never told by a colour alone, for the days left stand beside it."""

    NONE = ""
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Pressing:
    """`days_left` are working days after today, 0 on the last day and negative beyond it; None without a deadline."""

    days_left: int | None
    mark: Mark


def queue_of(stage: Stage, outcome: Outcome, season: SeasonStage, level: Level) -> Queue | None:
    """The queue in which a bureau of that level has the case; None where it is closed, or not that bureau's."""
    if season is SeasonStage.CLOSED:
        return None
    match level:
        case Level.COUNTY:
            return _of_the_county(stage, outcome, season)
        case Level.CITY:
            return _of_the_city(stage, outcome)
        case Level.PROVINCE:
            return _of_the_province(stage, outcome)
        case _:
            return None


def _of_the_county(stage: Stage, outcome: Outcome, season: SeasonStage) -> Queue | None:
    queue: Queue | None
    match stage:
        case Stage.FILED:
            queue = Queue.TO_ACCEPT
        case Stage.RETURNED:
            queue = Queue.WITH_HOST
        case Stage.ACCEPTED | Stage.UNFIT:
            queue = Queue.TO_VERIFY
        case Stage.FIT:
            queue = Queue.TO_DECIDE
        case Stage.RESERVE:
            return Queue.IN_RESERVE
        case Stage.RECOMMENDED:
            return {
                Queue.TO_RECOGNISE: Queue.WITH_PROVINCE,
                Queue.TO_PUBLISH: Queue.WITH_PROVINCE,
                None: None,
            }.get(_stands_with(outcome), Queue.WITH_CITY)
        case Stage.NOT_FILED | Stage.DRAFT | Stage.NOT_ACCEPTED | Stage.REFUSED | Stage.WITHDRAWN:
            return None
        case _:
            assert_never(stage)
    # Nothing is verified any more once the candidates are frozen: the host is owed the reasons, and that is all.
    return Queue.TO_DECIDE if season is SeasonStage.RECOMMENDATIONS_CLOSED else queue


def _of_the_city(stage: Stage, outcome: Outcome) -> Queue | None:
    if stage is Stage.RESERVE:
        return Queue.IN_RESERVE
    if stage is not Stage.RECOMMENDED:
        return None
    queue = _stands_with(outcome)
    return Queue.WITH_PROVINCE if queue in {Queue.TO_RECOGNISE, Queue.TO_PUBLISH} else queue


def _of_the_province(stage: Stage, outcome: Outcome) -> Queue | None:
    queue = _stands_with(outcome) if stage is Stage.RECOMMENDED else None
    return queue if queue in {Queue.TO_RECOGNISE, Queue.TO_PUBLISH} else None


def _stands_with(outcome: Outcome) -> Queue | None:  # noqa: PLR0911 (one return for each outcome)
    """What a recommended station waits for at the bureau whose turn it is."""
    match outcome:
        case Outcome.NONE:
            return Queue.RECOMMENDED
        case Outcome.NOTICED | Outcome.HELD:
            return Queue.ON_NOTICE
        case Outcome.NOTICE_KEPT:
            return Queue.TO_ASSESS
        case Outcome.PASSED:
            return Queue.TO_SUBMIT
        case Outcome.RESERVE:
            return Queue.IN_RESERVE
        case Outcome.SUBMITTED:
            return Queue.TO_RECOGNISE
        case Outcome.CERTIFIED:
            return Queue.TO_PUBLISH
        case _:
            return None


def pressing(until: date | None, today: date, calendar: WorkingCalendar) -> Pressing:
    """How much time is left until a deadline, in working days of the published calendar."""
    if until is None:
        return Pressing(None, Mark.NONE)
    if until < today:
        return Pressing(-calendar.working_days_between(until + timedelta(1), today), Mark.RED)
    left = calendar.working_days_between(today + timedelta(1), until)
    return Pressing(left, Mark.YELLOW if left <= SOON else Mark.NONE)
