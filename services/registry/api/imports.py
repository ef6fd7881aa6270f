"""导入: registers of stations and ledgers as tables."""

import csv
from collections.abc import AsyncIterator, Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from services.registry.api.jobs import NoSuchJob, the_job
from services.registry.jobs import job as jobs
from services.registry.jobs.importing import KINDS, Kind, Mode, job_id
from services.registry.queries import jobs as queries
from services.registry.queries.jobs import JobPage
from services.registry.tables.cells import neutral
from services.registry.tables.writing import MEDIA_TYPES, Encoding, Format, open_writer
from shared.access import directory
from shared.access.competence import NotAnOfficerHere, NotYourCase, WrongRole, require
from shared.access.roles import Level
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.runtime import Runtime
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses
from shared.web.rules import BodyTooLarge
from shared.web.uploads import EmptyFile, receive

LARGEST = 256 * 1024 * 1024

router = APIRouter(prefix="/v1/imports", tags=["imports"])

_MAY = {Kind.STATIONS: (Level.COUNTY,), Kind.LEDGER: (Level.COUNTY, Level.ENTERPRISE)}
_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_FILE = {"requestBody": {"required": True, "content": _BINARY}}
_ERROR_COLUMNS = ["行", "列", "规则", "说明", "explanation"]


@router.post(
    "",
    status_code=202,
    responses=refuses(NotSignedIn, WrongRole, NotKnownHere, NotAnOfficerHere, BodyTooLarge, EmptyFile),
    openapi_extra=_FILE,
)
async def start_import(
    request: Request,
    response: Response,
    kind: Kind,
    runtime: TheRuntime,
    caller: TheCaller,
    mode: Mode = Mode.SKIP_BAD,
) -> JobPage:
    """导入: the body is the file itself: XLSX, CSV (UTF-8 or GB18030) or NDJSON, told apart by what is in it.

    The county brings its stations, and the ledgers of its stations; the host the ledgers of its own. Every row is
    decided by the rules of the ordinary acts. With `skip_bad` the good rows land, with `all_or_nothing` none does where
    one is bad. The same file sent again is the same job.
    """
    require(caller, *_MAY[kind])
    await directory.acting(runtime.pool, caller)
    stored = await receive(request, runtime, LARGEST)
    made = job_id(kind, mode, stored.sha256, caller)
    arguments = {"kind": kind, "mode": mode, "sha256": stored.sha256, "size_bytes": stored.size_bytes}
    await jobs.add(runtime, made, "import", caller, arguments)
    found = await the_job(runtime, caller, made)
    if found.state == "failed":
        await jobs.start_again(runtime, made)
        found = await the_job(runtime, caller, made)
    response.headers["Location"] = f"/v1/jobs/{made}"
    return found


@router.get("/template", response_class=Response)
async def read_template(kind: Kind, format: Format = Format.XLSX) -> Response:  # noqa: A002 (the API's own word)
    """导入模板: an empty table with the columns of that kind; as NDJSON a line with nothing in any of them."""
    columns = KINDS[kind].columns
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template"
        if format is Format.NDJSON:
            path.write_text("{" + ", ".join(f'"{key}": null' for key in columns.keys) + "}\n", encoding="utf-8")
        else:
            open_writer(path, format, Encoding.UTF_8, columns.titles, columns.keys).close()
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{kind}.{format}"'}
    return Response(content, media_type=MEDIA_TYPES[format], headers=headers)


@router.get(
    "/{import_id}/errors",
    response_class=StreamingResponse,
    responses=refuses(NotSignedIn, WrongRole, NotYourCase, NoSuchJob),
)
async def read_errors(import_id: str, runtime: TheRuntime, caller: TheCaller) -> StreamingResponse:
    """导入错误清单: as CSV, for each bad row its number, the column, the rule, and what to do, in both languages."""
    await the_job(runtime, caller, import_id, "import")
    headers = {"Content-Disposition": f'attachment; filename="{import_id}-errors.csv"'}
    return StreamingResponse(_errors(runtime, import_id), media_type="text/csv; charset=utf-8", headers=headers)


async def _errors(runtime: Runtime, import_id: str) -> AsyncIterator[bytes]:
    yield "\ufeff".encode() + _csv([_ERROR_COLUMNS])
    async with runtime.pool.acquire() as connection:
        async for rows in queries.errors(connection, import_id):
            yield _csv(
                [
                    [number, neutral(column), rule, chinese, neutral(english)]
                    for number, _, column, rule, chinese, english in rows
                ]
            )


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
