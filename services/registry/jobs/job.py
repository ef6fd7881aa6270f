"""A job as its worker holds it: what it is, and how it tells how far it has come."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import Refusal
from shared.runtime import Runtime

LEASE_SECONDS = 60
_WAKE = "jobs"

# Whoever has asked first stays the one who asked: the same job is not put in twice.
_ADD = """
INSERT INTO jobs (job_id, kind, bureau_code, requested_by, requested_at, arguments) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (job_id) DO NOTHING
"""
_AGAIN = """
UPDATE jobs SET state = 'waiting', problem = '', finished_at = NULL, leased_until = NULL
 WHERE job_id = $1 AND state IN ('done', 'failed')
"""
_REPORT = """
UPDATE jobs SET done = $3, total = $4, bad = $5, result = $6, leased_until = now() + $7 * interval '1 second'
 WHERE job_id = $1 AND attempt = $2 AND state = 'running'
"""
_FAULT = """
INSERT INTO import_errors (job_id, row_number, place, column_name, rule, message_zh, message_en)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (job_id, row_number, place) DO UPDATE SET column_name = excluded.column_name, rule = excluded.rule,
    message_zh = excluded.message_zh, message_en = excluded.message_en
"""
_FORGET = "DELETE FROM import_errors WHERE job_id = $1"


class LeaseLost(RuntimeError):
    """Another process has taken the job over: this one stops, and what it did is done."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done. `done`, `bad` and `result` are those of the attempt before, where there was one."""

    job_id: str
    kind: str
    bureau_code: str
    requested_by: str
    arguments: Mapping[str, Any]
    attempt: int
    done: int
    total: int | None
    bad: int
    result: Mapping[str, Any]

    @property
    def caller(self) -> Caller:
        """Who has asked, as their arguments tell; the work is done in their name."""
        told = self.arguments
        return Caller(self.requested_by, Level(told["level"]), self.bureau_code, str(told.get("post", "")))


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: in which column, by which rule."""

    row: int
    place: int
    column: str
    rule: type[Refusal]
    detail: str

    def written(self, job_id: str) -> tuple[object, ...]:
        rule = self.rule.rule()
        message = storable(f"{rule} {self.detail}".strip(), 1_000)
        chinese = self.rule.title_zh or rule
        return job_id, self.row, self.place, storable(self.column, 200), self.rule.code(), chinese, message


def storable(text: str, most: int) -> str:
    """A message that may quote what somebody sent: the database takes no NUL and no half of a character."""
    return text.replace("\0", "").encode(errors="replace").decode()[:most]


class Report:
    """How a job's work tells how far it has come; each telling renews its lease."""

    def __init__(self, runtime: Runtime, job: Job) -> None:
        self._runtime = runtime
        self._job = job
        self.done = job.done
        self.total = job.total
        self.bad = job.bad
        self.result: dict[str, Any] = dict(job.result)

    async def begin(self) -> None:
        """Start from nothing: the counts, and what was found wrong before."""
        self.done, self.bad, self.total, self.result = 0, 0, None, {}
        async with self._runtime.pool.acquire() as connection, connection.transaction():
            await self._tell(connection)
            await connection.execute(_FORGET, self._job.job_id)

    async def tell(self, faults: Sequence[RowFault] = ()) -> None:
        """Record the counts, and what is wrong with the rows since the last time, together.

        Raises:
            LeaseLost: somebody else works on the job now.
        """
        async with self._runtime.pool.acquire() as connection, connection.transaction():
            await self._tell(connection)
            if faults:
                await connection.executemany(_FAULT, [fault.written(self._job.job_id) for fault in faults])

    async def _tell(self, connection: Connection) -> None:
        told = (self.done, self.total, self.bad, orjson.dumps(self.result).decode(), LEASE_SECONDS)
        tag = await connection.execute(_REPORT, self._job.job_id, self._job.attempt, *told)
        if tag == "UPDATE 0":
            raise LeaseLost(f"job {self._job.job_id} is another's")


Work = Callable[[Runtime, Job, Report], Awaitable[dict[str, object]]]
"""Does the whole of a job, or the rest of it, and tells what came of it."""


async def add(runtime: Runtime, job_id: str, kind: str, caller: Caller, arguments: Mapping[str, object]) -> None:
    """Put a job in. One that is there already stays as it is."""
    told = {"level": str(caller.level), "post": caller.post, **arguments}
    at = runtime.clock.now()
    await runtime.pool.execute(_ADD, job_id, kind, caller.bureau, caller.subject, at, orjson.dumps(told).decode())
    wake(runtime)


async def start_again(runtime: Runtime, job_id: str) -> None:
    """Let a job that has ended be taken up once more."""
    await runtime.pool.execute(_AGAIN, job_id)
    wake(runtime)


def wake(runtime: Runtime) -> None:
    """Somebody has put a job in: a runner in this process need not wait for its next look."""
    waking(runtime).set()


def waking(runtime: Runtime) -> asyncio.Event:
    """The event that `wake` sets."""
    if _WAKE not in runtime.resources:
        runtime.resources[_WAKE] = asyncio.Event()
    found: asyncio.Event = runtime.resources[_WAKE]
    return found
