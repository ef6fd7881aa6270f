"""待办: every open case lies in one queue of each bureau that has it, a closed one in none; and how pressing it is."""

from datetime import date
from itertools import product

from services.application.filing.state import Stage
from services.application.inbox import Mark, Pressing, Queue, pressing, queue_of
from services.application.season.state import SeasonStage
from services.application.turns import Outcome
from shared.access.roles import Level
from shared.workdays import WorkingCalendar

UNFINISHED = {Stage.FILED, Stage.RETURNED, Stage.ACCEPTED, Stage.FIT, Stage.UNFIT, Stage.RESERVE}
WITH_THE_CITY = {Outcome.NONE, Outcome.NOTICED, Outcome.HELD, Outcome.NOTICE_KEPT, Outcome.PASSED, Outcome.RESERVE}
WITH_THE_PROVINCE = {Outcome.SUBMITTED, Outcome.CERTIFIED}
COMBINATIONS = list(product(Stage, Outcome, SeasonStage))
BUREAUS = {Level.COUNTY, Level.CITY, Level.PROVINCE}


def responsible(stage: Stage, outcome: Outcome, season: SeasonStage) -> set[Level]:
    """The levels that have a case, told in another way than the queues are."""
    if season is SeasonStage.CLOSED:
        return set()
    if stage in UNFINISHED:
        return {Level.COUNTY, Level.CITY} if stage is Stage.RESERVE else {Level.COUNTY}
    if stage is not Stage.RECOMMENDED or outcome not in WITH_THE_CITY | WITH_THE_PROVINCE:
        return set()
    return BUREAUS if outcome in WITH_THE_PROVINCE else {Level.COUNTY, Level.CITY}


def test_every_open_case_is_in_one_queue_of_each_responsible_bureau_and_a_closed_one_in_none() -> None:
    for combination in COMBINATIONS:
        levels = {level for level in Level if queue_of(*combination, level) is not None}
        assert levels == responsible(*combination), combination


def test_one_bureau_has_to_act_and_the_others_see_with_whom_the_case_is() -> None:
    theirs = {Queue.WITH_CITY, Queue.WITH_PROVINCE}
    for stage, outcome, season in COMBINATIONS:
        if stage is not Stage.RECOMMENDED:
            continue
        queues = [queue_of(stage, outcome, season, level) for level in sorted(BUREAUS)]
        acting = [queue for queue in queues if queue is not None and queue not in theirs]
        assert len(acting) == (1 if any(queues) else 0)


def test_the_county_sees_how_far_a_case_has_come() -> None:
    def queue(stage: Stage, season: SeasonStage = SeasonStage.OPEN) -> Queue | None:
        return queue_of(stage, Outcome.NONE, season, Level.COUNTY)

    assert queue(Stage.FILED) is Queue.TO_ACCEPT
    assert queue(Stage.RETURNED) is Queue.WITH_HOST
    assert queue(Stage.ACCEPTED) is queue(Stage.UNFIT) is Queue.TO_VERIFY
    assert queue(Stage.FIT) is Queue.TO_DECIDE
    # Once the candidates are frozen a host is owed the reasons, and nothing else can be done.
    assert queue(Stage.ACCEPTED, SeasonStage.RECOMMENDATIONS_CLOSED) is Queue.TO_DECIDE


def test_time_is_reckoned_in_working_days_of_the_published_calendar() -> None:
    calendar = WorkingCalendar.of([2013], [date(2013, 9, 19), date(2013, 9, 20)], [date(2013, 9, 22)])
    today = date(2013, 9, 18)
    assert pressing(None, today, calendar) == Pressing(None, Mark.NONE)
    assert pressing(today, today, calendar) == Pressing(0, Mark.YELLOW)
    assert pressing(date(2013, 9, 24), today, calendar) == Pressing(3, Mark.YELLOW)
    assert pressing(date(2013, 9, 25), today, calendar) == Pressing(4, Mark.NONE)
    assert pressing(date(2013, 9, 17), today, calendar) == Pressing(-1, Mark.RED)
    assert pressing(date(2013, 9, 18), date(2013, 9, 21), calendar) == Pressing(0, Mark.RED)
