"""Puts a service together and runs it: the API, the worker and the relay in one event loop, or one of them alone."""

import argparse
import asyncio
import gc
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI

from shared import telemetry
from shared.access.tokens import Verifier
from shared.bus.address import Address
from shared.bus.notifier import Notifier
from shared.bus.relay import Relay
from shared.bus.topics import topic_of
from shared.bus.worker import Worker
from shared.chores import outlasting
from shared.clock import Clock
from shared.database import DIRECTORY_SCHEMA, STORE_SCHEMA, create_pool, migrate
from shared.events.catalogue import seals
from shared.eventsourcing.bell import Bell
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.store import EventStore
from shared.runtime import Runtime, Service
from shared.sealing.sealer import sealer_open
from shared.settings import Settings
from shared.web.app import create_app
from shared.web.serving import serve

log = structlog.get_logger(__name__)

ROLES = {
    "all": "the API, the worker and the relay in one process",
    "api": "answers HTTP",
    "worker": "reads the topics of other services",
    "relay": "sends this service's events to Kafka",
    "migrate": "brings the database's schema up to date and ends",
    "rewrap": "wraps the keys of persons anew under the newest key of the installation and ends",
}
_TICK_SECONDS = 20
_COLLECT_AFTER = 20_000


async def prepare_database(service: Service, settings: Settings) -> list[str]:
    """Bring the service's schema up to date; returns the files that ran."""
    return await migrate(settings.database_url, STORE_SCHEMA, DIRECTORY_SCHEMA, service.schema)


async def rewrap_keys(settings: Settings) -> int:
    """Wrap the keys of persons anew under the first key in the file of `SHIFAN_KEK_FILE`; returns how many there are.

    Raises:
        InvalidTag: one lies under none of the keys in the file. Nothing was changed.
    """
    async with sealer_open(settings) as sealer:
        return await sealer.rewrap()


@asynccontextmanager
async def running(service: Service, settings: Settings, role: str = "all") -> AsyncIterator[Runtime]:
    """The service's runtime with everything of its role at work; all of it stops at the end of the block."""
    await prepare_database(service, settings)
    async with AsyncExitStack() as stack:
        dsn = settings.database_url
        pool = await create_pool(dsn)
        stack.push_async_callback(pool.close)
        notifier = Notifier(dsn)
        relay = Relay(dsn, settings.kafka, topic_of(service.name, settings.topic_prefix))

        bell = Bell()

        def woken() -> None:
            bell.ring()
            # A relay that leads in another process is told through PostgreSQL.
            if relay.leader:
                relay.wake()
            else:
                notifier.poke()

        committer = Committer(dsn, woken=woken)
        await committer.start()
        stack.push_async_callback(committer.stop)
        clock = Clock(sandbox=settings.sandbox)
        async with pool.acquire() as connection:
            await clock.load(connection)
        runtime = Runtime(
            service=service,
            settings=settings,
            pool=pool,
            committer=committer,
            store=EventStore(pool, committer),
            clock=clock,
            verifier=Verifier(settings.jwks_file, settings.issuer),
            bell=bell,
        )
        await _open_beside(runtime, stack)
        stack.push_async_callback(_stop, [asyncio.create_task(work) for work in _works(runtime, role, notifier, relay)])
        yield runtime


async def _open_beside(runtime: Runtime, stack: AsyncExitStack) -> None:
    """What the service needs beside its own database."""
    if seals(runtime.service.name):
        runtime.sealer = await stack.enter_async_context(sealer_open(runtime.settings))
    if runtime.service.around is not None:
        await stack.enter_async_context(runtime.service.around(runtime))


def _works(runtime: Runtime, role: str, notifier: Notifier, relay: Relay) -> list[Coroutine[Any, Any, None]]:
    """What runs beside the API in this role, with the checks that tell whether it does."""
    works: list[Coroutine[Any, Any, None]] = [notifier.run()]
    if role in {"all", "relay"}:
        runtime.resources["relay"] = relay
        works.append(relay.run())
    if role in {"all", "worker"} and runtime.service.listens_to:
        worker = runtime.resources["worker"] = Worker(runtime)
        runtime.checks["worker"] = lambda: worker.assigned > 0
        works.append(worker.run())
    if role in {"all", "worker"} and runtime.service.begin_days is not None and not runtime.settings.sandbox:
        works.append(_tick(runtime))
    if role in {"all", "worker"} and runtime.service.chores is not None:
        works.append(runtime.service.chores(runtime))
    return works


async def _stop(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _tick(runtime: Runtime) -> None:
    """In production the registry begins each day when it comes, and the days of an outage afterwards."""
    begin_days = runtime.service.begin_days
    assert begin_days is not None
    await outlasting(
        lambda: begin_days(runtime, runtime.clock.today()), "the day could not be begun; trying again", _TICK_SECONDS
    )


def create_api(service: Service, settings: Settings, role: str = "all") -> FastAPI:
    """The service's HTTP side, whose lifespan runs the rest of the role."""

    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with running(service, settings, role) as runtime:
            api.state.runtime = runtime
            yield

    return create_app(service, lifespan)


def run(service: Service, arguments: Sequence[str] | None = None) -> None:
    """The service's command line: `python -m services.<name> [all|api|worker|relay|migrate|rewrap]`."""
    parser = argparse.ArgumentParser(
        prog=f"python -m services.{service.name}",
        description=(__import__(f"services.{service.name}", fromlist=["__doc__"]).__doc__ or "").strip(),
        epilog="Settings come from the environment: SHIFAN_DATABASE_URL, SHIFAN_KAFKA, … (shared/settings.py).",
    )
    parser.add_argument("role", nargs="?", default="all", choices=ROLES, help="; ".join(map(": ".join, ROLES.items())))
    role = parser.parse_args(arguments).role
    if role == "rewrap" and not seals(service.name):
        parser.error(f"{service.name} seals nothing, and has no keys of persons")
    settings = Settings()
    # The relay and the worker try again for ever: an address that cannot be meant so must stop the process before.
    Address.of(settings.kafka).ssl_context()
    telemetry.configure(service.name, settings.log_level)
    if role == "migrate":
        ran = asyncio.run(prepare_database(service, settings))
        log.info("migrated", files=ran)
        return
    if role == "rewrap":
        log.info("rewrapped", keys=asyncio.run(rewrap_keys(settings)))
        return
    # What is loaded by now stays for ever: a collector that walks it again and again only makes callers wait.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    # The relay and the worker answer their health checks and metrics over the same HTTP side.
    serve(create_api(service, settings, role), settings)
