"""The walkers: for a case of one host, somebody of each role in each relation to it.

* own: the host, office, county, city and province of the case.
* sibling: another one of the same level under the same parent; for a host, another host of the county.
* other: one of another province.
* parent, child: a token of an officer of the own line that names the bureau above or below. Nobody is posted so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deploy.demo.world import AUDITOR, CITY_OFFICERS, OPERATOR, PROVINCE_DECIDER
from shared.access.roles import Caller, Level

GENUINE = ("own", "sibling", "other")
FALSE = ("parent", "child")
"""Relations of a token that does not hold."""
WITHOUT_RELATION = ("public", "auditor", "operator")
WITH_RELATION = ("enterprise", "office", "county", "city", "province")

COUNTIES = ("320402", "320404", "320405", "320411", "320412", "320482")
"""Those of the demonstration that may be each other's siblings."""
SIBLING_CITY = "320500"
OTHER = {"province": "330000", "city": "330100", "county": "330102"}

Walker = tuple[str, str]
"""A role and a relation; of a role without relation the second is empty."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case: the county in which it lies, its host, another host there, and a host of another province."""

    county: str
    host_id: str
    sibling_host_id: str
    other_host_id: str


def officer(level: Level, division: str, number: int = 1) -> Caller:
    """An officer of one of the bureaus of the walk."""
    if level is Level.OFFICE:
        return Caller(f"of-{division}-office-{number}", level, f"O-{division}-{number}", "科员")
    return Caller(f"of-{division}-{number}", level, f"B-{division}", "科员")


def speaker(host_id: str) -> Caller:
    """Who speaks for a host."""
    return Caller(f"walk-{host_id}", Level.ENTERPRISE, host_id, "经办人")


def walkers(line: Line) -> Mapping[Walker, Caller | None]:
    """Everybody who walks to a case of that line; the public has no token."""
    county = Caller(f"of-{line.county}-1", Level.COUNTY, f"B-{line.county}", "科长")
    sibling = next(code for code in COUNTIES if code != line.county)
    own = {
        "enterprise": speaker(line.host_id),
        "office": officer(Level.OFFICE, line.county),
        "county": county,
        "city": CITY_OFFICERS[0],
        "province": PROVINCE_DECIDER,
    }
    siblings = {
        "enterprise": speaker(line.sibling_host_id),
        "office": officer(Level.OFFICE, line.county, 2),
        "county": Caller(f"of-{sibling}-1", Level.COUNTY, f"B-{sibling}", "科长"),
        "city": officer(Level.CITY, SIBLING_CITY),
    }
    others = {
        "enterprise": speaker(line.other_host_id),
        "office": officer(Level.OFFICE, OTHER["county"]),
        "county": officer(Level.COUNTY, OTHER["county"]),
        "city": officer(Level.CITY, OTHER["city"]),
        "province": officer(Level.PROVINCE, OTHER["province"]),
    }
    found: dict[Walker, Caller | None] = {("public", ""): None, ("auditor", ""): AUDITOR, ("operator", ""): OPERATOR}
    found |= {(role, "own"): who for role, who in own.items()}
    found |= {(role, "sibling"): who for role, who in siblings.items()}
    found |= {(role, "other"): who for role, who in others.items()}
    return found | dict(_false(own))


def _false(own: Mapping[str, Caller]) -> Iterator[tuple[Walker, Caller]]:
    """Officers of the own line who name the bureau above or below their own."""
    ranks = ("office", "county", "city", "province")
    for place, role in enumerate(ranks):
        who = own[role]
        if place + 1 < len(ranks):
            yield (role, "parent"), Caller(who.subject, who.level, own[ranks[place + 1]].bureau, who.post)
        if place:
            yield (role, "child"), Caller(who.subject, who.level, own[ranks[place - 1]].bureau, who.post)
