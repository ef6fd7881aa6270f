"""提名: the organiser lets its own staff stand, nobody twice and nobody late."""

from dataclasses import replace

from services.incentives.contest.commands import Person
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import ContestNotOpen, NominationsOver, NotEligible, NotTheOrganiser
from shared.errors import NotKnownHere
from shared.events.incentives import Organiser
from shared.testing.scenario import Scenario
from tests.incentives.examples import AFTER, UNTIL, announced, closed, nominate, nominated, scored

given = Scenario(CONTEST)

bureaus_own = announced.model_copy(update={"host_id": "", "bureau_code": "B-1", "organiser": Organiser.BUREAU})
across = bureaus_own.model_copy(update={"organiser": Organiser.CROSS_ENTERPRISE, "approval_number": "7"})
by_bureau = replace(nominate, organiser_id="B-1")
in_bureau = Person("sf-1", bureau_code="B-1")
elsewhere = Person("sf-1", "st-9", "ho-9")


def test_a_member_of_the_hosts_staff_stands() -> None:
    given(announced).when(nominate).then(nominated("sf-1"))
    on_the_last_day = nominated("sf-1").model_copy(update={"nominated_on": UNTIL})
    given(announced).when(replace(nominate, today=UNTIL)).then(on_the_last_day)


def test_nobody_stands_twice() -> None:
    given(announced, nominated("sf-1")).when(replace(nominate, deeds="again")).then_nothing()


def test_nobody_is_nominated_after_the_last_day() -> None:
    given(announced).when(replace(nominate, today=AFTER)).then_refused(NominationsOver)


def test_nobody_is_nominated_when_the_contest_is_closed() -> None:
    done = closed((1, "sf-2", 800))
    given(announced, nominated("sf-2"), scored("sf-2", "j"), done).when(nominate).then_refused(ContestNotOpen)


def test_only_the_organiser_nominates() -> None:
    given(announced).when(replace(nominate, organiser_id="ho-9")).then_refused(NotTheOrganiser)


def test_there_is_no_standing_in_an_unknown_contest() -> None:
    given().when(nominate).then_refused(NotKnownHere)


def test_somebody_whom_nobody_knows_does_not_stand() -> None:
    given(announced).when(replace(nominate, person=None)).then_refused(NotKnownHere)


def test_staff_of_another_host_does_not_stand_in_a_hosts_contest() -> None:
    given(announced).when(replace(nominate, person=elsewhere)).then_refused(NotEligible)
    given(announced).when(replace(nominate, person=in_bureau)).then_refused(NotEligible)


def test_only_its_own_officers_stand_in_a_bureaus_contest() -> None:
    standing = nominated("sf-1", "").model_copy(update={"host_id": ""})
    given(bureaus_own).when(replace(by_bureau, person=in_bureau)).then(standing)
    given(bureaus_own).when(replace(by_bureau, person=elsewhere)).then_refused(NotEligible)


def test_the_staff_of_any_station_stands_in_a_contest_across_enterprises() -> None:
    standing = nominated("sf-1", "st-9").model_copy(update={"host_id": "ho-9"})
    given(across).when(replace(by_bureau, person=elsewhere)).then(standing)
    given(across).when(replace(by_bureau, person=in_bureau)).then_refused(NotEligible)
