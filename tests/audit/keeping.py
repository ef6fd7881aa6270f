"""A keeper of the tests: its clock goes on when it is told to, and it dies without a word."""

from services.audit.keeping.keeper import Keeper
from services.audit.keeping.keys import signers
from services.audit.keeping.told import stream_of
from services.audit.keeping.unsigned import reasons
from services.audit.projections import statements
from shared.events.audit import CheckpointSigned
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.record import attributes_of_row, record
from shared.eventsourcing.rows import Row
from shared.runtime import Runtime
from shared.tlog.folder import LogFolder
from shared.tlog.hashing import leaf_hash
from shared.tlog.tree import Frontier
from tests.audit.made import Log, entry_of, station_registered

SECRET = "5e" * 32


class Time:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Kept:
    """A keeper with its folder, and what it has told."""

    def __init__(self, runtime: Runtime, time: Time) -> None:
        self.runtime = runtime
        self.time = time
        self.keys = signers(runtime.settings)
        self.keeper = Keeper(runtime, self.keys, time)

    async def works(self) -> None:
        while await self.keeper.work():
            pass

    async def dies(self) -> None:
        """Another process goes on: nothing is remembered but what is on the disk and in the database."""
        self.keeper = Keeper(self.runtime, self.keys, self.time)

    async def hears(self, *rows: Row) -> None:
        for row in rows:
            await self.runtime.committer.submit(Commit(statements=tuple(statements(entry_of(row)))))

    async def hears_of_itself(self) -> None:
        """What it has told comes back, as everything else does, into the log of the audit."""
        for row in await self.runtime.store.after(0, 1_000):
            await self.hears(row)

    async def told(self, owner: str) -> list[CheckpointSigned]:
        loaded = await self.runtime.store.load(stream_of(owner))
        return [one.event for one in loaded.history if isinstance(one.event, CheckpointSigned)]

    async def why_not(self, owner: str) -> str:
        return (await reasons(self.runtime.pool)).get(owner, "")

    def folder(self, owner: str = "registry") -> LogFolder:
        return LogFolder(self.runtime.settings.tlogs / owner, self.keys[owner].verifier)


def stations(count: int, owner: str = "registry") -> Log:
    log = Log(owner)
    for number in range(count):
        log.add(station_registered(f"st-{number}"), f"station-st-{number}", key=f"st-{number}")
    return log


def root_of(rows: list[Row]) -> str:
    leaves = [leaf_hash(record(attributes_of_row(row), row.payload)) for row in rows]
    return Frontier.of(leaves).root().hex()
