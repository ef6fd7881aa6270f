"""Who may do what: one matrix of acts and roles, in `matrix.csv` beside this file, to be read by the officers it binds.

An act is a route by its name: `registry.hand_over_plaque`; `every` are the acts that all services have. A cell that is
empty says no. What a cell says is how far:

* `all`    wherever the thing asked about belongs; of a list, as much as everybody sees
* `own`    a host in its own matters; a bureau where it is competent on that day
* `area`   a bureau for all that lies in its city or province

The rows follow the division of work in [notice] 三 and 四. Whether a case is the caller's own, or lies in its area, is
for the rules of the case to say (`shared.access.competence`): the matrix keeps out who has no part in the act at all.
`recorded` names the acts whose use by officials is kept for the auditor: `read`, `search` or `export`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.access.competence import WrongRole
from shared.access.roles import ANONYMOUS, Caller, Level
from shared.access.tokens import NotSignedIn

FILE = Path(__file__).parent / "matrix.csv"

LEVELS = tuple(level for level in Level if level is not Level.SERVICE)
"""Who sends requests. A service's own acts follow from events and pass no route."""

EVERY = "every"
"""What stands in a row's first column where all services have the act."""

REACHES = frozenset({"all", "own", "area"})


@dataclass(frozen=True, slots=True)
class Permission:
    """A row of the matrix.

    Attributes:
        reach: for each level that may, how far: `all`, `own` or `area`.
        recorded: `read`, `search` or `export` where officials' use is kept for the auditor, else empty.
        title_zh: what officers call the act.
    """

    service: str
    act: str
    reach: Mapping[Level, str]
    recorded: str
    title_zh: str

    @property
    def name(self) -> str:
        """The act's name in records and answers."""
        return f"{self.service}.{self.act}"


class NotInTheMatrix(LookupError):
    """A route without an act, which nobody may use: the service does not start with it."""


@cache
def permissions(file: Path = FILE) -> Mapping[tuple[str, str], Permission]:
    """All rows of a matrix, by service and act."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [_permission(row) for row in csv.DictReader(lines)]
    return {(row.service, row.act): row for row in rows}


def _permission(row: Mapping[str, str]) -> Permission:
    reach: dict[Level, str] = {level: row[level] for level in LEVELS if row[level]}
    return Permission(row["service"], row["act"], reach, row["recorded"], row["事项"])


def permission(service: str, act: str, file: Path = FILE) -> Permission:
    """The row of that service's act; what every service has stands in the product's own matrix.

    Raises:
        NotInTheMatrix: there is none.
    """
    found = permissions(file).get((service, act)) or permissions(FILE).get((EVERY, act))
    if found is None:
        raise NotInTheMatrix(f"{service}.{act} has no row in {file.name}: say who may do it")
    return found


def require_permission(caller: Caller, row: Permission) -> None:
    """The caller's level has a part in the act.

    Raises:
        NotSignedIn: the caller is a member of the public, who has none.
        WrongRole: the caller is of another level.
    """
    if caller.level in row.reach:
        return
    if caller is ANONYMOUS:
        raise NotSignedIn("Send a token as `Authorization: Bearer`.")
    raise WrongRole(f"This is for {', '.join(row.reach)}; the caller is {caller.level}.")
