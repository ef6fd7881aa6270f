"""What the decisions about hosts need to know: nothing but who is competent."""

from typing import assert_never

from services.registry.host.commands import HostCommand, RegisterHost
from services.registry.host.decisions import HOST
from shared.access import competence
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = HostCommand


async def prepare(command: Command, caller: Caller, _connection: Connection) -> Prepared:
    match command:
        case RegisterHost():
            return register_host(command, caller)
        case _:
            assert_never(command)


def register_host(command: RegisterHost, caller: Caller) -> Prepared:
    competence.require_county_of_division(caller, caller, command.division_code)
    return Prepared(
        decider=HOST,
        stream=f"host-{command.host_id}",
        command=command,
        attributes={"jurisdiction": command.division_code},
    )
