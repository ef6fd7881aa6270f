"""Takes jobs up and works them off, two at a time in a process, each under a lease that it renews."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import asyncpg
import orjson
import structlog

from services.registry.jobs import erasing, exporting, importing, resolving
from services.registry.jobs.job import LEASE_SECONDS, Job, LeaseLost, Report, Work, storable, waking
from shared.chores import told_to_end
from shared.database import OUTAGES
from shared.errors import Refusal
from shared.eventsourcing.bell import heard
from shared.eventsourcing.committer import CommitterStopped
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

KINDS: Mapping[str, Work] = {
    "import": importing.work,
    "export": exporting.work,
    "resolve_division_change": resolving.work,
}
"""What each kind of job does."""

_UNEXPECTED = "内部错误，已记录；可重试。 Something went wrong here; it was written down. Try again."
_AT_ONCE = 2
_LOOK_EVERY_SECONDS = 5.0
_WAIT_SECONDS = 1.0
_RENEW_SECONDS = LEASE_SECONDS / 4
# What says that the database or the object store is away, not that the work is at fault.
_OUTAGES = (*OUTAGES, asyncpg.InterfaceError, CommitterStopped)

# A job whose lease ran out was somebody's who is gone.
_TAKE = """
UPDATE jobs SET state = 'running', attempt = attempt + 1, started_at = now(), started_from = done,
    leased_until = now() + $1 * interval '1 second'
 WHERE job_id = (
    SELECT job_id FROM jobs
     WHERE (state = 'waiting' OR (state = 'running' AND leased_until < now())) AND kind = ANY($2)
     ORDER BY requested_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED
 )
RETURNING job_id, kind, bureau_code, requested_by, arguments, attempt, done, total, bad, result
"""
_RENEW = """
UPDATE jobs SET leased_until = now() + $3 * interval '1 second'
 WHERE job_id = $1 AND attempt = $2 AND state = 'running'
"""
_DONE = """
UPDATE jobs SET state = 'done', result = $3, problem = '', finished_at = now(), leased_until = NULL
 WHERE job_id = $1 AND attempt = $2 AND state = 'running'
"""
_FAILED = """
UPDATE jobs SET state = 'failed', problem = $3, finished_at = now(), leased_until = NULL
 WHERE job_id = $1 AND attempt = $2 AND state = 'running'
"""
_PUT_BACK = """
UPDATE jobs SET state = 'waiting', leased_until = NULL WHERE job_id = $1 AND attempt = $2 AND state = 'running'
"""


async def run_jobs(runtime: Runtime) -> None:
    """Work jobs off until this is cancelled; what is in hand then is put back, and taken up again by whoever comes."""
    async with asyncio.TaskGroup() as group:
        for _ in range(_AT_ONCE):
            group.create_task(_run(runtime))
        group.create_task(erasing.keep_following(runtime))


async def _run(runtime: Runtime) -> None:
    woken = waking(runtime)
    while True:
        woken.clear()
        try:
            found = await work_one(runtime)
        except Exception:
            log.exception("no job can be looked for just now; trying again")
            await asyncio.sleep(_WAIT_SECONDS)
            continue
        if not found:
            await heard(woken, _LOOK_EVERY_SECONDS)


async def work_one(runtime: Runtime) -> bool:
    """Work the next job off, if there is one."""
    job = await _take(runtime)
    if job is None:
        return False
    await _carry_out(runtime, job)
    return True


async def _take(runtime: Runtime) -> Job | None:
    row = await runtime.pool.fetchrow(_TAKE, LEASE_SECONDS, list(KINDS))
    if row is None:
        return None
    told = dict(row)
    return Job(**told | {name: orjson.loads(told[name]) for name in ("arguments", "result")})


async def _carry_out(runtime: Runtime, job: Job) -> None:
    """Do the work beside a task that renews the lease, and record how it has ended."""
    work = asyncio.ensure_future(KINDS[job.kind](runtime, job, Report(runtime, job)))
    renewing = asyncio.create_task(_renew(runtime, job, work))
    try:
        result = await work
        await runtime.pool.execute(_DONE, job.job_id, job.attempt, orjson.dumps(result).decode())
    except asyncio.CancelledError:
        await asyncio.shield(_put_back(runtime, job))
        if not work.cancelled() or told_to_end():
            raise
    except LeaseLost:
        log.warning("a job was taken over by another process", job=job.job_id)
    except Refusal as refusal:
        problem = f"{refusal.title_zh or refusal.rule()} [{refusal.code()}] {refusal.rule()} {refusal}".strip()
        await _fail(runtime, job, problem)
    except Exception as error:
        if _is_outage(error):
            log.warning("a job is put back until the database answers", job=job.job_id)
            await asyncio.sleep(_WAIT_SECONDS)
            await _put_back(runtime, job)
        else:
            log.exception("a job has failed", job=job.job_id, kind=job.kind)
            await _fail(runtime, job, _UNEXPECTED)
    finally:
        renewing.cancel()


def _is_outage(error: Exception) -> bool:
    """A value that the driver cannot send, and a file that is not there, are none: they would be so for ever."""
    return isinstance(error, _OUTAGES) and not isinstance(error, ValueError | FileNotFoundError)


async def _renew(runtime: Runtime, job: Job, work: "asyncio.Future[dict[str, object]]") -> None:
    """Work whose lease is lost is stopped: somebody else is at it."""
    while True:
        await asyncio.sleep(_RENEW_SECONDS)
        with suppress(*_OUTAGES):
            if await runtime.pool.execute(_RENEW, job.job_id, job.attempt, LEASE_SECONDS) == "UPDATE 0":
                work.cancel()
                return


async def _put_back(runtime: Runtime, job: Job) -> None:
    # Where the database is away the lease runs out by itself.
    with suppress(*_OUTAGES):
        await runtime.pool.execute(_PUT_BACK, job.job_id, job.attempt)


async def _fail(runtime: Runtime, job: Job, problem: str) -> None:
    with suppress(*_OUTAGES):
        await runtime.pool.execute(_FAILED, job.job_id, job.attempt, storable(problem, 2_000))
