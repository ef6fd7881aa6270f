"""复议、诉讼: until when a revocation is contested, by whom it is decided, and what is restored."""

from dataclasses import replace
from datetime import date

import pytest

from services.assessment.stated import BeforeItsCause
from services.assessment.title.appealing import (
    AppealAlreadyDecided,
    AppealAlreadyLodged,
    AppealExhausted,
    AppealStillOpen,
    AppealTooLate,
    NoSuchAppeal,
    TitleGivenAnew,
    appeal_until,
    suit_until,
)
from services.assessment.title.commands import DecideAppeal, EndTitle, HandOverPlaque, LodgeAppeal, SuspendTitle
from services.assessment.title.decisions import TITLE
from services.assessment.title.giving import PlaqueAlreadyHandedOver
from services.assessment.title.state import Stage, TitleFact
from services.assessment.title.suspending import MOVED
from services.assessment.title.taking import RevocationDocumentUsed, TitleNotRevoked
from shared.events.assessment import AppealKind, AppealOutcome, EndedBy, TitleEnded, TitleSuspended
from shared.testing.scenario import Scenario
from shared.workdays import WorkingCalendar
from tests.assessment.appeals import (
    CALENDAR_2014,
    decided_for_the_host,
    lodged,
    set_aside,
    sued,
    upheld,
)
from tests.assessment.examples import (
    NUMBER,
    STATION_ID,
    certified,
    declared_void,
    heard,
    plaque,
    proposed,
    returned,
    revoked,
    served,
)
from tests.assessment.test_revoking import hear, propose, revoke, serve

given = Scenario(TITLE)
CALENDAR = WorkingCalendar.of([2014], CALENDAR_2014.weekday_holidays, CALENDAR_2014.weekend_workdays)
NOBODY_HAS_PUBLISHED = WorkingCalendar()

taken: tuple[TitleFact, ...] = (certified, plaque, proposed, heard, revoked, served)
lodge = LodgeAppeal(
    station_id=STATION_ID,
    appeal_id="ap-1",
    kind=AppealKind.RECONSIDERATION,
    organ="国家工商行政管理总局",
    statement="台账并无缺失",
    late_reason="",
    lodged_on=date(2014, 11, 3),
    last_day=date(2014, 12, 9),
)
sue = replace(lodge, appeal_id="ap-2", kind=AppealKind.SUIT, organ="南京市鼓楼区人民法院")
decide = DecideAppeal(
    station_id=STATION_ID,
    appeal_id="ap-1",
    outcome=AppealOutcome.SET_ASIDE,
    organ="国家工商行政管理总局",
    document_number="工商复字〔2014〕77号",
    reasons="事实不清",
    decided_on=date(2014, 12, 22),
    today=date(2014, 12, 24),
    certificate_number=NUMBER,
)
uphold = replace(decide, outcome=AppealOutcome.UPHELD, reasons="事实清楚")
won: tuple[TitleFact, ...] = (*taken, lodged, decided_for_the_host, set_aside)


@pytest.mark.parametrize(
    ("served_on", "rights_told", "calendar", "last_day", "provisional"),
    [
        pytest.param(date(2014, 8, 2), True, CALENDAR, date(2014, 10, 8), False, id="the sixtieth is National Day"),
        pytest.param(date(2014, 10, 10), True, CALENDAR, date(2014, 12, 9), False, id="the sixtieth is a Tuesday"),
        pytest.param(date(2014, 8, 12), True, CALENDAR, date(2014, 10, 11), False, id="a Saturday that is worked"),
        pytest.param(date(2014, 8, 2), True, NOBODY_HAS_PUBLISHED, date(2014, 10, 1), True, id="nobody knows of it"),
        pytest.param(date(2014, 11, 3), True, CALENDAR, date(2015, 1, 2), True, id="it lies in the next year"),
        pytest.param(date(2013, 10, 5), False, CALENDAR, date(2014, 10, 8), False, id="one year, rights not told"),
        pytest.param(date(2012, 2, 29), False, NOBODY_HAS_PUBLISHED, date(2013, 2, 28), True, id="a leap day"),
    ],
)
def test_the_last_day_for_reconsideration(
    served_on: date, rights_told: bool, calendar: WorkingCalendar, last_day: date, provisional: bool
) -> None:
    assert appeal_until(served_on, rights_told=rights_told, calendar=calendar) == (last_day, provisional)


def test_the_last_day_for_a_suit_is_six_months_after_the_service_or_fifteen_days_after_a_reconsideration() -> None:
    def until(served_on: date, upheld_on: date | None = None, *, told: bool = True) -> tuple[date, bool]:
        return suit_until(served_on, upheld_on, rights_told=told, calendar=CALENDAR)

    assert until(date(2014, 4, 8)) == (date(2014, 10, 8), False)
    assert until(date(2014, 4, 1)) == (date(2014, 10, 8), False)
    assert until(date(2013, 8, 31)) == (date(2014, 2, 28), False)
    assert until(date(2014, 4, 8), date(2014, 9, 16)) == (date(2014, 10, 8), False)
    assert until(date(2014, 4, 8), date(2014, 12, 22)) == (date(2015, 1, 6), True)
    assert until(date(2013, 10, 5), told=False) == (date(2014, 10, 8), False)


def test_the_last_day_stands_in_the_service_as_it_was_told() -> None:
    told = {"appeal_until": date(2014, 12, 9)}
    with_a_day = replace(serve, appeal_until=date(2014, 12, 9))
    given(*taken[:-1]).when(with_a_day).then(served.model_copy(update=told))
    told_first = served.model_copy(update=told | {"appeal_is_provisional": True})
    later = replace(with_a_day, appeal_until=date(2014, 12, 10))
    given(*taken[:-1], told_first).when(later).then_nothing()
    untold = replace(serve, rights_told=False, appeal_until=date(2015, 10, 12), appeal_is_provisional=True)
    given(*taken[:-1]).when(untold).then(
        served.model_copy(
            update={"rights_told": False, "appeal_until": date(2015, 10, 12), "appeal_is_provisional": True}
        )
    )


def test_the_host_contests_in_time() -> None:
    given(*taken).when(lodge).then(lodged)
    given(*taken).when(sue).then(sued)
    on_the_last_day = replace(lodge, lodged_on=date(2014, 12, 9))
    given(*taken).when(on_the_last_day).then(lodged.model_copy(update={"lodged_on": date(2014, 12, 9)}))


def test_no_time_runs_before_the_service() -> None:
    early = replace(lodge, last_day=None)
    given(*taken[:-1]).when(early).then(lodged.model_copy(update={"last_day": None}))
    given(*taken).when(replace(lodge, lodged_on=date(2014, 10, 7))).then_refused(BeforeItsCause)


def test_who_is_late_says_why() -> None:
    late = replace(lodge, lodged_on=date(2014, 12, 10))
    given(*taken).when(late).then_refused(AppealTooLate)
    excused = replace(late, late_reason="法定代表人住院")
    given(*taken).when(excused).then(
        lodged.model_copy(update={"lodged_on": date(2014, 12, 10), "late_reason": "法定代表人住院"})
    )


def test_an_appeal_follows_a_revocation() -> None:
    for history in ((), (certified, plaque), (certified, proposed, heard), won):
        given(*history).when(replace(lodge, appeal_id="ap-9")).then_refused(TitleNotRevoked)


def test_an_appeal_is_lodged_once_and_as_it_was() -> None:
    given(*taken, lodged).when(replace(lodge, last_day=date(2014, 12, 10))).then_nothing()
    given(*won).when(lodge).then_nothing()
    given(*taken, lodged).when(replace(lodge, statement="另有理由")).then_refused(AppealAlreadyLodged)


def test_one_appeal_at_a_time() -> None:
    given(*taken, lodged).when(sue).then_refused(AppealStillOpen)
    given(*taken, sued).when(lodge).then_refused(AppealStillOpen)


def test_what_a_reconsideration_has_upheld_is_contested_by_a_suit_alone() -> None:
    given(*taken, lodged, upheld).when(sue).then(sued)
    given(*taken, lodged, upheld).when(replace(lodge, appeal_id="ap-3")).then_refused(AppealExhausted)


def test_nothing_contests_a_judgment() -> None:
    judged = upheld.model_copy(update={"appeal_id": "ap-2"})
    for again in (replace(lodge, appeal_id="ap-3"), replace(sue, appeal_id="ap-3")):
        given(*taken, sued, judged).when(again).then_refused(AppealExhausted)


@pytest.mark.parametrize("outcome", [AppealOutcome.WITHDRAWN, AppealOutcome.NOT_ADMITTED])
def test_a_withdrawn_appeal_or_one_not_admitted_leaves_the_way_open(outcome: AppealOutcome) -> None:
    over = upheld.model_copy(update={"outcome": outcome})
    given(*taken, lodged).when(replace(uphold, outcome=outcome)).then(over)
    again = replace(lodge, appeal_id="ap-3")
    given(*taken, lodged, over).when(again).then(lodged.model_copy(update={"appeal_id": "ap-3"}))


def test_an_appeal_is_decided_once() -> None:
    given(*taken, lodged).when(uphold).then(upheld)
    given(*taken, lodged, upheld).when(replace(uphold, today=date(2014, 12, 30))).then_nothing()
    given(*taken, lodged, upheld).when(decide).then_refused(AppealAlreadyDecided)
    given(*won).when(decide).then_nothing()
    given(*taken, lodged).when(replace(uphold, decided_on=date(2014, 11, 2))).then_refused(BeforeItsCause)


def test_an_appeal_that_nobody_lodged_is_not_decided() -> None:
    for history in ((), (certified,), taken):
        unknown = replace(decide, certificate_number="")
        given(*history).when(unknown).then_refused(NoSuchAppeal)


def test_a_revocation_that_is_set_aside_restores_the_title_with_its_plaque() -> None:
    given(*taken, lodged).when(decide).then(decided_for_the_host, set_aside)
    before, after = TITLE.state((certified, plaque)), TITLE.state(won)
    assert (after.stage, after.certified, after.plaque) == (before.stage, before.certified, before.plaque)
    assert (after.proposal, after.defence, after.waiver, after.revoked, after.served, after.over_since) == (None,) * 6
    hand_over = HandOverPlaque(
        station_id=STATION_ID,
        plaque_number="PL-2",
        handed_over_on=date(2015, 1, 5),
        published_on=date(2013, 12, 27),
    )
    given(*won).when(hand_over).then_refused(PlaqueAlreadyHandedOver)


@pytest.mark.parametrize("gone", [returned, declared_void])
def test_a_plaque_that_was_given_up_is_handed_over_anew(gone: TitleFact) -> None:
    history = (*taken, gone, lodged, decided_for_the_host, set_aside)
    hand_over = HandOverPlaque(
        station_id=STATION_ID,
        plaque_number="PL-2",
        handed_over_on=date(2015, 1, 5),
        published_on=date(2013, 12, 27),
    )
    anew = plaque.model_copy(update={"plaque_number": "PL-2", "handed_over_on": date(2015, 1, 5)})
    given(*history).when(hand_over).then(anew)
    given(*history).when(replace(hand_over, handed_over_on=date(2014, 12, 21))).then_refused(BeforeItsCause)


def test_a_restored_title_may_be_taken_away_anew_by_a_decision_of_its_own() -> None:
    again = proposed.model_copy(update={"proposed_on": date(2015, 3, 2)})
    given(*won).when(replace(propose, today=date(2015, 3, 2))).then(again)
    heard_again = heard.model_copy(update={"heard_on": date(2015, 3, 16)})
    given(*won, again).when(replace(hear, heard_on=date(2015, 3, 16))).then(heard_again)
    ready = (*won, again, heard_again)
    given(*ready).when(replace(revoke, today=date(2015, 4, 1))).then_refused(RevocationDocumentUsed)
    second = {"document_number": "苏工商消〔2015〕3号", "decided_on": date(2015, 4, 1)}
    revoked_again = revoked.model_copy(update=second)
    given(*ready).when(replace(revoke, document_number="苏工商消〔2015〕3号", today=date(2015, 4, 1))).then(
        revoked_again
    )
    served_again = served.model_copy(update={"document_number": "苏工商消〔2015〕3号", "served_on": date(2015, 4, 2)})
    given(*ready, revoked_again).when(replace(serve, served_on=date(2015, 4, 2))).then(served_again)
    appeal = replace(lodge, appeal_id="ap-7", lodged_on=date(2015, 4, 20), last_day=date(2015, 6, 1))
    given(*ready, revoked_again, served_again).when(appeal).then(
        lodged.model_copy(update={"appeal_id": "ap-7", "lodged_on": date(2015, 4, 20), "last_day": date(2015, 6, 1)})
    )


def test_what_was_upheld_before_the_restoration_does_not_bind_the_next_revocation() -> None:
    judged = decided_for_the_host.model_copy(update={"appeal_id": "ap-2"})
    restored = set_aside.model_copy(update={"appeal_id": "ap-2"})
    history = (*taken, lodged, upheld, sued, judged, restored, proposed, heard, revoked)
    given(*history).when(replace(lodge, appeal_id="ap-8")).then(lodged.model_copy(update={"appeal_id": "ap-8"}))


def test_a_station_with_a_newer_title_does_not_get_the_earlier_one_back() -> None:
    newer = certified.model_copy(
        update={"application_id": "A-2016-st-a", "certificate_number": "苏示站2016-0001", "season_id": "S-2016-320400"}
    )
    given(*taken, lodged, newer).when(decide).then_refused(TitleGivenAnew)
    assert TITLE.state((*taken, lodged, newer)).stage is Stage.IN_FORCE


def test_what_became_of_the_station_meanwhile_counts_from_the_restoration() -> None:
    day = decide.decided_on
    closed = EndTitle(station_id=STATION_ID, ended_by=EndedBy.CLOSURE, on=day)
    moved = SuspendTitle(station_id=STATION_ID, division_code="320404", town="", moved_on=day)
    ended = TitleEnded(
        station_id=STATION_ID,
        certificate_number=NUMBER,
        station_name="甲百货站",
        ended_by=EndedBy.CLOSURE,
        ended_on=day,
    )
    suspended = TitleSuspended(station_id=STATION_ID, certificate_number=NUMBER, reason=MOVED, suspended_on=day)
    restored = given(*taken, lodged)
    restored.when(replace(decide, since=(closed,))).then(decided_for_the_host, set_aside, ended)
    restored.when(replace(decide, since=(moved,))).then(decided_for_the_host, set_aside, suspended)
    restored.when(replace(decide, since=(closed, moved))).then(decided_for_the_host, set_aside, ended)
    restored.when(replace(uphold, since=(closed,))).then(upheld)
