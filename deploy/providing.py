"""What both servers must have before a service starts: databases with roles and schemas, topics, users and rights."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from deploy.databases import beside, database_name, make_databases
from deploy.principals import make_principals
from deploy.roles import Logins
from deploy.topics import make_topics, topics_of


async def provide(logins: Logins, kafka: str, services: Sequence[str], prefix: str, passwords: Path) -> list[str]:
    """Make what is missing for these services, and leave what is there; returns the names of the databases.

    `kafka` is the deploy tool's own way in, and `passwords` the folder with those of the services there.

    Raises:
        ServerTrouble: a server does not answer, or does not let us do it.
    """
    databases = {name: database_name(name, prefix) for name in (*services, *beside(services))}
    await asyncio.gather(
        make_databases(logins, databases),
        make_topics(kafka, topics_of(prefix)),
        make_principals(kafka, services, prefix, passwords),
    )
    return sorted(databases.values())
