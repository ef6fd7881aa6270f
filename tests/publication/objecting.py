"""The way of one admissible objection, in events and in what is asked, as its tests begin."""

from datetime import date

from services.publication.notice.commands import Involvement
from services.publication.opinion.commands import (
    ANSWER,
    INVESTIGATION,
    AnswerObjector,
    DecideObjection,
    ExtendInvestigation,
    InvestigateObjection,
    Investigators,
    SettleObjectionDay,
    Terms,
)
from shared.events.publication import (
    InvestigationExtended,
    ObjectionDaySettled,
    ObjectionDecided,
    ObjectionInvestigated,
    ObjectionOutcome,
    ObjectorAnswered,
)
from shared.workdays import WorkingCalendar
from tests.publication.examples import JIA, NOTICE_ID
from tests.publication.test_opinions import screened

CALENDAR = WorkingCalendar.of(
    [2013], [date(2013, 10, day) for day in (1, 2, 3, 4, 7)], [date(2013, 9, 29), date(2013, 10, 12)]
)
TERMS = Terms(objection_extensions=1, calendar=CALENDAR)
"""Screened on the Thursday, 26 September: the tenth working day is 15 October, the twentieth the 29th."""
FIRST_DUE = date(2013, 10, 15)
SECOND_DUE = date(2013, 10, 29)
DECIDED_ON = date(2013, 10, 16)

admissible = screened.model_copy(update={"investigation_due_on": FIRST_DUE, "due_is_provisional": False})
longer = InvestigationExtended(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    station_id="st-jia",
    former_due_on=FIRST_DUE,
    due_on=SECOND_DUE,
    due_is_provisional=False,
    reason="待检验机构出具报告",
    extended_on=FIRST_DUE,
)
investigated = ObjectionInvestigated(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    station_id="st-jia",
    certificate_number="",
    investigators=("of-sun",),
    findings="当日台账有登记，异议人未到场",
    report_sha256="",
    investigated_on=date(2013, 10, 9),
)
dismissed = ObjectionDecided(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    station_id="st-jia",
    certificate_number="",
    outcome=ObjectionOutcome.DISMISSED,
    strikes_off=False,
    reasons="台账齐全，投诉已办结",
    answer_due_on=date(2013, 10, 21),
    due_is_provisional=False,
    decided_on=DECIDED_ON,
)
answered = ObjectorAnswered(
    opinion_id="op-1",
    notice_id=NOTICE_ID,
    application_id=JIA,
    station_id="st-jia",
    method="电话",
    answer_hmac="ef" * 32,
    answered_on=date(2013, 10, 17),
)
extend = ExtendInvestigation(opinion_id="op-1", reason="待检验机构出具报告", today=FIRST_DUE, terms=TERMS)
investigate = InvestigateObjection(
    opinion_id="op-1",
    investigators=("of-sun",),
    findings="当日台账有登记，异议人未到场",
    report_sha256="",
    today=date(2013, 10, 9),
    facts=Investigators(
        posted=frozenset({"of-sun", "of-li", "of-he"}),
        linked=frozenset({"of-he"}),
        involvement=Involvement(frozenset({"of-li", "of-wang", "of-zhao"})),
    ),
)
dismiss = DecideObjection(
    opinion_id="op-1",
    outcome=ObjectionOutcome.DISMISSED,
    strikes_off=False,
    reasons="台账齐全，投诉已办结",
    today=DECIDED_ON,
    stands=True,
    terms=TERMS,
)
answer = AnswerObjector(opinion_id="op-1", method="电话", today=date(2013, 10, 17), answer_hmac="ef" * 32)
settle = SettleObjectionDay(opinion_id="op-1", what=INVESTIGATION, today=date(2013, 10, 8), terms=TERMS)
settle_answer = SettleObjectionDay(opinion_id="op-1", what=ANSWER, today=date(2013, 10, 18), terms=TERMS)
settled = ObjectionDaySettled(
    opinion_id="op-1",
    what=INVESTIGATION,
    former_due_on=date(2013, 10, 10),
    due_on=FIRST_DUE,
    settled_on=date(2013, 10, 8),
)
