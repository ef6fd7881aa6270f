"""What can be asked of the lists as of a moment: one function a list, each a page behind a place in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.audit.lists.inbox import standing
from services.audit.lists.rows import (
    CaseThen,
    NomineeThen,
    StationThen,
    TitleThen,
    competent,
    nominee_row,
    station_row,
    title_row,
)
from services.audit.lists.things import Thing, all_things, things
from services.audit.moments import Moment
from shared.access import directory
from shared.access.scope import Scope
from shared.database import Connection

_LAST = 1 << 31


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; empty is any. `district` is the beginning of a division's code."""

    bureau: str = ""
    district: str = ""
    kind: str = ""
    season: str = ""
    status: str = ""
    level: str = ""


async def _bureaus(connection: Connection, moment: Moment) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    async for some in all_things(connection, "bureau", moment):
        found |= some
    return found


async def register(
    connection: Connection, moment: Moment, wanted: Wanted, after: str | None, limit: int
) -> list[StationThen]:
    """The stations on the register, by their ids."""
    bureaus = await _bureaus(connection, moment)
    found: list[StationThen] = []
    async for some in all_things(connection, "station", moment, after=after):
        whole = {one: thing for one, thing in some.items() if "registered_on" in thing and "bureau_code" in thing}
        hosts = await things(connection, "host", (thing["host_id"] for thing in whole.values()), moment)
        rows = (station_row(one, thing, hosts, bureaus) for one, thing in whole.items())
        found += [row for row in rows if _fits_station(row, wanted)]
        if len(found) >= limit:
            break
    return found[:limit]


def _fits_station(row: StationThen, wanted: Wanted) -> bool:
    return (
        wanted.bureau in {"", row.bureau_code}
        and row.division_code.startswith(wanted.district)
        and wanted.kind in {"", row.kind}
        and wanted.status in {"", row.status}
    )


async def titles(
    connection: Connection, moment: Moment, wanted: Wanted, after: str | None, limit: int
) -> list[TitleThen]:
    """The titles that had been given, by their numbers; `district` is where the station stood at the moment."""
    found: list[TitleThen] = []
    async for some in all_things(connection, "title", moment, after=after):
        given = {number: thing for number, thing in some.items() if "certified_on" in thing}
        stations = await things(connection, "station", (one["station_id"] for one in given.values()), moment)
        found += [
            row
            for number, thing in given.items()
            if _fits_title(row := title_row(number, thing), stations.get(thing["station_id"], {}), wanted)
        ]
        if len(found) >= limit:
            break
    return found[:limit]


def _fits_title(row: TitleThen, station: Thing, wanted: Wanted) -> bool:
    return (
        wanted.bureau in {"", row.bureau_code}
        and str(station.get("division_code", "")).startswith(wanted.district)
        and wanted.kind in {"", row.kind}
        and wanted.season in {"", row.season_id}
        and wanted.status in {"", row.status}
    )


async def inbox(
    connection: Connection, moment: Moment, wanted: Wanted, scope: Scope, after: str | None, limit: int
) -> list[CaseThen]:
    """The open cases, by their ids. Who may see a case is told by where its station stands today."""
    bureaus = await _bureaus(connection, moment)
    found: list[CaseThen] = []
    async for some in all_things(connection, "case", moment, after=after):
        begun = {one: thing for one, thing in some.items() if "kind" in thing}
        seen = await _seen(connection, scope, (thing["station_id"] for thing in begun.values()))
        cases = {one: thing for one, thing in begun.items() if thing["station_id"] in seen}
        found += [row for row in await _cases(connection, moment, cases, bureaus, wanted) if _fits_case(row, wanted)]
        if len(found) >= limit:
            break
    return found[:limit]


async def _cases(
    connection: Connection, moment: Moment, cases: Mapping[str, Thing], bureaus: Mapping[str, Thing], wanted: Wanted
) -> list[CaseThen]:
    about = [case.get("certificate_number") or case.get("title", "") for case in cases.values()]
    titles_ = await things(connection, "title", about, moment)
    seasons = await things(connection, "season", (case.get("season_id", "") for case in cases.values()), moment)
    stations = await things(connection, "station", (case["station_id"] for case in cases.values()), moment)
    whose = [_host(case, stations) for case in cases.values()]
    hosts = await things(connection, "host", whose, moment)
    found = []
    for (one, case), number, host in zip(cases.items(), about, whose, strict=True):
        station = stations.get(case["station_id"], {})
        if not str(station.get("division_code", "")).startswith(wanted.district):
            continue
        stood = standing(case, seasons.get(case.get("season_id", ""), {}), titles_.get(number, {}))
        bureau = competent(station.get("bureau_code") or case.get("bureau_code", ""), bureaus)
        told = {
            "id": one,
            "outcome": stood.outcome,
            "turn": stood.turn,
            "queues": dict(stood.queues),
            "station_name": station.get("name", ""),
            "host_id": host,
            "host_name": hosts.get(host, {}).get("name", ""),
            "bureau_code": bureau,
            "bureau_name": bureaus.get(bureau, {}).get("name", ""),
        }
        found.append(CaseThen.model_validate({"season_id": "", "filed_at": None, "reserve_number": 0, **case, **told}))
    return found


def _host(case: Thing, stations: Mapping[str, Thing]) -> str:
    return str(case.get("host_id") or stations.get(case["station_id"], {}).get("host_id", ""))


def _fits_case(row: CaseThen, wanted: Wanted) -> bool:
    at_the_level = {level: queue for level, queue in row.queues.items() if wanted.level in {"", level}}
    return (
        bool(at_the_level)
        and (not wanted.status or wanted.status in at_the_level.values())
        and wanted.bureau in {"", row.bureau_code}
        and wanted.kind in {"", row.kind}
        and wanted.season in {"", row.season_id}
    )


async def leaderboard(connection: Connection, moment: Moment, contest_id: str, scope: Scope) -> list[NomineeThen]:
    """Those who stood in a contest, the first place first; whoever has no place yet by their ids."""
    found: list[NomineeThen] = []
    async for some in all_things(connection, "nominee", moment, beginning=f"{contest_id}/"):
        stood = [thing for thing in some.values() if "nominated_on" in thing]
        seen = await _seen(connection, scope, (thing["station_id"] for thing in stood))
        found += [nominee_row(thing) for thing in stood if scope == Scope() or thing["station_id"] in seen]
    return sorted(found, key=place)


def place(row: NomineeThen) -> tuple[int, str]:
    """Where a nominee stands in the list; whoever has no place comes last."""
    return row.rank or _LAST, row.staff_id


async def _seen(connection: Connection, scope: Scope, station_ids: Iterable[str]) -> frozenset[str]:
    """Those of the stations that lie in the scope today."""
    known = await directory.stations(connection, dict.fromkeys(station_ids))
    return frozenset(
        one.station_id
        for one in known.values()
        if scope.covers(host_id=one.host_id, bureau_code=one.bureau_code, division_code=one.division_code)
    )
