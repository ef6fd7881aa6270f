"""What the decisions about hosts need to know: who is competent, which host looks like it, and what numbers it has."""

from dataclasses import replace
from typing import assert_never

from services.registry.division import codes
from services.registry.host.commands import HostCommand, LinkIdentifier, RegisterHost, RenameHost
from services.registry.host.decisions import HOST
from services.registry.queries import divisions
from shared.access import competence, directory
from shared.access.competence import OutsideJurisdiction
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared
from shared.eventsourcing.ids import new_id

Command = HostCommand

ALIKE = """
SELECT host_id FROM hosts
 WHERE division_code = $1 AND likeness(name) = likeness($2) AND likeness($2) <> '' AND host_id <> $3
 ORDER BY host_id LIMIT 1
"""
# Both look-ups of a registration in one round trip: a host that looks alike, and the changes of its division.
_ALIKE_AND_CHANGES = f"""
SELECT coalesce(({ALIKE}), '') AS alike, changes.*
  FROM (VALUES (1)) AS once LEFT JOIN ({divisions.TOUCHING.replace("$1", "$4")}) AS changes ON true
"""  # noqa: S608 (constants of ours)
_NUMBERS = """
SELECT registration_number FROM hosts WHERE host_id = $1
UNION ALL
SELECT number FROM host_identifiers WHERE host_id = $1
"""
_HAS_A_STATION_THERE = "SELECT EXISTS (SELECT FROM stations WHERE host_id = $1 AND bureau_code = $2)"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case RegisterHost():
            return await register_host(command, caller, connection)
        case RenameHost():
            return await rename_host(command, caller, connection)
        case LinkIdentifier():
            return await link_identifier(command, caller, connection)
        case _:
            assert_never(command)


async def register_host(command: RegisterHost, caller: Caller, connection: Connection) -> Prepared:
    competence.require_county_of_division(caller, caller, command.division_code)
    division = command.division_code
    name = "" if command.distinct_because else command.name  # Nothing looks like a host without a name.
    rows = await connection.fetch(_ALIKE_AND_CHANGES, division, name, command.host_id, [division])
    changes = [divisions.change_of(row) for row in rows if row["effective_on"] is not None]
    codes.require_in_force(division, command.today, changes)
    return Prepared(
        decider=HOST,
        stream=f"host-{command.host_id}",
        command=replace(command, alike=rows[0]["alike"]),
        attributes={"jurisdiction": command.division_code},
    )


async def rename_host(command: RenameHost, caller: Caller, connection: Connection) -> Prepared:
    host = await directory.the_host(connection, command.host_id)
    await _require_its_county(connection, caller, host)
    return Prepared(
        decider=HOST,
        stream=f"host-{command.host_id}",
        command=command,
        attributes={"jurisdiction": host.division_code},
    )


async def link_identifier(command: LinkIdentifier, caller: Caller, connection: Connection) -> Prepared:
    """The stream is that of a host which would be registered by the number: whoever is first has it, either way.

    The key is the host's own, so that readers hear of the host first.
    """
    host = await directory.the_host(connection, command.host_id)
    await _require_its_county(connection, caller, host)
    numbers = await connection.fetch(_NUMBERS, command.host_id)
    return Prepared(
        decider=HOST,
        stream=f"host-{new_id('ho', command.number)}",
        command=replace(command, numbers=tuple(row[0] for row in numbers)),
        partition_key=f"host-{command.host_id}",
        attributes={"jurisdiction": host.division_code},
    )


async def _require_its_county(connection: Connection, caller: Caller, host: directory.Host) -> None:
    """The county where the host is on the register, or one that is competent for a station of it.

    The register keeps the division of the first day; after a change of divisions no bureau may be left there.
    """
    competence.require(caller, Level.COUNTY)
    if caller.level is not Level.COUNTY or caller.division_code == host.division_code:
        return
    if not await connection.fetchval(_HAS_A_STATION_THERE, host.host_id, caller.bureau):
        raise OutsideJurisdiction(f"Bureau {caller.bureau} is not competent for host {host.host_id}.")
