"""`./shifan replay`: the read models of every service made again, from Kafka alone and from the stores alone."""

import importlib
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal, get_args

from aiokafka.errors import KafkaError

from deploy.databases import database_name
from deploy.embedded.files import ServerTrouble
from deploy.stack import Stack
from shared.database import FAILURES
from shared.replay.comparing import Live, Replayed, as_it_stands
from shared.replay.comparing import replay as replay_one
from shared.replay.gathering import QUIET_SECONDS, Reader, Say, StoresReader, kafka_reader
from shared.replay.healing import CannotHeal, Healed, heal
from shared.replay.sources import Log, compared
from shared.replay.spool import Gathered
from shared.runtime import Service

Source = Literal["kafka", "stores"]
SAME, DIFFERENT, MISSING = 0, 1, 2


class Sources(StrEnum):
    """Where records may be read."""

    KAFKA = "kafka"
    STORES = "stores"
    BOTH = "both"

    @property
    def each(self) -> tuple[Source, ...]:
        return tuple(source for source in get_args(Source) if self in {source, Sources.BOTH})


@contextmanager
def trouble_told() -> Iterator[None]:
    """Servers that do not answer, and records that do not suffice, are told in a sentence.

    Raises:
        ServerTrouble: instead of what was raised.
    """
    try:
        yield
    except (*FAILURES, KafkaError, CannotHeal) as error:
        raise ServerTrouble(str(error) or type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class Read:
    """How a source was read. `strange` counts messages that are no events."""

    records: int
    strange: int
    seconds: float
    rate: int


@dataclass(slots=True)
class Outcome:
    """What came of a replay, by source; `logs` compares the sources, where both were read."""

    read: dict[str, Read] = field(default_factory=dict)
    services: dict[str, list[Replayed]] = field(default_factory=dict)
    logs: list[Log] = field(default_factory=list)

    @property
    def code(self) -> int:
        """0 where all is the same, 1 where something differs, 2 where a source has less than was seen of it."""
        replayed = [one for of_source in self.services.values() for one in of_source]
        if any(one.missing for one in replayed) or any(log.only_store for log in self.logs):
            return MISSING
        same = all(one.same for one in replayed) and all(log.same for log in self.logs)
        return SAME if same else DIFFERENT


def service_named(name: str) -> Service:
    """A service as it is put together in its `service.py`."""
    found: Service = importlib.import_module(f"services.{name}.service").SERVICE
    return found


async def replay(
    stack: Stack, names: Sequence[str], sources: Sequence[Source], say: Say, *, quiet: float = QUIET_SECONDS
) -> Outcome:
    """Hash the live read models, read each source once, and make the read models again from it, service by service.

    Raises:
        ServerTrouble: a server does not answer.
    """
    outcome = Outcome()
    async with AsyncExitStack() as open_:
        open_.enter_context(trouble_told())
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="shifan-replay-")))
        say(f"hashing the read models of {', '.join(names)}")
        lives = [await open_.enter_async_context(_live(stack, name)) for name in names]
        wanted = _wanted(lives)
        gathered: dict[str, Gathered] = {}
        # The stores are read last: whatever Kafka has, its store had before.
        for source in sorted(sources):
            gathered[source] = open_.enter_context(closing(Gathered(wanted, folder / source)))
            async with reader(stack, source, gathered[source], say, quiet) as reading:
                await reading.read(wanted)
            outcome.read[source] = _read(gathered[source])
        for source in sorted(sources):
            outcome.services[source] = [await _replayed(live, gathered[source], source, say) for live in lives]
        if len(gathered) > 1:
            outcome.logs = compared(gathered["kafka"], gathered["stores"], wanted)
    return outcome


async def heal_one(stack: Stack, name: str, source: Source, say: Say, *, quiet: float = QUIET_SECONDS) -> Healed:
    """Put a service's read models right, from one source.

    Raises:
        ServerTrouble: a server does not answer, or the source does not suffice; nothing was changed.
    """
    service = service_named(name)
    owners = dict.fromkeys((*service.listens_to, name))
    with (
        tempfile.TemporaryDirectory(prefix="shifan-rebuild-") as folder,
        closing(Gathered(owners, Path(folder))) as gathered,
    ):
        async with reader(stack, source, gathered, say, quiet) as reading:
            return await heal(
                service,
                stack.logins.owner(database_name(name, stack.topic_prefix)),
                stack.topic_prefix,
                gathered,
                reading,
                lambda done: say(f"{name} from {source}: {done:,} events"),
            )


def _live(stack: Stack, name: str) -> AbstractAsyncContextManager[Live]:
    dsn = stack.logins.owner(database_name(name, stack.topic_prefix))
    return as_it_stands(service_named(name), dsn, stack.topic_prefix)


def _wanted(lives: Sequence[Live]) -> dict[str, int]:
    """Of each log, the last position that any of the services has seen."""
    wanted: dict[str, int] = {}
    for live in lives:
        for owner, last in live.cut.wanted.items():
            wanted[owner] = max(wanted.get(owner, 0), last)
    return wanted


@asynccontextmanager
async def reader(
    stack: Stack, source: Source, gathered: Gathered, say: Say, quiet: float = QUIET_SECONDS
) -> AsyncIterator[Reader]:
    """Reads a source of this stack into what is gathered of it."""
    if source == "stores":
        yield StoresReader(gathered, {owner: stack.postgres_dsn(owner) for owner in gathered.spools}, say)
        return
    async with kafka_reader(gathered, stack.kafka, stack.topic_prefix, say, quiet=quiet) as reading:
        yield reading


def _read(gathered: Gathered) -> Read:
    return Read(gathered.messages, gathered.strange, round(gathered.seconds, 3), int(gathered.rate))


async def _replayed(live: Live, gathered: Gathered, source: str, say: Say) -> Replayed:
    name = live.service.name
    replayed = await replay_one(live, gathered, lambda done: say(f"{name} from {source}: {done:,} events"))
    say(f"{name} from {source}: {'same' if replayed.same else 'DIFFERENT'}, {replayed.rate:,.0f} events/s")
    return replayed
