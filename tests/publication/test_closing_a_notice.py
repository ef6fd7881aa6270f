"""公示结束: a notice closes after its last day, when every opinion is screened, with a result for each candidate."""

from dataclasses import replace
from datetime import date

from services.publication.notice.commands import CloseNotice
from services.publication.notice.decisions import NOTICE, NoSuchNotice, NoticeStillOpen, OpinionsUnscreened
from shared.events.publication import CandidateResult, NoticeResult, PublicNoticeClosed
from shared.testing.scenario import Scenario
from tests.publication.examples import (
    AFTER,
    CLOSES,
    JIA,
    NOTICE_ID,
    SEASON,
    YI,
    held,
    opened,
    released,
    struck_off,
    withdrawn,
)
from tests.publication.test_objections import hold, release, strike_off, withdraw

given = Scenario(NOTICE)
close = CloseNotice(notice_id=NOTICE_ID, today=AFTER, unscreened=0)


def closed(jia: NoticeResult, yi: NoticeResult) -> PublicNoticeClosed:
    results = (
        CandidateResult(application_id=JIA, station_id="st-jia", result=jia),
        CandidateResult(application_id=YI, station_id="st-yi", result=yi),
    )
    return PublicNoticeClosed(notice_id=NOTICE_ID, season_id=SEASON, results=results, closed_on=AFTER)


all_kept = closed(NoticeResult.KEPT, NoticeResult.KEPT)
one_held = closed(NoticeResult.HELD, NoticeResult.KEPT)


def test_a_notice_closes_with_a_result_for_each_candidate() -> None:
    given(opened).when(close).then(all_kept)
    given(opened, held("op-1")).when(close).then(one_held)
    given(opened, held("op-1"), released("op-1")).when(close).then(all_kept)
    given(opened, held("op-1"), struck_off("op-1"), withdrawn).when(close).then(
        closed(NoticeResult.STRUCK_OFF, NoticeResult.WITHDRAWN)
    )


def test_a_candidate_with_an_objection_left_is_still_held() -> None:
    given(opened, held("op-1"), held("op-2"), released("op-1", 1)).when(close).then(one_held)


def test_closing_twice_records_it_once() -> None:
    given(opened, all_kept).when(replace(close, today=date(2013, 10, 8))).then_nothing()


def test_the_last_printed_day_belongs_to_the_notice() -> None:
    given(opened).when(replace(close, today=CLOSES)).then_refused(NoticeStillOpen)


def test_every_opinion_is_screened_first() -> None:
    given(opened).when(replace(close, unscreened=2)).then_refused(OpinionsUnscreened)


def test_opinions_that_nobody_has_counted_keep_it_open() -> None:
    given(opened).when(CloseNotice(notice_id=NOTICE_ID, today=AFTER)).then_refused(OpinionsUnscreened)


def test_only_a_notice_that_exists_is_closed() -> None:
    given().when(close).then_refused(NoSuchNotice)


def test_a_held_candidate_follows_after_the_closing() -> None:
    given(opened, held("op-1"), one_held).when(release).then(released("op-1"))
    given(opened, held("op-1"), one_held).when(strike_off).then(struck_off("op-1"))


def test_an_objection_of_the_last_evening_still_holds_after_the_closing() -> None:
    given(opened, all_kept).when(hold).then(held("op-1"))


def test_a_candidate_withdraws_after_the_closing() -> None:
    given(opened, all_kept).when(withdraw).then(withdrawn)
