"""How far a caller sees: a filter for every read."""

from dataclasses import dataclass
from typing import assert_never

from shared.access.competence import NotYourCase, OutsideJurisdiction
from shared.access.directory import acting
from shared.access.roles import Caller, Level
from shared.database import Connection


@dataclass(frozen=True, slots=True)
class Scope:
    """What a caller sees of things that belong to a host, a bureau and a division.

    As SQL, with `$1`, `$2`, `$3` from `arguments()`:
    `host_id = coalesce($1, host_id) AND bureau_code = coalesce($2, bureau_code) AND division_code LIKE $3 || '%'`.
    """

    host_id: str | None = None
    bureau_code: str | None = None
    division_prefix: str = ""

    def arguments(self) -> tuple[str | None, str | None, str]:
        """The three values for SQL."""
        return self.host_id, self.bureau_code, self.division_prefix

    def covers(self, *, host_id: str = "", bureau_code: str = "", division_code: str = "") -> bool:
        """Whether the caller sees a thing of that host, that bureau and that division."""
        return (
            self.host_id in {None, host_id}
            and self.bureau_code in {None, bureau_code}
            and division_code.startswith(self.division_prefix)
        )

    def require(self, *, host_id: str = "", bureau_code: str = "", division_code: str = "") -> None:
        """The caller sees a thing of that host, that bureau and that division.

        Raises:
            NotYourCase: it is another enterprise's.
            OutsideJurisdiction: another bureau is competent.
        """
        if self.covers(host_id=host_id, bureau_code=bureau_code, division_code=division_code):
            return
        if self.host_id is not None:
            raise NotYourCase(f"The case belongs to host {host_id or 'unknown'}.")
        raise OutsideJurisdiction(f"Bureau {bureau_code or 'unknown'} in {division_code or 'unknown'} is competent.")


NOTHING = Scope(host_id="-", bureau_code="-", division_prefix="-")
"""What the public sees of things that are not public: no host, bureau or division has that code."""


async def scope_of(connection: Connection, caller: Caller) -> Scope:
    """How far the caller sees, as this service knows them; under a mandate, as far as the widest of theirs reaches.

    Raises:
        NotKnownHere, NotAnOfficerHere: as `acting`.
    """
    match caller.level:
        case Level.PUBLIC:
            return NOTHING
        case Level.AUDITOR | Level.OPERATOR | Level.SERVICE:
            return Scope()
        case Level.ENTERPRISE:
            return Scope(host_id=caller.bureau) if caller.bureau else NOTHING
        case Level.OFFICE | Level.COUNTY:
            await acting(connection, caller)
            return Scope(bureau_code=caller.bureau, division_prefix=_narrowed("", caller))
        case Level.CITY:
            area = (await acting(connection, caller)).division_code[:4]
            return Scope(division_prefix=_narrowed(area, caller))
        case Level.PROVINCE:
            area = (await acting(connection, caller)).division_code[:2]
            return Scope(division_prefix=_narrowed(area, caller))
        case _:
            assert_never(caller.level)


def _narrowed(area: str, caller: Caller) -> str:
    """The beginning of the codes that the caller sees: of the area, what the first of their mandates is for."""
    return (caller.mandates[0].area if caller.mandates else "") or area
