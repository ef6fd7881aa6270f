"""年度复核: due once a season, sent by its last day, judged by a bureau; what is missed ends as the season says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.assessment.policies import from_due
from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import (
    EndReviewWindow,
    EndTitle,
    FailReview,
    OrderRectification,
    PassReview,
    SettleRectificationDay,
    TitleCommand,
)
from services.assessment.title.decisions import TITLE
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.reviewing import (
    NoReviewDue,
    ReviewAlreadyConcluded,
    ReviewAlreadySubmitted,
    ReviewerInterested,
    ReviewerOfAnotherBureau,
    ReviewNotSubmitted,
    ReviewWindowOver,
)
from services.assessment.title.state import IN_FORCE, Stage, TitleFact
from shared.errors import Refusal
from shared.events.application import ReviewPolicy
from shared.events.assessment import (
    EndedBy,
    ReviewFellDue,
    ReviewReminded,
    ReviewSubmitted,
    TitleLapsed,
)
from shared.testing.scenario import Scenario
from tests.assessment.examples import SEASON_ID, STATION_ID, certified, ended, heard, plaque, proposed, revoked
from tests.assessment.reviews import (
    AFTER,
    CLOSES,
    OPENS,
    SEASON_2014,
    end,
    fail_it,
    fall_due,
    fell_due,
    found_wanting,
    kept,
    lapsed,
    missed,
    pass_it,
    remind,
    reminded,
    sent,
    submit,
)
from tests.assessment.test_rectifying import accepted, ordered
from tests.assessment.test_suspending import suspended

given = Scenario(TITLE)
in_force = (certified, plaque)
due = (*in_force, fell_due)


def test_a_review_falls_due_once_a_season() -> None:
    given(*in_force).when(fall_due).then(fell_due)
    given(*in_force, proposed).when(fall_due).then(fell_due)
    given(*in_force, suspended).when(fall_due).then(fell_due)
    given(*due).when(fall_due).then_nothing()
    given(*due, sent, kept).when(replace(fall_due, today=date(2014, 7, 2))).then_nothing()


def test_the_next_season_has_a_review_of_its_own() -> None:
    later = replace(
        fall_due, season_id="S-2015-320400", closes_on=date(2015, 7, 31), opens_on=date(2015, 6, 1), today=AFTER
    )
    next_one = fell_due.model_copy(
        update={
            "season_id": "S-2015-320400",
            "opens_on": date(2015, 6, 1),
            "closes_on": date(2015, 7, 31),
            "fell_due_on": AFTER,
        }
    )
    given(*due, sent, kept).when(later).then(next_one)
    given(*due, sent, kept, next_one).when(submit).then(
        sent.model_copy(update={"season_id": "S-2015-320400"}),
    )


@pytest.mark.parametrize("history", [(), (certified, proposed, heard, revoked), (certified, ended), (*due, lapsed)])
def test_without_a_title_in_force_nothing_falls_due(history: tuple[TitleFact, ...]) -> None:
    given(*history).when(fall_due).then_nothing()
    given(*history).when(remind).then_nothing()
    for policy in (*ReviewPolicy, None):
        given(*history).when(replace(end, policy=policy)).then_nothing()
    for command in (submit, pass_it, fail_it):
        given(*history).when(command).then_refused(TitleNotInForce)


def test_a_title_is_not_reviewed_in_its_own_season_nor_after_the_window() -> None:
    given(*in_force).when(replace(fall_due, season_id=SEASON_ID)).then_nothing()
    given(*in_force).when(replace(fall_due, today=CLOSES)).then(fell_due.model_copy(update={"fell_due_on": CLOSES}))
    given(*in_force).when(replace(fall_due, today=AFTER)).then_nothing()


def test_who_has_sent_nothing_is_reminded_once_a_time() -> None:
    given(*due).when(remind).then(reminded)
    given(*due, reminded).when(remind).then_nothing()
    given(*due, reminded).when(replace(remind, days_left=7, today=date(2014, 7, 24))).then(
        reminded.model_copy(update={"days_left": 7, "reminded_on": date(2014, 7, 24)})
    )
    given(*due, sent).when(remind).then_nothing()
    given(*in_force).when(remind).then_nothing()
    given(*due).when(replace(remind, today=AFTER)).then_nothing()
    given(*due).when(replace(remind, season_id="S-2015-320400")).then_nothing()


def test_a_review_is_sent_once_by_the_last_day() -> None:
    given(*due).when(submit).then(sent)
    given(*due, sent).when(submit).then_nothing()
    given(*due, sent).when(replace(submit, today=AFTER)).then_nothing()
    given(*due, sent).when(replace(submit, summary="另一份")).then_refused(ReviewAlreadySubmitted)
    given(*due).when(replace(submit, today=CLOSES)).then(sent.model_copy(update={"submitted_on": CLOSES}))
    given(*due).when(replace(submit, today=AFTER)).then_refused(ReviewWindowOver)
    given(*due, missed).when(replace(submit, today=AFTER)).then_refused(ReviewWindowOver)
    given(*in_force).when(submit).then_refused(NoReviewDue)


@pytest.mark.parametrize(("judge", "finding"), [(pass_it, kept), (fail_it, found_wanting)])
def test_what_was_sent_is_judged_once(judge: PassReview | FailReview, finding: TitleFact) -> None:
    given(*due, sent).when(judge).then(finding)
    given(*due, sent, finding).when(judge).then_nothing()
    given(*due, sent, finding).when(replace(judge, findings="另一结论")).then_refused(ReviewAlreadyConcluded)
    other = fail_it if judge is pass_it else pass_it
    given(*due, sent, finding).when(other).then_refused(ReviewAlreadyConcluded)
    given(*due).when(judge).then_refused(ReviewNotSubmitted)
    given(*in_force).when(judge).then_refused(NoReviewDue)
    given(*due, sent).when(replace(judge, reviewed_on=date(2014, 7, 9))).then_refused(BeforeItsCause)


@pytest.mark.parametrize("judge", [pass_it, fail_it])
def test_who_judges_is_an_officer_there_and_not_linked_to_the_host(judge: PassReview | FailReview) -> None:
    for elsewhere in (replace(judge, posted=frozenset({"of-1"})), replace(judge, posted=frozenset())):
        given(*due, sent).when(elsewhere).then_refused(ReviewerOfAnotherBureau)
    given(*due, sent).when(replace(judge, reviewers=())).then_refused(ReviewerOfAnotherBureau)
    given(*due, sent).when(replace(judge, interested=frozenset({"of-2"}))).then_refused(ReviewerInterested)


def test_a_review_that_is_failed_leads_to_nothing_by_itself() -> None:
    state = TITLE.state([*due, sent, found_wanting])
    assert (state.stage, state.rectification) == (Stage.IN_FORCE, None)
    given(*due, sent, found_wanting).when(end).then_nothing()


def test_scenario_12_missed_under_the_strict_reading() -> None:
    given(*due, reminded).when(replace(end, policy=ReviewPolicy.STRICT)).then(lapsed)
    given(*due, proposed).when(replace(end, policy=ReviewPolicy.STRICT)).then(lapsed)
    state = TITLE.state([*due, lapsed])
    assert (state.stage, state.over_since) == (Stage.LAPSED, AFTER)


def test_scenario_12_missed_under_the_dynamic_reading() -> None:
    given(*due, reminded).when(end).then(missed)
    given(*due, missed).when(end).then_nothing()


def test_an_order_that_is_open_is_mended_before_that_of_the_review_is_given() -> None:
    given(*due, ordered).when(end).then_nothing()
    given(*due, ordered, accepted).when(end).then(missed)
    mended = accepted.model_copy(update={"order_id": "rc-review", "accepted_on": date(2014, 8, 20)})
    given(*due, missed, mended).when(end).then_nothing()


def test_a_window_ends_on_the_day_after_its_last_and_by_a_setting_that_is_known() -> None:
    given(*due).when(replace(end, today=CLOSES, policy=ReviewPolicy.STRICT)).then_nothing()
    given(*due).when(replace(end, policy=None)).then_nothing()
    given(*due).when(replace(end, season_id="S-2015-320400", policy=ReviewPolicy.STRICT)).then_nothing()


days = st.dates(date(2014, 5, 30), date(2014, 8, 3))
OPENED = {SEASON_2014: OPENS, "S-2015-320400": date(2014, 6, 15)}
seasons = st.sampled_from(sorted(OPENED))
wishes: st.SearchStrategy[TitleCommand] = st.one_of(
    st.builds(
        lambda day, season: replace(fall_due, today=day, season_id=season, opens_on=OPENED[season]), days, seasons
    ),
    st.builds(lambda day, left: replace(remind, today=day, days_left=left), days, st.sampled_from([30, 7])),
    st.builds(lambda day: replace(submit, today=day), days),
    st.builds(lambda day: replace(pass_it, reviewed_on=day), days),
    st.builds(lambda day: replace(fail_it, reviewed_on=day), days),
    st.builds(
        lambda day, season, policy: replace(end, today=day, season_id=season, policy=policy),
        days,
        seasons,
        st.sampled_from([*ReviewPolicy, None]),
    ),
    st.builds(
        OrderRectification, station_id=st.just(STATION_ID), order_id=st.just("rc-9"), findings=st.just("甲"), today=days
    ),
    st.builds(
        SettleRectificationDay,
        station_id=st.just(STATION_ID),
        order_id=st.sampled_from(["rc-9", "rc-review"]),
        today=days,
        due_on=st.none() | days,
    ),
    st.builds(EndTitle, station_id=st.just(STATION_ID), ended_by=st.sampled_from(EndedBy), on=days),
)


@drawn(st.lists(wishes, max_size=25))
def test_a_title_lapses_only_under_the_strict_reading_and_only_when_nothing_was_sent(
    commands: list[TitleCommand],
) -> None:
    history: list[TitleFact] = [certified]
    for command in commands:
        before = TITLE.state(history)
        try:
            events = TITLE.decide(command, before)
        except Refusal:
            continue
        again = TITLE.state([*history, *events])
        for event in events:
            if isinstance(event, TitleLapsed):
                assert isinstance(command, EndReviewWindow)
                assert command.policy is ReviewPolicy.STRICT
                assert event.lapsed_on > event.closes_on
                assert not any(
                    isinstance(past, ReviewSubmitted) and past.season_id == event.season_id for past in history
                )
            if isinstance(event, ReviewReminded):
                assert before.review is not None
                assert before.review.submitted is None
        if events:
            assert TITLE.decide(command, again) == [], "asked twice, recorded once"
        history += events
    reviewed = [event.season_id for event in history if isinstance(event, ReviewFellDue)]
    assert len(reviewed) == len(set(reviewed))
    over = [place for place, event in enumerate(history) if isinstance(event, TitleLapsed)]
    assert over in ([], [len(history) - 1])
    assert (TITLE.state(history).stage in IN_FORCE) == (not over and TITLE.state(history).ended is None)


def test_what_falls_due_names_the_day_that_has_begun() -> None:
    about = {"station_id": STATION_ID, "season_id": SEASON_2014, "day": "2014-08-01"}
    window = {"opens_on": "2014-06-01", "closes_on": "2014-07-31"}
    assert from_due("LetReviewFallDue", about | window | {"day": "2014-06-01"}) == fall_due
    assert from_due("RemindOfReview", about | {"days_left": 30, "day": "2014-07-01"}) == remind
    assert from_due("EndReviewWindow", about) == EndReviewWindow(
        station_id=STATION_ID, season_id=SEASON_2014, today=AFTER
    )
    settle = SettleRectificationDay(station_id=STATION_ID, order_id="rc-1", today=AFTER)
    assert from_due("SettleRectificationDay", about | {"order_id": "rc-1"}) == settle


def test_the_reminders_of_scenario_12() -> None:
    assert [CLOSES - timedelta(days=days) for days in (30, 7)] == [date(2014, 7, 1), date(2014, 7, 24)]
    assert (date(2014, 6, 1), date(2014, 8, 1)) == (OPENS, AFTER)
