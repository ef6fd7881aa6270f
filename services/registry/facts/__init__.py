"""What the registry's decisions need to know, and whose act each is. As few queries a command as the rules allow.

Each module prepares the commands of its own union `Command`.
"""

from collections.abc import Mapping

from services.registry.facts import (
    bureaus,
    care,
    corrections,
    days,
    divisions,
    hosts,
    jurisdictions,
    ledger,
    mandates,
    staff,
    stations,
    trainings,
)
from shared.access.roles import Caller
from shared.database import Connection
from shared.dispatch import by_command
from shared.eventsourcing.handling import Prepared
from shared.runtime import Prepare

_BY_COMMAND: Mapping[type, Prepare] = by_command(
    (hosts.Command, hosts.prepare),
    (stations.Command, stations.prepare),
    (staff.Command, staff.prepare),
    (care.Command, care.prepare),
    (corrections.Command, corrections.prepare),
    (bureaus.Command, bureaus.prepare),
    (mandates.Command, mandates.prepare),
    (divisions.Command, divisions.prepare),
    (jurisdictions.Command, jurisdictions.prepare),
    (trainings.Command, trainings.prepare),
    (days.Command, days.prepare),
    (ledger.Command, ledger.prepare),
)


async def prepare(command: object, caller: Caller, connection: Connection) -> Prepared:
    """Find the module that knows the command, and let it look up the facts.

    Raises:
        TypeError: it is no command of the registry.
    """
    known = _BY_COMMAND.get(type(command))
    if known is None:
        raise TypeError(f"the registry carries out no {type(command).__name__}")
    return await known(command, caller, connection)
