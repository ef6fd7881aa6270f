"""异议核查: an admissible objection is looked into by people who had no part, within its days or once longer."""

from dataclasses import replace
from datetime import date

import pytest

from services.publication.notice.commands import Involvement
from services.publication.notice.decisions import InvestigatorMissing, InvestigatorTookPart
from services.publication.opinion.commands import Investigators, Terms
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.objecting import (
    AlreadyInvestigated,
    ExtensionsUsedUp,
    InvestigationFindsSomething,
    InvestigationOver,
    InvestigatorLinked,
    InvestigatorNotPosted,
    InvestigatorTwice,
    LongerInvestigationGivesReason,
)
from services.publication.opinion.standing import NoSuchOpinion, ObjectionNotAdmissible, OpinionIsMoot
from shared.errors import Refusal
from shared.testing.scenario import Scenario
from tests.publication.examples import moot, objected
from tests.publication.objecting import (
    CALENDAR,
    FIRST_DUE,
    SECOND_DUE,
    TERMS,
    admissible,
    extend,
    investigate,
    investigated,
    longer,
)
from tests.publication.test_opinions import as_lead

given = Scenario(OPINION)


def test_an_investigation_takes_longer_once_and_says_why() -> None:
    given(objected, admissible).when(extend).then(longer)


def test_extending_twice_records_it_once() -> None:
    given(objected, admissible, longer).when(extend).then_nothing()


def test_an_investigation_is_extended_on_its_last_day_at_the_latest() -> None:
    late = replace(extend, today=date(2013, 10, 16))
    given(objected, admissible).when(late).then_refused(InvestigationOver)


def test_an_investigation_is_extended_as_often_as_the_season_allows() -> None:
    again = replace(extend, reason="再延", today=SECOND_DUE)
    given(objected, admissible, longer).when(again).then_refused(ExtensionsUsedUp)
    given(objected, admissible).when(replace(extend, terms=Terms())).then_refused(ExtensionsUsedUp)
    twice = replace(again, terms=replace(TERMS, objection_extensions=2))
    later = {"former_due_on": SECOND_DUE, "due_on": date(2013, 11, 12), "reason": "再延", "extended_on": SECOND_DUE}
    given(objected, admissible, longer).when(twice).then(longer.model_copy(update=later))


def test_an_extension_gives_its_reason() -> None:
    given(objected, admissible).when(replace(extend, reason=" ")).then_refused(LongerInvestigationGivesReason)


def test_an_extension_into_a_year_without_a_calendar_is_provisional() -> None:
    late = admissible.model_copy(update={"screened_on": date(2013, 12, 10), "investigation_due_on": date(2013, 12, 24)})
    told = {
        "former_due_on": date(2013, 12, 24),
        "due_on": date(2014, 1, 7),
        "due_is_provisional": True,
        "extended_on": date(2013, 12, 20),
    }
    given(objected, late).when(replace(extend, today=date(2013, 12, 20))).then(longer.model_copy(update=told))


def test_what_has_been_investigated_is_not_extended() -> None:
    given(objected, admissible, investigated).when(extend).then_refused(AlreadyInvestigated)


def test_an_admissible_objection_is_investigated() -> None:
    given(objected, admissible).when(investigate).then(investigated)
    given(objected, admissible, longer).when(investigate).then(investigated)


def test_a_late_investigation_is_better_than_none() -> None:
    late = replace(investigate, today=date(2013, 11, 20))
    given(objected, admissible).when(late).then(investigated.model_copy(update={"investigated_on": date(2013, 11, 20)}))


def test_investigating_twice_records_it_once_and_other_findings_never() -> None:
    given(objected, admissible, investigated).when(investigate).then_nothing()
    other = replace(investigate, findings="另有情况")
    given(objected, admissible, investigated).when(other).then_refused(AlreadyInvestigated)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"investigators": ()}, InvestigatorMissing),
        ({"investigators": ("of-sun", " ")}, InvestigatorMissing),
        ({"investigators": ("of-sun", "of-sun")}, InvestigatorTwice),
        ({"investigators": ("of-sun", "of-none")}, InvestigatorNotPosted),
        ({"investigators": ("of-sun", "of-li")}, InvestigatorTookPart),
        ({"investigators": ("of-sun", "of-he")}, InvestigatorLinked),
        ({"facts": Investigators()}, InvestigatorNotPosted),
        ({"facts": Investigators(posted=frozenset({"of-sun"}), involvement=Involvement())}, InvestigatorTookPart),
        ({"findings": "  "}, InvestigationFindsSomething),
    ],
)
def test_an_investigation_is_done_by_people_who_had_no_part(change: dict[str, object], rule: type[Refusal]) -> None:
    given(objected, admissible).when(replace(investigate, **change)).then_refused(rule)  # type: ignore[arg-type]


def test_only_what_is_taken_up_is_investigated() -> None:
    for command in (extend, investigate):
        given().when(command).then_refused(NoSuchOpinion)
        given(objected).when(command).then_refused(ObjectionNotAdmissible)
        given(objected, as_lead).when(command).then_refused(ObjectionNotAdmissible)
        given(objected, admissible, moot).when(command).then_refused(OpinionIsMoot)


def test_an_objection_that_was_screened_before_there_was_a_last_day_has_one_all_the_same() -> None:
    old = admissible.model_copy(update={"investigation_due_on": None})
    given(objected, old).when(extend).then(longer)
    assert CALENDAR.add_working_days(old.screened_on, 10) == FIRST_DUE
