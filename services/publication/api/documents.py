"""公示、公布、证书原文: what was printed, printed again from its records byte for byte, for everybody."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from asyncpg import Record
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.publication.certificate.state import CertificateStage
from services.publication.queries import documents as queries
from shared.database import Connection
from shared.errors import Conflict, NotFound
from shared.web.acting import Answer
from shared.web.answers import versioned
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.prints import PrintDiffers, printed_page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1", tags=["documents"])


class NoSuchDocument(NotFound):
    """There is no such document."""

    title_zh = "没有这份文件。"


class NoSuchCertificate(NotFound):
    """There is no such certificate."""

    title_zh = "没有这份证书。"


class CertificateWithdrawnSince(Conflict):
    """A certificate that was withdrawn is not printed any more."""

    title_zh = "该证书已收回，不再提供。"


class DocumentKind(StrEnum):
    NOTICE = "notice"
    CORRECTION = "correction"
    RESULT = "result"
    REVOCATION = "revocation"
    RESTORATION = "restoration"
    CERTIFICATE = "certificate"


class DocumentLine(BaseModel):
    """A document. One that was printed before forms had names has neither a form nor a proof here."""

    id: str
    kind: DocumentKind
    season_id: str
    station_id: str
    template: str
    printed_sha256: str
    printed_on: date


class CertificateShown(BaseModel):
    """A certificate: since when it is there, and since when and why it proves nothing any more."""

    certificate_number: str
    status: CertificateStage
    issued_on: date
    withdrawn_on: date | None
    because: str
    reinstated_on: date | None
    template: str
    printed_sha256: str


@router.get("/documents", response_model=Page[DocumentLine])
async def list_documents(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    kind: DocumentKind | None = None,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
    station_id: Annotated[str | None, Query(max_length=100)] = None,
) -> Answer:
    """All that was printed."""
    wanted = queries.DocumentsWanted(kind, season_id, station_id)
    async with runtime.pool.acquire() as connection:
        rows = await queries.documents(connection, wanted, paging.after(date, str), paging.fetch)
    return page(request, paging, rows, lambda row: (row["printed_on"], row["document_id"]), _line)


@router.get(
    "/documents/{document_id}",
    response_class=Response,
    responses=refuses(NoSuchDocument, CertificateWithdrawnSince, PrintDiffers),
)
async def print_document(document_id: str, runtime: TheRuntime) -> Response:
    """One document again, as it was printed."""
    async with runtime.pool.acquire() as connection:
        row = await queries.document(connection, document_id)
        if row is None:
            raise NoSuchDocument(f"There is no document {document_id}.")
        if row["kind"] == DocumentKind.CERTIFICATE:
            row = await _valid_certificate(connection, document_id)
    return printed_page(queries.printed_again(row), row["printed_sha256"])


@router.get("/certificates/{certificate_number}", response_model=CertificateShown, responses=refuses(NoSuchCertificate))
async def show_certificate(certificate_number: str, runtime: TheRuntime) -> Answer:
    """Whether a certificate was issued, and whether it still proves its title."""
    async with runtime.pool.acquire() as connection:
        row = await _certificate(connection, certificate_number)
    told = {name: row[name] for name in CertificateShown.model_fields if name != "status"}
    status = CertificateStage.VALID if row["withdrawn_on"] is None else CertificateStage.WITHDRAWN
    return versioned(CertificateShown(status=status, **told), row["version"])


@router.get(
    "/certificates/{certificate_number}/printed",
    response_class=Response,
    responses=refuses(NoSuchCertificate, CertificateWithdrawnSince, PrintDiffers),
)
async def print_certificate(certificate_number: str, runtime: TheRuntime) -> Response:
    """The certificate as it was issued, as long as it is valid."""
    async with runtime.pool.acquire() as connection:
        row = await _valid_certificate(connection, certificate_number)
    return printed_page(queries.printed_again(row), row["printed_sha256"])


async def _certificate(connection: Connection, certificate_number: str) -> Record:
    row = await queries.certificate(connection, certificate_number)
    if row is None:
        raise NoSuchCertificate(f"No certificate {certificate_number} was issued.")
    return row


async def _valid_certificate(connection: Connection, certificate_number: str) -> Record:
    row = await _certificate(connection, certificate_number)
    if row["withdrawn_on"] is not None:
        raise CertificateWithdrawnSince(
            f"Certificate {certificate_number} was withdrawn on {row['withdrawn_on']}: its title is {row['because']}."
        )
    return row


def _line(row: Record) -> DocumentLine:
    told = dict(row)
    return DocumentLine(id=told.pop("document_id"), **told)
