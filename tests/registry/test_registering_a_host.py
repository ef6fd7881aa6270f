"""建站企业、标识关联、企业更名: a host under its numbers and its names, none of which is another's."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from services.registry.host.commands import HostCommand, LinkIdentifier, RegisterHost, RenameHost
from services.registry.host.decisions import (
    HOST,
    DuplicateRegistrationNumber,
    RenamedBeforeRegistration,
    ReplacesAnothersNumber,
)
from services.registry.host.numbers import (
    CREDIT_CODES_SINCE,
    CreditCodeMalformed,
    CreditCodesBeganLater,
    OrganisationCodeMalformed,
    RegistrationNumberMalformed,
    require_well_formed,
    tidy,
)
from services.registry.rules import PossibleDuplicate
from shared.errors import InTheFuture, NotKnownHere, Refusal
from shared.events.registry import HostRenamed, IdentifierLinked, IdentifierType
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW, host_registered

given = Scenario(HOST)

NUMBER = "320402000012348"
CREDIT_CODE = "91320402600037341" + uscc.calc_check_digit("91320402600037341")
LATER = date(2016, 3, 1)

register = RegisterHost("ho-1", "甲百货有限公司", NUMBER, "320402", TODAY)
rename = RenameHost("ho-1", "甲商业集团有限公司", TOMORROW, TOMORROW)
renamed = HostRenamed(host_id="ho-1", name="甲商业集团有限公司", former_name="甲百货有限公司", renamed_on=TOMORROW)
link = LinkIdentifier("ho-1", IdentifierType.CREDIT_CODE, CREDIT_CODE, NUMBER, LATER, LATER, (NUMBER,))
linked = IdentifierLinked(
    identifier_type=IdentifierType.CREDIT_CODE,
    number=CREDIT_CODE,
    host_id="ho-1",
    replaces=NUMBER,
    valid_from=LATER,
)


def test_a_host_is_registered() -> None:
    given().when(register).then(host_registered)


def test_registering_it_twice_records_it_once() -> None:
    given(host_registered).when(replace(register, today=TOMORROW)).then_nothing()


@pytest.mark.parametrize("other", [replace(register, name="乙超市"), replace(register, division_code="320404")])
def test_another_host_does_not_get_the_same_number(other: RegisterHost) -> None:
    given(host_registered).when(other).then_refused(DuplicateRegistrationNumber)


def test_a_host_of_the_same_name_is_registered_with_the_reason_why_it_is_another() -> None:
    alike = replace(register, alike="ho-9")
    given().when(alike).then_refused(PossibleDuplicate)
    reason = "同名个体户，经营者不同"
    told = host_registered.model_copy(update={"distinct_because": reason})
    given().when(replace(alike, distinct_because=reason)).then(told)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "32040200001234",
        "3204020000123480",
        "32040200001234X",
        "３２０４０２０００００１２３４８",
        "320402000012348\n",
        "320402000012345",  # the check digit is 8
    ],
)
def test_a_registration_number_has_fifteen_digits_that_check(number: str) -> None:
    given().when(replace(register, registration_number=number)).then_refused(RegistrationNumberMalformed)


def test_a_host_is_registered_under_its_credit_code_since_there_are_some() -> None:
    kind = IdentifierType.CREDIT_CODE
    later = replace(register, identifier_type=kind, registration_number=CREDIT_CODE, today=LATER)
    told = {"registration_number": CREDIT_CODE, "identifier_type": kind, "registered_on": LATER}
    given().when(later).then(host_registered.model_copy(update=told))
    given().when(replace(later, today=date(2015, 9, 30))).then_refused(CreditCodesBeganLater)


@pytest.mark.parametrize("number", [CREDIT_CODE[:-1], CREDIT_CODE[:-1] + "I", "9" * 18, CREDIT_CODE.lower(), ""])
def test_a_credit_code_checks(number: str) -> None:
    with pytest.raises(CreditCodeMalformed):
        require_well_formed(IdentifierType.CREDIT_CODE, number, CREDIT_CODES_SINCE)


@pytest.mark.parametrize(("number", "checks"), [("600037341", True), ("600037342", False), ("60003734", False)])
def test_an_organisation_code_checks(number: str, checks: bool) -> None:
    if checks:
        require_well_formed(IdentifierType.ORGANISATION_CODE, tidy(number[:8] + "-" + number[8:]), TODAY)
        return
    with pytest.raises(OrganisationCodeMalformed):
        require_well_formed(IdentifierType.ORGANISATION_CODE, number, TODAY)


@examples(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 14), st.integers(1, 9))
def test_a_wrong_digit_never_checks(body: str, place: int, shift: int) -> None:
    number = body + mod_11_10.calc_check_digit(body)
    require_well_formed(IdentifierType.REGISTRATION_NUMBER, number, TODAY)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(RegistrationNumberMalformed):
        require_well_formed(IdentifierType.REGISTRATION_NUMBER, wrong, TODAY)


def test_a_host_goes_on_under_another_name() -> None:
    given(host_registered).when(rename).then(renamed)
    given(host_registered, renamed).when(rename).then_nothing()


def test_a_host_is_not_renamed_tomorrow_nor_before_it_was_known() -> None:
    given(host_registered).when(replace(rename, today=TODAY)).then_refused(InTheFuture)
    given(host_registered).when(replace(rename, renamed_on=date(2013, 5, 1))).then_refused(RenamedBeforeRegistration)
    given().when(rename).then_refused(NotKnownHere)


def test_a_number_takes_the_place_of_another_one_of_the_same_host() -> None:
    given().when(link).then(linked)
    given(linked).when(link).then_nothing()
    given().when(replace(link, numbers=("1",))).then_refused(ReplacesAnothersNumber)
    beside = linked.model_copy(update={"replaces": ""})
    given().when(replace(link, replaces="")).then(beside)


def test_a_number_is_linked_to_one_host_and_registers_no_other() -> None:
    given(linked).when(replace(link, host_id="ho-2")).then_refused(DuplicateRegistrationNumber)
    own = replace(link, identifier_type=IdentifierType.REGISTRATION_NUMBER, number=NUMBER, replaces="")
    given(host_registered).when(own).then_nothing()
    given(host_registered).when(replace(own, host_id="ho-2")).then_refused(DuplicateRegistrationNumber)
    by_code = replace(
        register, registration_number=CREDIT_CODE, identifier_type=IdentifierType.CREDIT_CODE, today=LATER
    )
    given(linked).when(by_code).then_refused(DuplicateRegistrationNumber)


def test_a_number_is_not_valid_from_a_day_to_come_nor_before_there_were_such_numbers() -> None:
    given().when(replace(link, today=TODAY)).then_refused(InTheFuture)
    given().when(replace(link, valid_from=date(2015, 9, 30))).then_refused(CreditCodesBeganLater)


words = st.sampled_from(["甲", "乙"])
hosts = st.sampled_from(["ho-1", "ho-2"])
days = st.dates(date(2016, 1, 1), date(2016, 1, 3))
commands: st.SearchStrategy[HostCommand] = st.one_of(
    st.builds(
        RegisterHost, st.just("ho-1"), words, st.just(NUMBER), st.just("320402"), days, alike=st.sampled_from(["", "x"])
    ),
    st.builds(RenameHost, st.just("ho-1"), words, days, days),
    st.builds(
        LinkIdentifier, hosts, st.just(IdentifierType.REGISTRATION_NUMBER), st.just(NUMBER), st.just(""), days, days
    ),
)


@examples(st.lists(commands))
def test_a_number_is_one_hosts_for_ever(asked: list[HostCommand]) -> None:
    state, owners = HOST.initial, set[str]()
    for command in asked:
        try:
            events = HOST.decide(command, state)
        except Refusal:
            continue
        for event in events:
            state = HOST.evolve(state, event)
        assert HOST.decide(command, state) == [], "asked twice, recorded once"
        owners |= {event.host_id for event in events}
    assert len(owners) <= 1
