"""PostgreSQL and Kafka together: those named in the environment, and for the rest the embedded ones."""

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.embedded.kafka import Kafka, answers
from deploy.embedded.postgres import Postgres

Report = Callable[[str], None]
POSTGRES_VARIABLE = "SHIFAN_POSTGRES"
KAFKA_VARIABLE = "SHIFAN_KAFKA"


class Servers:
    """The two servers of one data folder. A server that the environment names is used and never stopped."""

    def __init__(
        self,
        data: Path,
        report: Report = lambda _: None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.named_postgres = environment.get(POSTGRES_VARIABLE, "")
        self.named_kafka = environment.get(KAFKA_VARIABLE, "")
        self.own_postgres = None if self.named_postgres else Postgres(data / "postgres", report)
        self.own_kafka = None if self.named_kafka else Kafka(data / "kafka", report)
        self._report = report

    async def start(self) -> None:
        """Start both at the same time, or find them running."""
        await asyncio.gather(self._start_postgres(), self._start_kafka())

    async def start_one(self, name: str) -> None:
        await (self._start_kafka() if name == "kafka" else self._start_postgres())

    async def stop(self) -> None:
        """Stop those that are ours."""
        stops = [server.stop for server in (self.own_kafka, self.own_postgres) if server is not None]
        await asyncio.gather(*(asyncio.to_thread(stop) for stop in stops))

    @property
    def kafka(self) -> str:
        return self.named_kafka or (self.own_kafka.bootstrap if self.own_kafka else "")

    def postgres(self, database: str = "postgres") -> str:
        """The address of a database of the server, with the name and the options of the named server kept."""
        if self.own_postgres is not None:
            return self.own_postgres.dsn(database)
        return with_database(self.named_postgres, database)

    async def _start_postgres(self) -> None:
        if self.own_postgres is None:
            self._report(f"using the PostgreSQL that {POSTGRES_VARIABLE} names")
        else:
            await asyncio.to_thread(self.own_postgres.start)

    async def _start_kafka(self) -> None:
        if self.own_kafka is None:
            self._report(f"using the Kafka that {KAFKA_VARIABLE} names")
            await answers(self.named_kafka, 20)
        else:
            await self.own_kafka.start()


def with_database(dsn: str, database: str) -> str:
    """The same server, another of its databases."""
    scheme, _, rest = dsn.partition("://")
    address, question, options = rest.partition("?")
    return f"{scheme}://{address.partition('/')[0]}/{database}{question}{options}"
