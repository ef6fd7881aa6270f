"""Evidence that leaves the house: a zip of records, proofs and documents that is verified without asking us."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.audit.evidence import bundle, proofs, subjects
from services.audit.evidence.bundle import Sources
from services.audit.evidence.documents import Stores
from services.audit.evidence.proofs import CheckpointBehind, RecordNotInItsLog, where_logs
from services.audit.evidence.subjects import Subject
from shared.access.competence import WrongRole
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.runtime import Runtime
from shared.web.callers import TheRuntime
from shared.web.problems import refuses

router = APIRouter(tags=["audit"])

_ZIP = "application/zip"
_CHUNK = 1 << 20
_RESPONSES = refuses(CheckpointBehind, NotKnownHere, NotSignedIn, RecordNotInItsLog, WrongRole) | {
    200: {"description": "the bundle", "content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}}
}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


@router.get("/v1/stations/{station_id}/evidence", response_class=StreamingResponse, responses=_RESPONSES)
async def station_evidence(station_id: str, runtime: TheRuntime) -> StreamingResponse:
    """服务站证据包: all that its history shows, as it was recorded, with proofs, documents and a report.

    The records are raw: it is for auditors alone. Personal fields stay sealed.
    """
    return await _evidence(runtime, await subjects.the_station(runtime.pool, station_id))


@router.get("/v1/seasons/{season_id}/evidence", response_class=StreamingResponse, responses=_RESPONSES)
async def season_evidence(season_id: str, runtime: TheRuntime) -> StreamingResponse:
    """年度认定证据包: every record of a season: its own, its applications, notices, lists and titles.

    The records are raw: it is for auditors alone. Personal fields stay sealed.
    """
    return await _evidence(runtime, Subject("season", season_id))


async def _evidence(runtime: Runtime, subject: Subject) -> StreamingResponse:
    """The bundle, made on the disk first: what is refused is told before the first byte is sent."""
    sources = Sources(where_logs(runtime), Stores(runtime.settings.documents_urls), proofs.PATIENCE_SECONDS)
    with ExitStack() as unless_sent:
        # It has no name, so it is gone with its last reader, also where that one hangs up in between.
        file = unless_sent.enter_context(TemporaryFile())
        async with (
            runtime.pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            await bundle.write(connection, subject, sources, runtime.clock.now(), file)
        unless_sent.pop_all()
    headers = {
        "Content-Disposition": f'attachment; filename="evidence-{_UNSAFE.sub("_", subject.id)}.zip"',
        "Content-Length": str(file.seek(0, SEEK_END)),
    }
    return StreamingResponse(_chunks(file), media_type=_ZIP, headers=headers)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
