"""导出: the register and the ledger as tables."""

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from services.registry.api.jobs import NoSuchJob, the_job
from services.registry.jobs import job as jobs
from services.registry.jobs.importing import Kind
from services.registry.queries.jobs import JobPage
from services.registry.tables.writing import MEDIA_TYPES, Encoding, Format
from shared.access.competence import NotAnOfficerHere, NotYourCase, WrongRole
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import Conflict, NotKnownHere
from shared.events.registry import StationKind
from shared.eventsourcing.ids import new_id
from shared.web.acting import TheAct
from shared.web.bodies import Body, Code, Day, DivisionCode, Name
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses
from shared.web.rules import IdempotencyKeyMissing, RequestNotValid
from shared.web.uploads import NoSuchFile, send

router = APIRouter(prefix="/v1/exports", tags=["exports"])


class ExportNotReady(Conflict):
    """An export is fetched when it is done."""

    title_zh = "导出尚未完成。"


class Filters(Body):
    """What is left out is not filtered.

    `station_kind`, `trade` and `host_id` are for stations; `station_id`, and `since` and `until` for the day of receipt
    (the latter is not in it), for ledgers.
    """

    division: DivisionCode | None = None
    station_kind: StationKind | None = None
    trade: Name | None = None
    host_id: Code | None = None
    station_id: Code | None = None
    since: Day | None = None
    until: Day | None = None


class Export(Body):
    """`encoding` is that of CSV."""

    kind: Kind
    format: Format
    encoding: Encoding = Encoding.UTF_8
    filters: Filters = Filters()


@router.post(
    "",
    status_code=202,
    responses=refuses(NotSignedIn, WrongRole, NotKnownHere, NotAnOfficerHere, IdempotencyKeyMissing),
)
async def start_export(body: Export, act: TheAct, response: Response) -> JobPage:
    """导出: as far as the caller sees: a host its own, a county its stations, a city and the province theirs."""
    if act.tried:
        raise RequestNotValid("An export is not tried: what it would hold is told by making it.")
    runtime = act.runtime
    async with runtime.pool.acquire() as connection:
        await scope_of(connection, act.caller)
    made = new_id("jb", f"export {act.caller.subject} {act.seed}")
    arguments = orjson.loads(body.model_dump_json(exclude_none=True))
    await jobs.add(runtime, made, "export", act.caller, arguments)
    response.headers["Location"] = f"/v1/jobs/{made}"
    return await the_job(runtime, act.caller, made)


@router.get(
    "/{export_id}/file",
    response_class=StreamingResponse,
    responses=refuses(NotSignedIn, WrongRole, NotYourCase, NoSuchJob, ExportNotReady, NoSuchFile),
)
async def read_file(export_id: str, runtime: TheRuntime, caller: TheCaller) -> StreamingResponse:
    """导出文件: the table. What looks like a formula in it has a mark before it, which an import takes off again."""
    found = await the_job(runtime, caller, export_id, "export")
    if found.state != "done":
        raise ExportNotReady(f"the job is {found.state}: ask again in a moment")
    media_type = str(found.result["media_type"])
    ending = next(str(form) for form, kind in MEDIA_TYPES.items() if kind == media_type)
    return await send(runtime, str(found.result["sha256"]), media_type, f"{export_id}.{ending}")
