"""The whole stack as real processes: servers, databases, topics, keys, and each service."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from deploy.databases import VAULT, beside, database_name, keys_of, remove_databases
from deploy.embedded.files import PortTaken, ServerTrouble, write_file
from deploy.embedded.ports import Reservations, read_ports
from deploy.embedded.processes import remember
from deploy.embedded.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE, Servers
from deploy.keys import ISSUER, keys_in, make_keys
from deploy.principals import as_service
from deploy.providing import provide
from deploy.roles import ROLES_VARIABLE, Logins, are_shared
from deploy.service_process import ROOT, ServiceProcess, service_command
from deploy.state import (
    Process,
    RunningService,
    State,
    empty,
    forget_state,
    holding,
    is_ours,
    mark,
    read_state,
    write_state,
)
from deploy.topics import remove_topics, topics_of
from shared.events.catalogue import OWNERS, seals

Report = Callable[[str], None]
SERVICES = ("registry", "application", "assessment", "publication", "incentives", "audit", "notification")
_FIRST_PORT = 8101
_TRIES = 3
_SERVERS = ("kafka", "postgres")
# A sandbox's own demonstrations and benchmarks are one caller from one address; a word of the environment goes before.
_SANDBOX = {
    "SHIFAN_REQUESTS_BY_CALLER": "0",
    "SHIFAN_REQUESTS_BY_ADDRESS": "0",
    "SHIFAN_OPINIONS_BY_ADDRESS": "1000/minute",
    "SHIFAN_VOTES_BY_ADDRESS": "1000/minute",
    "SHIFAN_OPINION_WORK": "1",
    "SHIFAN_VOTE_WORK": "1",
}
# Whom the deploy tool is to PostgreSQL, no service is told.
_DEPLOYS_OWN = {POSTGRES_VARIABLE, ROLES_VARIABLE, "PGUSER", "PGPASSWORD", "PGPASSFILE"}


class Stack:
    """A stack with everything it keeps in one folder.

    Servers that the environment names (SHIFAN_POSTGRES, SHIFAN_KAFKA) are used instead of embedded ones; give such
    a stack a `topic_prefix` of its own where several share them: topics and databases are named by it.
    """

    def __init__(
        self,
        data: Path,
        *,
        services: Sequence[str] = SERVICES,
        topic_prefix: str = "",
        report: Report = lambda _: None,
        environment: Mapping[str, str] | None = None,
        command: Callable[[str], Sequence[str]] = service_command,
    ) -> None:
        self.data = data.absolute()
        self.topic_prefix = topic_prefix
        self._names = tuple(services)
        self._report = report
        self._environment = dict(os.environ if environment is None else environment)
        self._servers = Servers(self.data, report, self._environment)
        self._command = command
        self._services: dict[str, ServiceProcess] = {}
        self._held = ExitStack()
        self._ports = Reservations()

    @property
    def urls(self) -> dict[str, str]:
        return {name: service.url for name, service in self._services.items()}

    @property
    def kafka(self) -> str:
        return self._servers.kafka

    @property
    def issuer_key(self) -> Path:
        return keys_in(self.data).issuer

    @property
    def services(self) -> Mapping[str, ServiceProcess]:
        return self._services

    @property
    def logins(self) -> Logins:
        """Who logs in to which database. Of an embedded server that was never started there are none."""
        shared = are_shared(self._environment.get(ROLES_VARIABLE, "")) and self._servers.own_postgres is None
        return Logins(self._servers.postgres(), keys_in(self.data).postgres, shared=shared)

    def postgres_dsn(self, database: str) -> str:
        """The deploy tool's own way into a database: a service's, one beside it, or the server's (`postgres`)."""
        if database == "postgres":
            return self._servers.postgres()
        return self._servers.postgres(database_name(database, self.topic_prefix))

    def log(self, name: str) -> Path:
        return self.data / "logs" / f"{name}.log"

    async def start(self) -> None:
        """Start all of it and wait until each service says that it is ready; on trouble nothing is left running."""
        self._held.enter_context(holding(self.data))
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop the services, then the servers that are ours."""
        await asyncio.gather(*(service.stop() for service in self._services.values()))
        await self._servers.stop()
        forget_state(self.data)
        self._ports.release()
        self._held.close()

    async def kill(self, name: str) -> None:
        """End a service, `kafka` or `postgres` with SIGKILL."""
        if name not in _SERVERS:
            await self._services[name].kill()
            return
        server = self._servers.own_kafka if name == "kafka" else self._servers.own_postgres
        if server is None:
            raise ServerTrouble(f"{name} is named by the environment: it is not ours to kill")
        await asyncio.to_thread(server.kill)

    async def restart(self, name: str) -> None:
        """Start again what was killed or has died, on the same port, and wait until it is ready."""
        if name in _SERVERS:
            await self._servers.start_one(name)
            return
        service = self._services[name]
        if service.process is None:
            service.launch()
            self._note()
        await service.ready()

    def dead(self) -> list[str]:
        """Whatever should run and does not, servers first."""
        ours = {"kafka": self._servers.own_kafka, "postgres": self._servers.own_postgres}
        servers = [name for name, server in ours.items() if server is not None and server.process() is None]
        return servers + [name for name, service in self._services.items() if service.process is None]

    def environment(self, name: str, *, as_owner: bool = False) -> dict[str, str]:
        """What a service is started with; other databases are not in it, nor is the owner's login, unless asked for."""
        keys, logins = keys_in(self.data), self.logins
        inherited = {key: value for key, value in self._environment.items() if key not in _DEPLOYS_OWN}
        database = database_name(name, self.topic_prefix)
        settings = {
            "SHIFAN_DATABASE_URL": logins.owner(database) if as_owner else logins.service(database),
            KAFKA_VARIABLE: as_service(self.kafka, name, self.topic_prefix, keys.kafka),
            "SHIFAN_TOPIC_PREFIX": self.topic_prefix,
            "SHIFAN_JWKS_FILE": str(keys.public),
            "SHIFAN_ISSUER": ISSUER,
            "SHIFAN_SANDBOX": "true",
            "SHIFAN_HOST": "127.0.0.1",
            "SHIFAN_DATA": str(self.data / "services" / name),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            # Seven processes that compile everything at each start would be slow to come back.
            "PYTHONDONTWRITEBYTECODE": "",
        }
        if name == "publication":
            settings["SHIFAN_OPINION_KEY_FILE"] = str(keys.opinions)
            settings["SHIFAN_VAULT_URL"] = logins.service(database_name(VAULT, self.topic_prefix))
        if name == "audit":
            settings["SHIFAN_LOG_KEY_FILE"] = str(keys.log)
            settings["SHIFAN_TLOGS"] = str(self.data / "tlogs")
            stores = (self.data / "services" / owner / "objects" for owner in OWNERS)
            settings["SHIFAN_DOCUMENTS_URLS"] = ",".join(map(str, stores))
        if name == "incentives":
            settings["SHIFAN_VOTE_KEY_FILE"] = str(keys.votes)
        if name == "notification":
            settings["SHIFAN_WEBHOOK_KEY_FILE"] = str(keys.webhooks)
        if seals(name):
            settings["SHIFAN_KEYS_URL"] = logins.service(database_name(keys_of(name), self.topic_prefix))
            settings["SHIFAN_KEK_FILE"] = str(keys.kek)
        return {**_SANDBOX, **inherited, **settings}

    async def _start(self) -> None:
        mark(self.data, self.topic_prefix)
        await asyncio.to_thread(stop_left_behind, self.data, self._report)
        make_keys(self.data)
        await self._servers.start()
        await provide(self.logins, self.kafka, self._names, self.topic_prefix, keys_in(self.data).kafka)
        self._services.clear()
        for name in self._names:
            self._services[name] = self._launched(name)
        self._note()
        if self._names:
            self._report(f"starting {', '.join(self._names)}")
        await asyncio.gather(*(self._until_ready(name) for name in self._names))

    async def _until_ready(self, name: str) -> None:
        """Wait for it; where a stranger took its port in between, it gets another one."""
        for _ in range(_TRIES):
            try:
                await self._services[name].ready()
            except PortTaken as trouble:
                self._report(str(trouble))
                self._services[name] = self._launched(name)
                self._note()
            else:
                return
        raise ServerTrouble(f"{name} finds no free port")

    def _launched(self, name: str) -> ServiceProcess:
        port = self._port(name)
        (self.data / "services" / name).mkdir(parents=True, exist_ok=True)
        environment = {**self.environment(name), "SHIFAN_PORT": str(port)}
        service = ServiceProcess(name, self._command(name), port, self.log(name), environment)
        service.launch()
        return service

    def _port(self, name: str) -> int:
        """Last time's port, else the one that the documents name, else a free one."""
        file = self.data / "services" / f"{name}.port.json"
        usual = _FIRST_PORT + SERVICES.index(name) if name in SERVICES else 0
        wished = [port for port in (*(read_ports(file, 1) or ()), usual) if port]
        port = next(filter(self._ports.take, wished), None) or self._ports.take_any()
        write_file(file, f"[{port}]")
        return port

    def _note(self) -> None:
        services = {
            name: RunningService(process=Process.of(process), url=service.url, port=service.port)
            for name, service in self._services.items()
            if (process := service.process) is not None
        }
        state = State(
            owner=Process.of(remember(os.getpid())),
            postgres=self._servers.postgres(),
            kafka=self.kafka,
            postgres_is_ours=self._servers.own_postgres is not None,
            kafka_is_ours=self._servers.own_kafka is not None,
            topic_prefix=self.topic_prefix,
            issuer_key=self.issuer_key,
            services=services,
        )
        write_state(self.data, state)


def stop_left_behind(data: Path, report: Report = lambda _: None) -> None:
    """End services whose stack was killed: they would hold the ports and do the work twice."""
    state = read_state(data)
    for name, service in (state.live_services if state is not None else {}).items():
        report(f"ending {name} (pid {service.process.pid}), which a killed stack left behind")
        process = service.process.remembered
        process.send(signal.SIGTERM)
        if not process.gone_within(20):
            process.send(signal.SIGKILL)
            process.gone_within(10)
    forget_state(data)


async def wipe(data: Path, *, topic_prefix: str = "", report: Report = lambda _: None) -> None:
    """Empty a folder that a stack made, and remove what it kept in servers named by the environment."""
    if not is_ours(data):
        raise ServerTrouble(f"{data} was not made by ./shifan and is left as it is; name another folder with --data")
    servers = Servers(data, report)
    if (servers.named_postgres or servers.named_kafka) and not topic_prefix:
        raise ServerTrouble("topics and databases of named servers are only removed where they have a prefix")
    with holding(data):
        mark(data, topic_prefix)
        await asyncio.to_thread(stop_left_behind, data, report)
        await servers.stop()
        empty(data)
    if servers.named_postgres:
        names = [database_name(name, topic_prefix) for name in (*SERVICES, *beside(SERVICES))]
        await remove_databases(servers.named_postgres, names)
    if servers.named_kafka:
        await remove_topics(servers.named_kafka, topics_of(topic_prefix))


def own_prefix(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """What keeps a second stack apart in servers that the environment names; embedded ones are its own anyway."""
    named = environment.get(POSTGRES_VARIABLE) or environment.get(KAFKA_VARIABLE)
    return f"{name}." if named else ""


def urls_of(pattern: str) -> dict[str, str]:
    """Where each service is, from an address with `{service}` or `{port}` in it: its name, and its usual port."""
    return {
        name: pattern.replace("{service}", name).replace("{port}", str(_FIRST_PORT + number))
        for number, name in enumerate(SERVICES)
    }
