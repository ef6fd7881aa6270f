"""Proofs for those who trust nobody: that a record is in a log, the signed checkpoints, and the tiles of the logs.

Hashes, proofs and checkpoints tell nothing of what is in a record, so they are for everybody; records are for auditors.
"""

import asyncio
from collections.abc import Callable
from typing import Annotated, TypeVar

import orjson
from asyncpg import Record
from fastapi import APIRouter, Path, Response
from fastapi.responses import PlainTextResponse

from services.audit import queries
from services.audit.answers import Checkpoints, CheckpointShown
from services.audit.api.asked import NoSuchEntry, may_read
from services.audit.api.logs import NoSuchOwner
from services.audit.entries import parts
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.tokens import NotSignedIn
from shared.errors import NotFound, NotKnownHere, NotYet
from shared.events.catalogue import LOGS
from shared.runtime import Runtime
from shared.tlog.faults import Missing
from shared.tlog.folder import LogFolder
from shared.tlog.proof_files import written
from shared.tlog.tiles import named
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1", tags=["proofs"])

T = TypeVar("T")

Position = Annotated[int, Path(ge=1)]


class NoSuchCertificateRecord(NotFound):
    """No certificate of that number is in the log."""

    title_zh = "事件日志中没有此编号的证书。"


class NoSuchTile(NotFound):
    """The log has no such tile; of one that is full, the partial ones are gone."""

    title_zh = "日志中没有这一数据块。"


class NotProvableYet(NotYet):
    """No signed checkpoint covers the record yet."""

    title_zh = "该记录尚未被已签署的检查点覆盖。"


_REFUSED = refuses(NoSuchOwner, NoSuchEntry, NotProvableYet, NotSignedIn, WrongRole)


@router.get(
    "/certificates/{certificate_number}/proof",
    response_class=PlainTextResponse,
    responses=refuses(NoSuchCertificateRecord, NotProvableYet),
)
async def prove_certificate(certificate_number: str, runtime: TheRuntime) -> Response:
    """证书凭证: that the record by which the certificate was given is in the log, as a file (C2SP tlog-proof)."""
    position = await queries.certified_at(runtime.pool, certificate_number)
    if position is None:
        raise NoSuchCertificateRecord(f"{certificate_number} is not in the log.")
    return await _proof(runtime, "assessment", position)


@router.get(
    "/certificates/{certificate_number}/record",
    responses=refuses(NoSuchCertificateRecord, NotKnownHere, NotSignedIn, OutsideJurisdiction, WrongRole),
)
async def read_certificate_record(certificate_number: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """证书记录原文: the bytes whose hash the proof proves, for the host and whoever else reads the station's history.

    With it and the proof, the certificate is checked offline. It names the officer who decided, so it is not public.
    """
    async with runtime.pool.acquire() as connection:
        position = await queries.certified_at(connection, certificate_number)
        kept = None if position is None else await queries.record(connection, "assessment", position)
        if kept is None:
            raise NoSuchCertificateRecord(f"{certificate_number} is not in the log.")
        await may_read(connection, caller, str(orjson.loads(parts(kept)[1])["station_id"]))
    return Response(kept, media_type="application/octet-stream")


@router.get("/records/{owner}/{position}/proof", response_class=PlainTextResponse, responses=_REFUSED)
async def prove_record(owner: str, position: Position, runtime: TheRuntime) -> Response:
    """记录凭证: that a record is in its owner's log, as a file (C2SP tlog-proof)."""
    await _the_record(runtime, owner, position)
    return await _proof(runtime, owner, position)


@router.get("/records/{owner}/{position}", responses=_REFUSED)
async def read_record(owner: str, position: Position, runtime: TheRuntime) -> Response:
    """记录原文: the bytes that the log holds the hash of; nothing in them is masked, so they are for auditors alone."""
    return Response(await _the_record(runtime, owner, position), media_type="application/octet-stream")


@router.get("/checkpoints/{owner}", responses=refuses(NoSuchOwner))
async def list_checkpoints(owner: str, runtime: TheRuntime) -> Checkpoints:
    """检查点: the last hundred that were signed for an owner's log, the latest first, each as it was signed."""
    _folder(runtime, owner)
    rows = await queries.checkpoints(runtime.pool, owner)
    return Checkpoints(items=tuple(_shown(row) for row in rows))


@router.get(
    "/logs/{owner}/checkpoint", response_class=PlainTextResponse, responses=refuses(NoSuchOwner, NotProvableYet)
)
async def read_checkpoint(owner: str, runtime: TheRuntime) -> Response:
    """日志检查点: the last signed checkpoint of an owner's log (C2SP tlog-checkpoint)."""
    return PlainTextResponse(await _signed(_folder(runtime, owner).note))


@router.get(
    "/logs/{owner}/tile/entries/{place:path}", responses=refuses(NoSuchOwner, NoSuchTile, NotSignedIn, WrongRole)
)
async def read_entries(owner: str, place: str, runtime: TheRuntime) -> Response:
    """日志条目: a bundle of 256 records, or the last one with fewer (C2SP tlog-tiles); for auditors alone."""
    return await _file(runtime, owner, f"tile/entries/{place}")


@router.get("/logs/{owner}/tile/{level}/{place:path}", responses=refuses(NoSuchOwner, NoSuchTile))
async def read_tile(owner: str, level: Annotated[int, Path(ge=0)], place: str, runtime: TheRuntime) -> Response:
    """日志哈希: a tile of 256 hashes, or the last one with fewer (C2SP tlog-tiles)."""
    return await _file(runtime, owner, f"tile/{level}/{place}")


async def _proof(runtime: Runtime, owner: str, position: int) -> Response:
    folder = _folder(runtime, owner)

    def proof() -> str:
        note = folder.note()
        size = folder.read(note).size
        if position > size:
            raise Missing(f"position {position} is behind the checkpoint {size}")
        return written(position - 1, folder.inclusion(position - 1, size), note)

    return PlainTextResponse(await _signed(proof))


async def _signed(read: Callable[[], T]) -> T:
    """What is read from the folder of a log; it is there once the keeper has signed."""
    try:
        return await asyncio.to_thread(read)
    except Missing as missing:
        raise NotProvableYet("It is signed within seconds, unless /v1/integrity says why not.") from missing


async def _file(runtime: Runtime, owner: str, name: str) -> Response:
    path = _folder(runtime, owner).path
    if named(name) is None:
        raise NoSuchTile(f"{name} is the name of no tile.")
    try:
        content = await asyncio.to_thread((path / name).read_bytes)
    except OSError as error:
        raise NoSuchTile(f"{name} is not there.") from error
    return Response(content, media_type="application/octet-stream")


async def _the_record(runtime: Runtime, owner: str, position: int) -> bytes:
    _folder(runtime, owner)
    record = await queries.record(runtime.pool, owner, position)
    if record is None:
        raise NoSuchEntry(f"There is no entry {position} of {owner} here.")
    return record


def _folder(runtime: Runtime, owner: str) -> LogFolder:
    if owner not in LOGS:
        raise NoSuchOwner(f"{owner} owns no events.")
    return LogFolder(runtime.settings.tlogs / owner)


def _shown(row: Record) -> CheckpointShown:
    return CheckpointShown(**{name: row[name] for name in CheckpointShown.model_fields})
