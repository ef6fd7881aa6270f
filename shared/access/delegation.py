"""Acting for another bureau: which mandates stand, what they reach, and what they leave to whom.

* Forbidden
  - NoMandate     no mandate of that bureau stands for the act
  - NotHandedOn   the bureau does this for another one itself
  - CaseIsTakenUp a higher bureau has taken the station's cases up
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from asyncpg import Record

from shared.access import directory
from shared.access.mandates import UNDELEGABLE, Mandate, MandateKind
from shared.access.roles import BUREAUS, Caller, Level
from shared.database import Connection
from shared.errors import Forbidden
from shared.eventsourcing.asking import Prepared

_STANDING = """
SELECT mandate_id, kind, principal_code, agent_code, document_number, acts, mandates.division_code, station_id,
       bureaus.level AS principal_level, bureaus.division_code AS principal_division
  FROM mandates JOIN bureaus ON bureaus.bureau_code = principal_code
 WHERE principal_code = $1 AND agent_code = $2
   AND since <= $3 AND (until IS NULL OR until >= $3) AND (ended_on IS NULL OR ended_on > $3)
 ORDER BY station_id <> '', mandates.division_code <> '', since, mandate_id
"""
_TAKEN_UP = """
SELECT agent_code FROM mandates
 WHERE kind = 'taken-up' AND principal_code = $1 AND ('' = station_id OR station_id = ANY($2))
   AND since <= $3 AND (ended_on IS NULL OR ended_on > $3)
 LIMIT 1
"""


class NoMandate(Forbidden):
    """A bureau acts for another one only as far as a mandate reaches that stands on the day."""

    title_zh = "当日没有有效的委托或者提级管辖文书，或者该事项不在其范围内。"


class NotHandedOn(Forbidden):
    """What a bureau does on behalf of another one it does itself."""

    title_zh = "受委托办理的事项不得再委托。"


class CaseIsTakenUp(Forbidden):
    """What a higher bureau has taken up is done by that bureau alone."""

    title_zh = "该案件已由上级机关提级管辖。"


async def acting_as(
    connection: Connection,
    caller: Caller,
    act: str,
    on_behalf_of: str,
    day: date,
    *,
    named: Iterable[str] | None = None,
) -> Caller:
    """The officer as they act for the other bureau: with its level, code and division, and the mandates for the act.

    The person stays the same, so recusal and separation of duty hold as ever. `act` is named by its service and route,
    as `application.record_inspection`. Of a read, `named` are the ids in its path: a mandate for one station reads only
    what names that station.

    Raises:
        NoMandate: none stands on that day from that bureau to the officer's for this act.
        NotKnownHere, NotAnOfficerHere: as `directory.acting`, for the officer's own bureau.
    """
    if caller.level not in BUREAUS:
        raise NoMandate(f"Only an officer of a bureau acts for another one; the caller is {caller.level}.")
    own = await directory.acting(connection, caller)
    rows = await connection.fetch(_STANDING, on_behalf_of, caller.bureau, day)
    found = [(row, mandate) for row in rows if (mandate := _mandate(row)).allows(act)]
    if named is not None:
        found = [(row, mandate) for row, mandate in found if _is_named(mandate, named)]
    if not found:
        raise NoMandate(_wanting(caller, act, on_behalf_of, day))
    row, _ = found[0]
    return Caller(
        subject=caller.subject,
        level=Level(row["principal_level"]),
        bureau=on_behalf_of,
        post=own.post,
        division_code=row["principal_division"],
        mandates=tuple(mandate for _, mandate in found),
    )


def _mandate(row: Record) -> Mandate:
    told: Mapping[str, Any] = {name: row[name] for name in Mandate.__dataclass_fields__}
    return Mandate(**{**told, "kind": MandateKind(told["kind"]), "acts": tuple(told["acts"])})


def _is_named(mandate: Mandate, ids: Iterable[str]) -> bool:
    """Whether it is for a station among these ids, or for no single one; an application's id ends with its station."""
    station = mandate.station_id
    return not station or any(each == station or each.endswith(f"-{station}") for each in ids)


def _wanting(caller: Caller, act: str, on_behalf_of: str, day: date) -> str:
    if act in UNDELEGABLE:
        return f"`{act}` is done by the bureau itself, whatever a document says."
    return (
        f"No mandate of {on_behalf_of} to {caller.bureau} stands on {day} for `{act}`: {on_behalf_of} may delegate it, "
        f"or {caller.bureau} take the case up if it is the higher bureau."
    )


async def within_mandate(
    connection: Connection, caller: Caller, prepared: Prepared, day: date, *, loses_cases: bool
) -> Prepared:
    """The command, if a mandate of the caller reaches it, with the mandate in its envelope; without mandates as it is.

    `loses_cases` is whether a higher bureau may have taken up cases of the bureau where the caller serves.

    Raises:
        NoMandate: the caller's mandates are for other stations or divisions.
        NotHandedOn: the bureau itself does this on behalf of another one.
        CaseIsTakenUp: a higher bureau has the cases of the station.
    """
    if not (caller.mandates or loses_cases):
        return prepared
    parts = (prepared, *prepared.also)
    stations = await directory.stations(connection, {part.partition_key for part in parts})
    mandate = _reaching(caller, prepared, stations) if caller.mandates else None
    if mandate is None or mandate.kind is MandateKind.DELEGATED:
        await _require_not_taken_up(connection, caller, list(stations), day)
    if mandate is None:
        return prepared
    if mandate.kind is MandateKind.DELEGATED and any("mandate" in part.attributes for part in parts):
        raise NotHandedOn(f"{caller.bureau} does this on behalf of another bureau, and cannot let {caller.serves_at}.")
    first, *others = (_under(part, mandate) for part in parts)
    return replace(first, also=tuple(others))


def _reaching(caller: Caller, prepared: Prepared, stations: Mapping[str, directory.StationEntry]) -> Mandate:
    """The widest of the caller's mandates that reaches every station that the command is about."""
    places = [(station.station_id, station.division_code) for station in stations.values()]
    if prepared.partition_key not in stations:
        places.append(("", prepared.attributes.get("jurisdiction") or caller.division_code))
    for mandate in caller.mandates:
        if all(mandate.covers(*place) for place in places):
            return mandate
    raise NoMandate(f"The mandates of {caller.bureau} to {caller.serves_at} are for other stations or divisions.")


def _under(part: Prepared, mandate: Mandate) -> Prepared:
    told = {"onbehalfof": mandate.principal_code, "mandate": mandate.document_number}
    return replace(part, attributes={**part.attributes, **told})


async def _require_not_taken_up(connection: Connection, caller: Caller, stations: list[str], day: date) -> None:
    if caller.level not in BUREAUS or not stations:
        return
    by: str | None = await connection.fetchval(_TAKEN_UP, caller.bureau, stations, day)
    if by is not None:
        raise CaseIsTakenUp(f"{by} has taken up the cases of {', '.join(stations)} from {caller.bureau}.")
