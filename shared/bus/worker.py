"""The worker of a service: faust reads the topics, the reactor works the messages off.

Faust gives the group, the assignment and the agents. It acknowledges a message even when the agent failed, so nothing
is built on its committed offsets: the inbox in the database decides, and a gap makes the worker seek back (ADR 0004).
"""

import asyncio
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import faust
import structlog
from faust.contrib.asgi import faust_app_running
from faust.types import TP

from shared.bus.reactor import Reactor, Verdict
from shared.bus.topics import PARTITIONS, topic_of
from shared.eventsourcing.messages import Message
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

_FIRST_WAIT = 0.2
_LONGEST_WAIT = 2.0
_LOOK_SECONDS = 0.2
_STEADY_SECONDS = 30
_SEEK_AGAIN_SECONDS = 3


class Worker:
    """Runs for ever: Kafka may come later than we do, and faust may crash, so each time a new app is made."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._app: faust.App | None = None
        self._sought: dict[TP, tuple[int, float]] = {}
        self.reactor = Reactor(runtime)
        self.restarts = 0
        self.gaps = 0

    @property
    def assigned(self) -> int:
        """How many partitions this process reads now."""
        app = self._app
        if app is None or not app.started or app.rebalancing:
            return 0
        with suppress(Exception):  # Before its start the consumer has no assignment and raises.
            return len(app.consumer.assignment())
        return 0

    async def run(self) -> None:
        """Read until cancelled."""
        wait = _FIRST_WAIT
        while True:
            began = time.monotonic()
            try:
                await self.reactor.reload()
                self._sought.clear()
                self._app = app = self._make()
                async with faust_app_running(app, stop_timeout=10):
                    while not (app.crashed or app.should_stop):  # noqa: ASYNC110 (faust tells nobody)
                        await asyncio.sleep(_LOOK_SECONDS)
            except Exception as error:  # noqa: BLE001 (whatever stopped faust, the service goes on and tries again)
                log.warning("worker starts again", error=repr(error))
            self.restarts += 1
            steady = time.monotonic() - began > _STEADY_SECONDS
            wait = _FIRST_WAIT if steady else min(wait * 2, _LONGEST_WAIT)
            await asyncio.sleep(wait)

    def _make(self) -> faust.App:
        settings = self._runtime.settings
        name = self._runtime.service.name
        folder = Path(settings.data) / "faust" / name
        folder.mkdir(parents=True, exist_ok=True)
        app = faust.App(
            f"{settings.topic_prefix}{name}",
            broker=[f"kafka://{server}" for server in settings.kafka.split(",")],
            value_serializer="raw",
            key_serializer="raw",
            store="memory://",
            web_enabled=False,
            topic_disable_leader=True,
            topic_allow_declare=False,
            topic_partitions=PARTITIONS,
            consumer_auto_offset_reset="earliest",
            consumer_metadata_max_age_ms=3000,
            stream_wait_empty=False,
            broker_commit_interval=1.0,
            broker_session_timeout=6,
            broker_heartbeat_interval=1,
            broker_request_timeout=15,
            datadir=str(folder),
            logging_config=None,
            loghandlers=[],
        )
        for owner in self._runtime.service.listens_to:
            self._listen(app, topic_of(owner, settings.topic_prefix))
        return app

    def _listen(self, app: faust.App, name: str) -> None:
        topic = app.topic(name, key_type=bytes, value_type=bytes, value_serializer="raw", key_serializer="raw")

        async def agent(stream: Any) -> None:
            async for event in stream.events():
                await self._take(event.message)

        app.agent(topic, name=f"{name}:react", concurrency=1, isolated_partitions=True)(agent)

    async def _take(self, told: Any) -> None:
        message = Message(
            told.topic,
            told.partition,
            told.offset,
            told.key or b"",
            told.value or b"",
            tuple(told.headers.items() if isinstance(told.headers, dict) else told.headers or ()),
        )
        if await self.reactor.take(message) is Verdict.GAP:
            await self._go_back(message)

    async def _go_back(self, message: Message) -> None:
        """Something before this message is not in our database: read on from where the database stands.

        The messages that are already buffered are gaps too, so one seek for a standing serves all of them for a
        while; if a rebalance has undone it, it is made again.
        """
        await self.reactor.inbox.reload()
        place = TP(message.topic, message.partition)
        standing = self.reactor.inbox.standing(message.topic, message.partition)
        offset, at = self._sought.get(place, (None, 0.0))
        if self._app is None or (offset == standing.offset and time.monotonic() - at < _SEEK_AGAIN_SECONDS):
            return
        self._sought[place] = (standing.offset, time.monotonic())
        self.gaps += 1
        log.warning("gap", topic=place.topic, partition=place.partition, at=message.offset, back_to=standing.offset + 1)
        await self._app.consumer.seek(place, standing.offset + 1)
