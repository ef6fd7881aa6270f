"""公示: a city opens one notice over its candidates, for the season's working days at least."""

from dataclasses import replace
from datetime import date

from services.publication.notice.commands import Opening, OpenNotice
from services.publication.notice.decisions import NOTICE
from services.publication.notice.opening import NoCandidates, NoticeAlreadyOpened, NoticeNamesNobody
from services.publication.notice.periods import CalendarNotPublished, OpensInThePast, PeriodTooShort
from services.publication.printing import printed as printed_form
from services.publication.printing import sealed
from shared.printing import sha256
from shared.testing.scenario import Scenario
from tests.publication.examples import CLOSES, COUNTING_RULE, NOTICE_ID, OPENS, SEASON, opened, printed

given = Scenario(NOTICE)

facts = Opening(
    season_id=SEASON,
    city_code="320400",
    candidates=(printed("jia"), printed("yi")),
    counting_rule=COUNTING_RULE,
    earliest_close=CLOSES,
    issued_by="320400局",
)
open_it = OpenNotice(
    notice_id=NOTICE_ID,
    opens_on=OPENS,
    closes_on=CLOSES,
    media="常州日报",
    contact="市局消保处",
    today=date(2013, 9, 22),
    facts=facts,
)


def test_a_notice_opens_over_all_candidates_with_its_printed_days() -> None:
    given().when(open_it).then(opened)


def test_a_notice_names_its_form_and_proves_what_it_printed() -> None:
    assert opened.template == "notice-1"
    assert opened.printed_sha256 == sha256(printed_form(opened))


def test_a_notice_may_stay_open_longer() -> None:
    longer = replace(open_it, closes_on=date(2013, 10, 8))
    given().when(longer).then(sealed(opened.model_copy(update={"closes_on": date(2013, 10, 8)})))


def test_a_notice_may_open_on_the_day_itself() -> None:
    given().when(replace(open_it, today=OPENS)).then(opened)


def test_opening_twice_records_it_once() -> None:
    given(opened).when(open_it).then_nothing()


def test_a_season_has_one_notice() -> None:
    given(opened).when(replace(open_it, media="常州晚报")).then_refused(NoticeAlreadyOpened)


def test_a_notice_names_its_media() -> None:
    given().when(replace(open_it, media=" ")).then_refused(NoticeNamesNobody)


def test_a_notice_names_a_contact() -> None:
    given().when(replace(open_it, contact="")).then_refused(NoticeNamesNobody)


def test_a_notice_is_about_somebody() -> None:
    given().when(replace(open_it, facts=replace(facts, candidates=()))).then_refused(NoCandidates)


def test_nothing_is_allowed_before_the_facts_are_looked_up() -> None:
    given().when(replace(open_it, facts=Opening())).then_refused(NoCandidates)


def test_a_notice_does_not_open_in_the_past() -> None:
    given().when(replace(open_it, today=date(2013, 9, 24))).then_refused(OpensInThePast)


def test_a_notice_lasts_the_working_days_of_the_season() -> None:
    given().when(replace(open_it, closes_on=date(2013, 9, 28))).then_refused(PeriodTooShort)


def test_working_days_of_an_unpublished_year_are_not_guessed() -> None:
    given().when(replace(open_it, facts=replace(facts, earliest_close=None))).then_refused(CalendarNotPublished)
