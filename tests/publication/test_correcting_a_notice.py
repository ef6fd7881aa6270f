"""公示更正: what was printed of one candidate is put right; it alone stands for a period of its own."""

from dataclasses import replace
from datetime import date

import pytest

from services.publication.notice.commands import (
    Correcting,
    CorrectNotice,
    EndCorrection,
    HoldCandidate,
    PutRight,
    WithdrawCandidate,
)
from services.publication.notice.corrections import (
    CorrectionGivesReason,
    CorrectionRuns,
    CorrectionStillRuns,
    NoSuchCorrection,
    NothingPutRight,
    OpinionsOnCorrected,
)
from services.publication.notice.decisions import (
    NOTICE,
    CandidateGone,
    NoSuchNotice,
    NotHeldByThisObjection,
    NotOnNotice,
)
from services.publication.notice.periods import CalendarNotPublished, OpensInThePast, PeriodOver, PeriodTooShort
from services.publication.printing import printed as printed_form
from services.publication.printing import sealed
from shared.errors import Refusal
from shared.events.publication import (
    CandidateReleased,
    CandidateWithdrawn,
    NoticeResult,
    PublicNoticeCorrected,
    PublicNoticeOpened,
)
from shared.events.registry import StationKind
from shared.printing import sha256
from shared.testing.scenario import Scenario
from tests.publication.examples import (
    AFTER,
    CLOSES,
    COUNTING_RULE,
    IN_THE_PERIOD,
    JIA,
    NOTICE_ID,
    SEASON,
    YI,
    extended,
    held,
    opened,
    printed,
    released,
    struck_off,
    withdrawn,
)
from tests.publication.test_closing_a_notice import all_kept, close, one_held
from tests.publication.test_objections import release, strike_off

given = Scenario(NOTICE)

TODAY = date(2013, 9, 26)
OWN_CLOSES = date(2013, 10, 9)
"""Five working days after Thursday 26 September 2013, which does not count."""
ENDED_ON = date(2013, 10, 10)

correct = CorrectNotice(
    notice_id=NOTICE_ID,
    correction_id="co-1",
    application_id=JIA,
    put_right=PutRight(station_name="甲百货消费维权服务站", kind=StationKind.SUPERMARKET),
    opens_on=TODAY,
    closes_on=OWN_CLOSES,
    reason="站名刊登有误",
    today=TODAY,
    facts=Correcting(counting_rule=COUNTING_RULE, earliest_close=OWN_CLOSES, issued_by="320400局"),
)
as_it_is_right = printed("jia").model_copy(
    update={"station_name": "甲百货消费维权服务站", "kind": StationKind.SUPERMARKET}
)
corrected = sealed(
    PublicNoticeCorrected(
        notice_id=NOTICE_ID,
        season_id=SEASON,
        correction_id="co-1",
        application_id=JIA,
        station_id="st-jia",
        former=printed("jia"),
        corrected=as_it_is_right,
        opens_on=TODAY,
        closes_on=OWN_CLOSES,
        reason="站名刊登有误",
        corrected_on=TODAY,
        issued_by="320400局",
    )
)
under_correction = (opened, corrected, held("co-1"))
end = EndCorrection(notice_id=NOTICE_ID, correction_id="co-1", application_id=JIA, today=ENDED_ON, unscreened=0)


def period_over(objections_left: int = 0) -> CandidateReleased:
    return CandidateReleased(
        notice_id=NOTICE_ID,
        season_id=SEASON,
        application_id=JIA,
        station_id="st-jia",
        opinion_id="co-1",
        investigators=(),
        reasons="更正公示期满",
        objections_left=objections_left,
        decided_on=ENDED_ON,
    )


def test_a_correction_tells_both_texts_and_holds_its_candidate_for_a_period_of_its_own() -> None:
    given(opened).when(correct).then(corrected, held("co-1"))


def test_a_correction_names_its_form_and_proves_what_it_printed() -> None:
    assert corrected.template == "correction-1"
    assert corrected.printed_sha256 == sha256(printed_form(corrected))


def test_only_what_is_given_changes() -> None:
    assert as_it_is_right.host_name == printed("jia").host_name
    given(opened).when(replace(correct, put_right=PutRight(trade="超市"))).then(
        sealed(corrected.model_copy(update={"corrected": printed("jia").model_copy(update={"trade": "超市"})})),
        held("co-1"),
    )


def test_the_others_are_not_touched() -> None:
    before, after = NOTICE.state((opened,)), NOTICE.state(under_correction)
    assert after.candidates[YI] == before.candidates[YI]
    assert (after.opens_on, after.closes_on) == (before.opens_on, before.closes_on)


def test_correcting_twice_records_it_once() -> None:
    given(*under_correction).when(replace(correct, correction_id="co-2")).then_nothing()


def test_a_held_candidate_is_corrected_too() -> None:
    given(opened, held("op-1")).when(correct).then(corrected, held("co-1"))


def test_it_may_be_corrected_on_the_last_day() -> None:
    on_the_last = replace(correct, today=CLOSES, opens_on=CLOSES)
    changed = {"corrected_on": CLOSES, "opens_on": CLOSES}
    given(opened).when(on_the_last).then(
        sealed(corrected.model_copy(update=changed)), held("co-1").model_copy(update={"held_on": CLOSES})
    )


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"application_id": "A-2013-st-bing"}, NotOnNotice),
        ({"today": AFTER, "opens_on": AFTER}, PeriodOver),
        ({"put_right": PutRight()}, NothingPutRight),
        ({"put_right": PutRight(trade="百货")}, NothingPutRight),
        ({"put_right": PutRight(station_name="甲站", host_name=" ")}, NothingPutRight),
        ({"reason": " "}, CorrectionGivesReason),
        ({"opens_on": date(2013, 9, 25)}, OpensInThePast),
        ({"closes_on": date(2013, 10, 8)}, PeriodTooShort),
        ({"facts": Correcting()}, CalendarNotPublished),
    ],
)
def test_a_correction_changes_something_for_a_whole_period_and_says_why(
    change: dict[str, object], rule: type[Refusal]
) -> None:
    given(opened).when(replace(correct, **change)).then_refused(rule)  # type: ignore[arg-type]


def test_only_a_notice_that_exists_and_is_open_is_corrected() -> None:
    given().when(correct).then_refused(NoSuchNotice)
    given(opened, all_kept).when(correct).then_refused(PeriodOver)


def test_who_has_left_the_notice_is_not_corrected() -> None:
    given(opened, withdrawn).when(replace(correct, application_id=YI)).then_refused(CandidateGone)
    given(opened, held("op-1"), struck_off("op-1")).when(correct).then_refused(CandidateGone)


def test_one_correction_runs_at_a_time() -> None:
    again = replace(correct, correction_id="co-2", put_right=PutRight(trade="超市"))
    given(*under_correction).when(again).then_refused(CorrectionRuns)


def test_when_its_period_is_over_it_may_be_corrected_again_while_the_notice_stands() -> None:
    longer = extended.model_copy(update={"closes_on": date(2013, 10, 31)})
    again = replace(
        correct,
        correction_id="co-2",
        put_right=PutRight(trade="超市"),
        opens_on=ENDED_ON,
        closes_on=date(2013, 10, 17),
        today=ENDED_ON,
        facts=replace(correct.facts, earliest_close=date(2013, 10, 16)),
    )
    second = corrected.model_copy(
        update={
            "correction_id": "co-2",
            "former": as_it_is_right,
            "corrected": as_it_is_right.model_copy(update={"trade": "超市"}),
            "opens_on": ENDED_ON,
            "closes_on": date(2013, 10, 17),
            "corrected_on": ENDED_ON,
        }
    )
    given(opened, longer, corrected, held("co-1"), period_over()).when(again).then(
        sealed(second), held("co-2").model_copy(update={"held_on": ENDED_ON})
    )


def test_the_notice_closes_without_waiting_for_the_correction() -> None:
    given(*under_correction).when(close).then(one_held)


def test_after_its_own_period_the_candidate_goes_on() -> None:
    given(*under_correction).when(end).then(period_over())
    given(*under_correction, one_held).when(end).then(period_over())
    assert NOTICE.state((*under_correction, period_over())).candidates[JIA].result is NoticeResult.KEPT


def test_an_objection_still_holds_after_the_correction() -> None:
    given(*under_correction, held("op-1")).when(end).then(period_over(objections_left=1))
    left = NOTICE.state((*under_correction, held("op-1"), period_over(objections_left=1)))
    assert left.candidates[JIA].result is NoticeResult.HELD


def test_an_objection_that_is_dismissed_leaves_the_correction_running() -> None:
    given(*under_correction, held("op-1")).when(release).then(released("op-1", objections_left=1))


def test_a_correction_is_nothing_that_an_investigation_decides() -> None:
    given(*under_correction).when(replace(release, opinion_id="co-1")).then_refused(NotHeldByThisObjection)
    given(*under_correction).when(replace(strike_off, opinion_id="co-1")).then_refused(NotHeldByThisObjection)


def test_a_correction_ends_once() -> None:
    given(*under_correction, period_over()).when(end).then_nothing()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"today": OWN_CLOSES}, CorrectionStillRuns),
        ({"unscreened": 1}, OpinionsOnCorrected),
        ({"correction_id": "co-9"}, NoSuchCorrection),
        ({"application_id": YI}, NoSuchCorrection),
        ({"application_id": "A-2013-st-bing"}, NotOnNotice),
    ],
)
def test_a_correction_ends_after_its_last_day_when_every_opinion_is_screened(
    change: dict[str, object], rule: type[Refusal]
) -> None:
    given(*under_correction).when(replace(end, **change)).then_refused(rule)  # type: ignore[arg-type]


def test_opinions_that_nobody_has_counted_keep_the_correction_open() -> None:
    uncounted = EndCorrection(notice_id=NOTICE_ID, correction_id="co-1", application_id=JIA, today=ENDED_ON)
    given(*under_correction).when(uncounted).then_refused(OpinionsOnCorrected)


def test_a_withdrawal_ends_the_correction() -> None:
    gone = CandidateWithdrawn(
        notice_id=NOTICE_ID, season_id=SEASON, application_id=JIA, station_id="st-jia", withdrawn_at=IN_THE_PERIOD
    )
    withdraw = WithdrawCandidate(notice_id=NOTICE_ID, application_id=JIA, withdrawn_at=IN_THE_PERIOD)
    given(*under_correction).when(withdraw).then(gone)
    given(*under_correction, gone).when(end).then_nothing()


def test_a_candidate_that_was_struck_off_meanwhile_is_not_released() -> None:
    given(*under_correction, held("op-1"), struck_off("op-1")).when(end).then_nothing()


def test_an_objection_holds_a_candidate_under_correction_as_well() -> None:
    hold = HoldCandidate(notice_id=NOTICE_ID, application_id=JIA, opinion_id="op-1", today=date(2013, 10, 8))
    given(*under_correction, one_held).when(hold).then(held("op-1").model_copy(update={"held_on": date(2013, 10, 8)}))


def test_a_notice_of_before_it_named_its_form_is_corrected_like_any_other() -> None:
    former: PublicNoticeOpened = opened.model_copy(
        update={"template": "", "printed_sha256": "", "issued_by": "", "candidates_in_all": 0}
    )
    given(former).when(correct).then(corrected, held("co-1"))
