"""意见: anybody gives an opinion while the notice is open; the city says what it is."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.publication.opinion.commands import (
    Borne,
    Intake,
    ReceiveOpinion,
    ReceiveOpinionOnTitle,
    ScreenOpinion,
    Terms,
)
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.receiving import (
    AlreadyReceived,
    CandidateNotOnNotice,
    NoticeNotOpen,
    NoTitleToSpeakOf,
    OpinionEmpty,
    OpinionTooLong,
)
from services.publication.opinion.screening import (
    AlreadyScreened,
    AnonymousIsALead,
    NothingToInvestigate,
    ScreenedAsAnotherKind,
    ScreeningGivesReasons,
)
from services.publication.opinion.standing import NoSuchOpinion
from shared.clock import SHANGHAI
from shared.errors import Refusal
from shared.events.publication import OpinionChannel, OpinionScreened, OpinionSide, Screening, Stance
from shared.testing.scenario import Scenario
from shared.workdays import WorkingCalendar
from tests.publication.examples import CLOSES, IN_THE_PERIOD, JIA, NOTICE_ID, OPENS, objected

given = Scenario(OPINION)

facts = Intake(is_open=True, opens_on=OPENS, closes_on=CLOSES, is_on_notice=True, station_id="st-jia")
receive = ReceiveOpinion(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    side=OpinionSide.CONSUMER,
    stance=Stance.OBJECTION,
    is_named=True,
    length=20,
    received_at=IN_THE_PERIOD,
    content_hmac="ab" * 32,
    facts=facts,
)
screen = ScreenOpinion(opinion_id="op-1", result=Screening.ADMISSIBLE, reason="列明时间、单据", today=date(2013, 9, 26))
screened = OpinionScreened(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    station_id="st-jia",
    result=Screening.ADMISSIBLE,
    reason="列明时间、单据",
    screened_on=date(2013, 9, 26),
    investigation_due_on=date(2013, 10, 10),
    due_is_provisional=True,
)
as_lead = screened.model_copy(
    update={"result": Screening.LEAD_ONLY, "investigation_due_on": None, "due_is_provisional": False}
)
anonymous = objected.model_copy(update={"is_named": False})
supported = objected.model_copy(update={"stance": Stance.SUPPORT})


def test_an_opinion_is_received_without_its_words() -> None:
    given().when(receive).then(objected)


def test_an_opinion_sent_twice_is_received_once() -> None:
    given(objected).when(receive).then_nothing()


def test_an_opinion_is_not_replaced_by_other_words() -> None:
    given(objected).when(replace(receive, content_hmac="cd" * 32)).then_refused(AlreadyReceived)


@pytest.mark.parametrize(
    ("instant", "is_received"),
    [
        (datetime(2013, 9, 22, 23, 59, tzinfo=SHANGHAI), False),
        (datetime(2013, 9, 23, 0, 0, tzinfo=SHANGHAI), True),
        (datetime(2013, 9, 29, 23, 59, 59, tzinfo=SHANGHAI), True),
        (datetime(2013, 9, 30, 0, 0, tzinfo=SHANGHAI), False),
    ],
)
def test_opinions_are_received_from_the_first_to_the_last_printed_day(instant: datetime, is_received: bool) -> None:
    sent = given().when(replace(receive, received_at=instant))
    if is_received:
        sent.then(objected.model_copy(update={"received_at": instant}))
    else:
        sent.then_refused(NoticeNotOpen)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"facts": Intake()}, NoticeNotOpen),
        ({"facts": replace(facts, is_open=False)}, NoticeNotOpen),
        ({"facts": replace(facts, is_on_notice=False)}, CandidateNotOnNotice),
        ({"length": 0}, OpinionEmpty),
        ({"length": 2_001}, OpinionTooLong),
        ({"content_hmac": ""}, AlreadyReceived),
    ],
)
def test_an_opinion_is_about_a_candidate_on_notice_and_says_something(
    change: dict[str, object], rule: type[Refusal]
) -> None:
    given().when(replace(receive, **change)).then_refused(rule)  # type: ignore[arg-type]


def test_the_longest_opinion_is_received() -> None:
    given().when(replace(receive, length=2_000)).then(objected)


def test_a_named_objection_is_admissible() -> None:
    given(objected).when(screen).then(screened)


def test_screening_twice_the_same_way_records_it_once() -> None:
    given(objected, screened).when(screen).then_nothing()


def test_an_opinion_is_screened_once() -> None:
    given(objected, screened).when(replace(screen, result=Screening.REJECTED)).then_refused(AlreadyScreened)


def test_an_anonymous_objection_is_a_lead_and_holds_nobody() -> None:
    given(anonymous).when(screen).then_refused(AnonymousIsALead)
    given(anonymous).when(replace(screen, result=Screening.LEAD_ONLY)).then(as_lead)


def test_an_anonymous_objection_may_be_rejected() -> None:
    rejected = replace(screen, result=Screening.REJECTED)
    given(anonymous).when(rejected).then(as_lead.model_copy(update={"result": Screening.REJECTED}))


def test_support_is_noted_and_nothing_else() -> None:
    noted = ScreenOpinion(opinion_id="op-1", result=Screening.SUPPORT_NOTED, reason="", today=date(2013, 9, 26))
    given(supported).when(noted).then(as_lead.model_copy(update={"result": Screening.SUPPORT_NOTED, "reason": ""}))
    for other in (Screening.ADMISSIBLE, Screening.LEAD_ONLY, Screening.REJECTED):
        given(supported).when(replace(noted, result=other)).then_refused(ScreenedAsAnotherKind)


def test_an_objection_is_not_noted_as_support() -> None:
    given(objected).when(replace(screen, result=Screening.SUPPORT_NOTED)).then_refused(ScreenedAsAnotherKind)


def test_the_screening_of_an_objection_gives_its_reason() -> None:
    given(objected).when(replace(screen, reason=" ")).then_refused(ScreeningGivesReasons)


def test_only_an_opinion_that_was_received_is_screened() -> None:
    given().when(screen).then_refused(NoSuchOpinion)


def test_an_objection_is_investigated_within_the_season_s_working_days() -> None:
    """Ten working days after the Thursday: the holiday until the 7th is off, the 29th and the 12th are worked."""
    calendar = WorkingCalendar.of(
        [2013], [date(2013, 10, day) for day in (1, 2, 3, 4, 7)], [date(2013, 9, 29), date(2013, 10, 12)]
    )
    due = {"investigation_due_on": date(2013, 10, 15), "due_is_provisional": False}
    given(objected).when(replace(screen, terms=Terms(calendar=calendar))).then(screened.model_copy(update=due))
    shorter = replace(screen, terms=Terms(calendar=calendar, objection_working_days=2))
    due = {"investigation_due_on": date(2013, 9, 29), "due_is_provisional": False}
    given(objected).when(shorter).then(screened.model_copy(update=due))


def test_the_county_is_told_to_investigate_what_is_admissible() -> None:
    told = replace(screen, county_investigates=True)
    given(objected).when(told).then(screened.model_copy(update={"county_investigates": True}))
    given(objected).when(replace(told, result=Screening.LEAD_ONLY)).then_refused(NothingToInvestigate)


on_title = ReceiveOpinionOnTitle(
    opinion_id="op-1",
    station_id="st-jia",
    side=OpinionSide.CONSUMER,
    stance=Stance.OBJECTION,
    is_named=True,
    length=20,
    received_at=IN_THE_PERIOD,
    channel=OpinionChannel.COUNTER,
    states_facts=True,
    content_hmac="ab" * 32,
    facts=Borne(certificate_number="苏示站2013-0001"),
)
objected_to_title = objected.model_copy(
    update={
        "notice_id": "",
        "application_id": "",
        "certificate_number": "苏示站2013-0001",
        "channel": OpinionChannel.COUNTER,
        "states_facts": True,
    }
)


def test_a_title_that_is_in_force_is_spoken_of_all_year() -> None:
    given().when(on_title).then(objected_to_title)
    given(objected_to_title).when(on_title).then_nothing()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"facts": Borne()}, NoTitleToSpeakOf),
        ({"length": 0}, OpinionEmpty),
        ({"length": 2_001}, OpinionTooLong),
        ({"content_hmac": ""}, AlreadyReceived),
    ],
)
def test_an_opinion_on_a_title_follows_the_same_rules(change: dict[str, object], rule: type[Refusal]) -> None:
    given().when(replace(on_title, **change)).then_refused(rule)  # type: ignore[arg-type]


def test_an_objection_to_a_title_is_screened_likewise() -> None:
    about = {"notice_id": "", "application_id": "", "certificate_number": "苏示站2013-0001"}
    given(objected_to_title).when(screen).then(screened.model_copy(update=about))
