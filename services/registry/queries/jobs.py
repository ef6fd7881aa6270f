"""What can be asked about jobs, by those whose jobs they are."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from asyncpg import Record
from pydantic import BaseModel

from shared.access.competence import NotYourCase
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.database import Connection

_COLUMNS = """
job_id, kind, bureau_code, requested_by, requested_at, state, done, total, bad, result, problem, finished_at,
started_from, extract(epoch FROM coalesce(finished_at, now()) - started_at)::float8 AS seconds
"""
# A filter that was not given is NULL.
_JOBS = f"""
SELECT {_COLUMNS} FROM jobs
 WHERE ($1::text IS NULL OR bureau_code = $1)
   AND ($2::text IS NULL OR state = $2)
   AND ($3::text IS NULL OR kind = $3)
   AND ($4::bigint IS NULL OR (requested_at, job_id) < (to_timestamp($4 / 1000000.0), $5::text))
 ORDER BY requested_at DESC, job_id DESC
 LIMIT $6
"""  # noqa: S608 (constants of ours)
_JOB = f"SELECT {_COLUMNS} FROM jobs WHERE job_id = $1"  # noqa: S608 (constants of ours)
_ERRORS = """
SELECT row_number, place, column_name, rule, message_zh, message_en FROM import_errors
 WHERE job_id = $1 AND (row_number, place) > ($2, $3) ORDER BY row_number, place LIMIT $4
"""
_ERRORS_AT_ONCE = 1_000
_SEE_ALL = frozenset({Level.OPERATOR, Level.AUDITOR, Level.SERVICE})


class JobPage(BaseModel):
    """A job: how far it has come, how fast, and how long it may still take. `bad` counts the rows that did not land."""

    job_id: str
    kind: str
    bureau_code: str
    requested_by: str
    requested_at: datetime
    state: str
    phase: str
    """Of an import that lands whole or not at all: `checking`, then `landing`; each goes through all rows."""
    done: int
    total: int | None
    bad: int
    rate: int | None
    """Rows a second in this attempt."""
    seconds_left: int | None
    result: dict[str, Any]
    problem: str
    finished_at: datetime | None


async def bureau_seen(connection: Connection, caller: Caller) -> str | None:
    """Whose jobs the caller sees: their own bureau's or host's, or everybody's (None).

    Raises:
        NotKnownHere, NotAnOfficerHere: as `scope_of`.
    """
    await scope_of(connection, caller)
    return None if caller.level in _SEE_ALL else caller.bureau or "-"


async def job(connection: Connection, caller: Caller, job_id: str) -> JobPage | None:
    """The job of that id.

    Raises:
        NotYourCase: it is another bureau's or host's.
    """
    seen = await bureau_seen(connection, caller)
    row = await connection.fetchrow(_JOB, job_id)
    if row is not None and seen not in {None, row["bureau_code"]}:
        raise NotYourCase(f"The job {job_id} is not of {caller.bureau or 'yours'}.")
    return None if row is None else _page(row)


async def jobs(
    connection: Connection, caller: Caller, state: str | None, kind: str | None, after: Sequence[object], limit: int
) -> list[JobPage]:
    """The jobs that the caller may see, the latest first. `after` is microseconds and an id."""
    rows = await connection.fetch(_JOBS, await bureau_seen(connection, caller), state, kind, *after, limit)
    return [_page(row) for row in rows]


async def errors(connection: Connection, job_id: str) -> AsyncIterator[list[Record]]:
    """What is wrong with the rows of an import, some at a time, in their order."""
    row_number, place = -1, -1
    while found := await connection.fetch(_ERRORS, job_id, row_number, place, _ERRORS_AT_ONCE):
        yield found
        row_number, place = found[-1]["row_number"], found[-1]["place"]


def _page(row: Record) -> JobPage:
    told = dict(row)
    since, seconds = told["done"] - told.pop("started_from"), told.pop("seconds")
    rate = round(since / seconds) if seconds and since > 0 else None
    left = None
    if told["state"] == "running" and rate and told["total"] is not None:
        left = max(0, round((told["total"] - told["done"]) / rate))
    result = orjson.loads(told["result"])
    phase = result.pop("phase", "")
    return JobPage(**told | {"result": result, "phase": phase, "rate": rate, "seconds_left": left})
