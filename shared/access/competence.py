"""Whose act it is: pure rules over the caller and what is known of the thing asked about.

A service's own acts pass every rule here: what it does follows from an event that somebody was competent for.

* Forbidden
  - WrongRole             the act belongs to another level
  - NotAnOfficerHere      the officer is not posted at the bureau of the token
  - OutsideJurisdiction   another bureau is competent
  - Recused               the officer is linked to the host
  - NotYourHost, NotYourStation, NotYourCase   another enterprise's
"""

from typing import Protocol

from shared.access.roles import Caller, Level
from shared.errors import Forbidden

_CITY = 4
_PROVINCE = 2


class WrongRole(Forbidden):
    """The act belongs to another level or role."""

    title_zh = "该事项不由您的层级或角色办理。"


class NotAnOfficerHere(Forbidden):
    """Only an officer who is posted at a bureau acts for it."""

    title_zh = "您不是该机关的工作人员。"


class OutsideJurisdiction(Forbidden):
    """A bureau acts only inside its jurisdiction."""

    title_zh = "超出本机关管辖范围。"


class Recused(Forbidden):
    """Nobody handles a host to whom they are linked."""

    title_zh = "与该企业有利害关系的，应当回避。"


class NotYourHost(Forbidden):
    """An enterprise acts for itself alone."""

    title_zh = "企业只能为本企业办理。"


class NotYourStation(Forbidden):
    """An enterprise acts for its own stations alone."""

    title_zh = "企业只能为本企业的服务站办理。"


class NotYourCase(Forbidden):
    """The case belongs to somebody else."""

    title_zh = "该事项不属于您。"


class OfABureau(Protocol):
    """A station, application or other case that one bureau is competent for."""

    @property
    def bureau_code(self) -> str: ...


class OfAHost(Protocol):
    """A station, application or other case of one host."""

    @property
    def host_id(self) -> str: ...


class OverADivision(Protocol):
    """A bureau, with the division over which it is competent."""

    @property
    def division_code(self) -> str: ...


class StandingSomewhere(OfABureau, OverADivision, Protocol):
    """A station, with the bureau that is competent for it and the division that it stands in."""


def require(caller: Caller, *levels: Level) -> None:
    """One of these levels acts.

    Raises:
        WrongRole: the caller is of none of them.
    """
    if caller.level is not Level.SERVICE and caller.level not in levels:
        raise WrongRole(f"This is for {', '.join(levels)}; the caller is {caller.level}.")


def require_county_of(caller: Caller, station: OfABureau) -> None:
    """The county-level bureau that is competent for the station acts."""
    require(caller, Level.COUNTY)
    if caller.level is Level.COUNTY and caller.bureau != station.bureau_code:
        raise OutsideJurisdiction(f"Bureau {station.bureau_code} is competent, not {caller.bureau}.")


def require_county_of_division(caller: Caller, bureau: OverADivision | None, division_code: str) -> None:
    """The county-level bureau of that very division acts; `bureau` is the caller's."""
    require(caller, Level.COUNTY)
    _inside(caller, bureau, division_code, len(division_code))


def require_city_of(caller: Caller, bureau: OverADivision | None, city_code: str) -> None:
    """The bureau of that city acts; `bureau` is the caller's. Any division code in the city will do."""
    require(caller, Level.CITY)
    _inside(caller, bureau, city_code, _CITY)


def require_province_of(caller: Caller, bureau: OverADivision | None, division_code: str) -> None:
    """The bureau of that province acts; `bureau` is the caller's. Any division code in the province will do."""
    require(caller, Level.PROVINCE)
    _inside(caller, bureau, division_code, _PROVINCE)


def require_over(caller: Caller, bureau: OverADivision | None, division_code: str) -> None:
    """A bureau of any level whose area the division lies in acts; `bureau` is the caller's."""
    require(caller, Level.COUNTY, Level.CITY, Level.PROVINCE)
    digits = {Level.CITY: _CITY, Level.PROVINCE: _PROVINCE}.get(caller.level, len(division_code))
    _inside(caller, bureau, division_code, digits)


def require_bureau_over(caller: Caller, bureau: OverADivision | None, station: StandingSomewhere) -> None:
    """The county that is competent for the station acts, or a city or province over it; `bureau` is the caller's."""
    if caller.level is Level.COUNTY:
        require_county_of(caller, station)
    else:
        require_over(caller, bureau, station.division_code)


def _inside(caller: Caller, bureau: OverADivision | None, division_code: str, digits: int) -> None:
    if caller.level is Level.SERVICE:
        return
    if bureau is None or bureau.division_code[:digits] != division_code[:digits]:
        raise OutsideJurisdiction(f"Bureau {caller.bureau} is not competent for {division_code}.")


def require_host(caller: Caller, host_id: str) -> None:
    """The host itself acts."""
    require(caller, Level.ENTERPRISE)
    if caller.level is Level.ENTERPRISE and caller.bureau != host_id:
        raise NotYourHost(f"This is for host {host_id}; the caller acts for {caller.bureau or 'none'}.")


def require_host_of(caller: Caller, station: OfAHost) -> None:
    """The host of the station acts."""
    require(caller, Level.ENTERPRISE)
    if caller.level is Level.ENTERPRISE and caller.bureau != station.host_id:
        raise NotYourStation(f"The station belongs to host {station.host_id}, not to {caller.bureau or 'none'}.")


def require_case_of(caller: Caller, case: OfAHost) -> None:
    """The host whose case it is acts."""
    require(caller, Level.ENTERPRISE)
    if caller.level is Level.ENTERPRISE and caller.bureau != case.host_id:
        raise NotYourCase(f"The case belongs to host {case.host_id}, not to {caller.bureau or 'none'}.")
