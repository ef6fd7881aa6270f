"""长任务: jobs and how far they have come."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.registry.jobs import job as jobs
from services.registry.queries import jobs as queries
from services.registry.queries.jobs import JobPage
from shared.access.competence import NotAnOfficerHere, NotYourCase, WrongRole
from shared.access.roles import Caller
from shared.access.tokens import NotSignedIn
from shared.errors import Conflict, NotFound, NotKnownHere
from shared.runtime import Runtime
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])


class NoSuchJob(NotFound):
    """There is no such job."""

    title_zh = "没有该任务。"


class JobNotRetried(Conflict):
    """A job is started again when it has failed, or when rows of it did not land."""

    title_zh = "只有失败的任务，或有未导入行的任务，才能重新执行。"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@router.get("", response_model=Page[JobPage], responses=refuses(NotSignedIn, WrongRole, NotKnownHere, NotAnOfficerHere))
async def list_jobs(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    state: JobState | None = None,
    kind: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """任务列表: the jobs that the caller's bureau or host has asked for, the latest first; watchers see all."""
    async with runtime.pool.acquire() as connection:
        rows = await queries.jobs(connection, caller, state, kind, paging.after(int, str), paging.fetch)
    return page(request, paging, rows, _key, lambda row: row)


def _key(row: JobPage) -> tuple[int, str]:
    """Microseconds, for a cursor holds no instant."""
    at = row.requested_at
    return int(at.timestamp()) * 1_000_000 + at.microsecond, row.job_id


@router.get("/{job_id}", responses=refuses(NotSignedIn, WrongRole, NotYourCase, NoSuchJob))
async def read_job(job_id: str, runtime: TheRuntime, caller: TheCaller) -> JobPage:
    """任务: its state, what is done and what is bad, the rate, and about how many seconds are left."""
    return await the_job(runtime, caller, job_id)


@router.post(
    "/{job_id}/retry",
    status_code=202,
    responses=refuses(NotSignedIn, WrongRole, NotYourCase, NoSuchJob, JobNotRetried),
)
async def retry_job(job_id: str, runtime: TheRuntime, caller: TheCaller) -> JobPage:
    """重新执行: what was done stays; what failed, or was bad and has been put right since, is tried again."""
    found = await the_job(runtime, caller, job_id)
    if found.state != JobState.FAILED and not (found.state == JobState.DONE and found.bad):
        raise JobNotRetried(f"the job is {found.state}")
    await jobs.start_again(runtime, job_id)
    return await the_job(runtime, caller, job_id)


async def the_job(runtime: Runtime, caller: Caller, job_id: str, kind: str = "") -> JobPage:
    """The job of that id, and of that kind where one is named.

    Raises:
        NoSuchJob: there is none.
        NotYourCase: it is another bureau's or host's.
    """
    async with runtime.pool.acquire() as connection:
        found = await queries.job(connection, caller, job_id)
    if found is None or (kind and found.kind != kind):
        raise NoSuchJob(f"there is no job {job_id}")
    return found
