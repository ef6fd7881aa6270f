"""建站企业: the county registers a host under its registration number."""

from dataclasses import replace

import pytest

from services.registry.host.commands import RegisterHost
from services.registry.host.decisions import HOST, DuplicateRegistrationNumber, RegistrationNumberMalformed
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW, host_registered

given = Scenario(HOST)

register = RegisterHost("ho-1", "甲百货有限公司", "320402000012345", "320402", TODAY)


def test_a_host_is_registered() -> None:
    given().when(register).then(host_registered)


def test_registering_it_twice_records_it_once() -> None:
    given(host_registered).when(replace(register, today=TOMORROW)).then_nothing()


@pytest.mark.parametrize("other", [replace(register, name="乙超市"), replace(register, division_code="320404")])
def test_another_host_does_not_get_the_same_number(other: RegisterHost) -> None:
    given(host_registered).when(other).then_refused(DuplicateRegistrationNumber)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "32040200001234",
        "3204020000123456",
        "32040200001234X",
        "３２０４０２０００００１２３４５",
        "320402000012345\n",
    ],
)
def test_a_registration_number_has_fifteen_digits(number: str) -> None:
    given().when(replace(register, registration_number=number)).then_refused(RegistrationNumberMalformed)
