from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from shared.access.competence import (
    NotYourCase,
    NotYourHost,
    NotYourStation,
    OutsideJurisdiction,
    WrongRole,
    require,
    require_case_of,
    require_city_of,
    require_county_of,
    require_county_of_division,
    require_host,
    require_host_of,
    require_over,
    require_province_of,
)
from shared.access.directory import Bureau
from shared.access.roles import Caller, Level, service_caller
from shared.errors import Forbidden
from shared.events.registry import BureauLevel


@dataclass(frozen=True)
class Case:
    bureau_code: str = "B-320402"
    host_id: str = "ho-1"


def bureau(code: str) -> Bureau:
    return Bureau(f"B-{code}", code, BureauLevel.COUNTY, code, date(2013, 1, 1))


OWN, SIBLING = bureau("320402"), bureau("320404")
CITY, OTHER_CITY = bureau("320400"), bureau("320500")
PROVINCE, OTHER_PROVINCE = bureau("320000"), bureau("330000")
CASE = Case()

ALLOWED: dict[str, tuple[Callable[[Caller, Bureau | None], None], set[tuple[Level, str]]]] = {
    "county of the case": (lambda caller, _: require_county_of(caller, CASE), {(Level.COUNTY, "B-320402")}),
    "county of the division": (
        lambda caller, of: require_county_of_division(caller, of, "320402"),
        {(Level.COUNTY, "B-320402")},
    ),
    "city": (lambda caller, of: require_city_of(caller, of, "320400"), {(Level.CITY, "B-320400")}),
    "city of a county": (lambda caller, of: require_city_of(caller, of, "320402"), {(Level.CITY, "B-320400")}),
    "province": (lambda caller, of: require_province_of(caller, of, "320400"), {(Level.PROVINCE, "B-320000")}),
    "any above": (
        lambda caller, of: require_over(caller, of, "320402"),
        {(Level.COUNTY, "B-320402"), (Level.CITY, "B-320400"), (Level.PROVINCE, "B-320000")},
    ),
    "host": (lambda caller, _: require_host(caller, "ho-1"), {(Level.ENTERPRISE, "ho-1")}),
    "host of the station": (lambda caller, _: require_host_of(caller, CASE), {(Level.ENTERPRISE, "ho-1")}),
    "host of the case": (lambda caller, _: require_case_of(caller, CASE), {(Level.ENTERPRISE, "ho-1")}),
}

CALLERS: list[tuple[Caller, Bureau | None]] = [
    (Caller("x", Level.COUNTY, "B-320402"), OWN),
    (Caller("x", Level.COUNTY, "B-320404"), SIBLING),
    (Caller("x", Level.COUNTY, "B-unknown"), None),
    (Caller("x", Level.OFFICE, "B-320402"), OWN),
    (Caller("x", Level.CITY, "B-320400"), CITY),
    (Caller("x", Level.CITY, "B-320500"), OTHER_CITY),
    (Caller("x", Level.CITY, "B-unknown"), None),
    (Caller("x", Level.PROVINCE, "B-320000"), PROVINCE),
    (Caller("x", Level.PROVINCE, "B-330000"), OTHER_PROVINCE),
    (Caller("x", Level.ENTERPRISE, "ho-1"), None),
    (Caller("x", Level.ENTERPRISE, "ho-2"), None),
    (Caller("x", Level.ENTERPRISE, ""), None),
    (Caller("x", Level.PUBLIC), None),
    (Caller("x", Level.OPERATOR), None),
    (Caller("x", Level.AUDITOR), None),
]


@pytest.mark.parametrize("act", ALLOWED)
def test_each_rule_lets_those_act_who_are_competent_and_nobody_else(act: str) -> None:
    rule, allowed = ALLOWED[act]
    for caller, of in CALLERS:
        if (caller.level, caller.bureau) in allowed:
            rule(caller, of)
        else:
            with pytest.raises(Forbidden):
                rule(caller, of)


@pytest.mark.parametrize("act", ALLOWED)
def test_a_services_own_act_passes_every_rule(act: str) -> None:
    rule, _ = ALLOWED[act]
    rule(service_caller("application"), None)


def test_the_rule_that_refuses_is_named() -> None:
    with pytest.raises(WrongRole):
        require(Caller("x", Level.PUBLIC), Level.COUNTY, Level.CITY)
    with pytest.raises(OutsideJurisdiction):
        require_county_of(Caller("x", Level.COUNTY, "B-320404"), CASE)
    enterprise = Caller("x", Level.ENTERPRISE, "ho-2")
    with pytest.raises(NotYourHost):
        require_host(enterprise, "ho-1")
    with pytest.raises(NotYourStation):
        require_host_of(enterprise, CASE)
    with pytest.raises(NotYourCase):
        require_case_of(enterprise, CASE)
