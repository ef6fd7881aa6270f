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

from shared.bus.address import Address
from shared.bus.reactor import Reactor, Verdict
from shared.bus.topics import PARTITIONS, topic_of
from shared.chores import end_if_told
from shared.eventsourcing.messages import Message
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

_FIRST_WAIT = 0.2
_LONGEST_WAIT = 2.0
_LOOK_SECONDS = 0.5
_STEADY_SECONDS = 30
_SEEK_AGAIN_SECONDS = 3
_SEEK_SECONDS = 2


class Worker:
    """Runs for ever: Kafka may come later than we do, and faust may crash, so each time a new app is made."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._app: faust.App | None = None
        self._done: dict[TP, tuple[int, float]] = {}
        self._sought: dict[TP, tuple[int, float]] = {}
        self._in_hand: set[TP] = set()
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
                self._done.clear()
                self._sought.clear()
                self._in_hand.clear()
                self._app = app = self._make()
                async with faust_app_running(app, stop_timeout=10):
                    while not (app.crashed or app.should_stop):
                        await asyncio.sleep(_LOOK_SECONDS)
                        await self._look_for_stragglers(app)
            except Exception as error:  # noqa: BLE001 (whatever stopped faust, the service goes on and tries again)
                log.warning("worker starts again", error=repr(error))
            end_if_told()
            self.restarts += 1
            steady = time.monotonic() - began > _STEADY_SECONDS
            wait = _FIRST_WAIT if steady else min(wait * 2, _LONGEST_WAIT)
            await asyncio.sleep(wait)

    def _make(self) -> faust.App:
        settings = self._runtime.settings
        name = self._runtime.service.name
        folder = Path(settings.data) / "faust" / name
        folder.mkdir(parents=True, exist_ok=True)
        kafka = Address.of(settings.kafka)
        app = faust.App(
            f"{settings.topic_prefix}{name}",
            broker=[f"kafka://{server}" for server in kafka.servers.split(",")],
            broker_credentials=_credentials(kafka),
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
        place = TP(message.topic, message.partition)
        self._in_hand.add(place)
        try:
            verdict = await self.reactor.take(message)
        finally:
            self._in_hand.discard(place)
        if verdict is Verdict.GAP:
            await self._go_back(place, message.offset)
        else:
            self._done[place] = (message.offset, time.monotonic())

    async def _go_back(self, place: TP, at: int) -> None:
        """Something before this message is not in our database: read on from where the database stands.

        The messages that are already buffered are gaps too, so one seek for a standing serves all of them.
        """
        await self.reactor.inbox.reload()
        standing = self.reactor.inbox.standing(place.topic, place.partition).offset
        offset, since = self._sought.get(place, (None, 0.0))
        if offset == standing and time.monotonic() - since < _SEEK_AGAIN_SECONDS:
            return
        self.gaps += 1
        log.warning("gap", topic=place.topic, partition=place.partition, at=at, back_to=standing + 1)
        await self._seek(place, standing)

    async def _look_for_stragglers(self, app: faust.App) -> None:
        """Messages that faust has acknowledged without their having been worked off, and that nothing follows.

        No gap will show them, because no later message comes. A partition that has more than was done, with
        nothing in hand and nothing done for a while, is read again from there. So faust's own offsets are never relied
        upon.
        """
        if not app.started or app.rebalancing:
            return
        with suppress(Exception):  # Between an assignment and its first fetch the consumer knows no marks and raises.
            for place in set(app.consumer.assignment()) - self._in_hand:
                mark = app.consumer.highwater(place)
                if place not in self._done:
                    standing = self.reactor.inbox.standing(place.topic, place.partition).offset
                    self._done[place] = (standing, time.monotonic())
                offset, since = self._done[place]
                if offset + 1 < (mark or 0) and time.monotonic() - since > _SEEK_AGAIN_SECONDS:
                    log.warning("stragglers", topic=place.topic, partition=place.partition, back_to=offset + 1)
                    await self._seek(place, offset)

    async def _seek(self, place: TP, offset: int) -> None:
        """Read on behind this offset; whatever came after it does not count as done.

        It is the thread of the consumer that seeks, between two fetches: faust's plain `seek` would take from under
        it what it is about to hand out. That thread may end meanwhile, and then it answers never, or by being
        cancelled; neither may become our own end. What was not sought is a straggler, and looked for again.
        """
        self._done[place] = self._sought[place] = (offset, time.monotonic())
        if self._app is None:
            return
        seeking = asyncio.ensure_future(self._app.consumer.seek_wait({place: offset + 1}))
        try:
            await asyncio.wait({seeking}, timeout=_SEEK_SECONDS)
        finally:
            seeking.cancel()
        if seeking.cancelled() or not seeking.done() or seeking.exception():
            log.warning("not sought", topic=place.topic, partition=place.partition, back_to=offset + 1)


def _credentials(kafka: Address) -> "faust.SASLCredentials | faust.SSLCredentials | None":
    context = kafka.ssl_context()
    if kafka.user:
        return faust.SASLCredentials(
            username=kafka.user, password=kafka.password, mechanism=kafka.mechanism, ssl_context=context
        )
    return faust.SSLCredentials(context) if context is not None else None
