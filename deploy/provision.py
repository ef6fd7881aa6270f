"""`python -m deploy.provision`: databases, roles, schemas, topics and rights in servers that run already.

Where they are and as whom it comes in is told by `SHIFAN_POSTGRES` and `SHIFAN_KAFKA`. Passwords are those of the
folder of keys, and one that is missing there is made. What is there stays: it may be run before every start.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.embedded.files import ServerTrouble
from deploy.embedded.kafka import answers
from deploy.embedded.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE
from deploy.keys import keys_in
from deploy.providing import provide
from deploy.roles import ROLES_VARIABLE, Logins, are_shared
from deploy.stack import SERVICES
from shared.bus.address import WrongAddress

DATA = Path("/run/shifan")
"""Where an installation of containers has its secrets, in `keys` as everywhere."""
PREFIX_VARIABLE = "SHIFAN_TOPIC_PREFIX"
_KAFKA_SECONDS = 60.0


async def provision(data: Path, environment: Mapping[str, str], services: Sequence[str] = SERVICES) -> list[str]:
    """Give both servers what the services need, with the passwords of a data folder; returns the databases' names.

    Raises:
        ServerTrouble: a server is not named, does not answer, or does not let us do it.
        WrongAddress: the options of Kafka's address do not go together, or a file of them cannot be used.
    """
    missing = [name for name in (POSTGRES_VARIABLE, KAFKA_VARIABLE) if not environment.get(name)]
    if missing:
        raise ServerTrouble(f"{' and '.join(missing)}: name the server here")
    keys = keys_in(data)
    shared = are_shared(environment.get(ROLES_VARIABLE, ""))
    logins = Logins(environment[POSTGRES_VARIABLE], keys.postgres, shared=shared)
    kafka = environment[KAFKA_VARIABLE]
    await answers(kafka, _KAFKA_SECONDS)
    return await provide(logins, kafka, services, environment.get(PREFIX_VARIABLE, ""), keys.kafka)


def main(arguments: Sequence[str] | None = None) -> int:
    """Provide for all services; the exit status is 1 where that could not be done."""
    parser = argparse.ArgumentParser(prog="python -m deploy.provision", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help=f"the folder that has `keys`; default {DATA}")
    asked = parser.parse_args(arguments)
    try:
        names = asyncio.run(provision(asked.data, os.environ))
    except (ServerTrouble, WrongAddress) as trouble:
        print(f"provision: {trouble}", file=sys.stderr)
        return 1
    print(f"provided for: {', '.join(names)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
