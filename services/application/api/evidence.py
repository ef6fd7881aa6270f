"""附证 over HTTP: files are uploaded, attached to a form, compared with their originals, and read again."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from services.application.api.standing import CHANGE, COUNTY, Standing
from services.application.filing.drafting import (
    CheckGivesAOrB,
    FormIsFixed,
    HostGradesCOrD,
    ItemNotInTheStandard,
    NoSuchEvidence,
    NotToBeChecked,
)
from services.application.filing.forms import AttachEvidence, CheckEvidence, RemoveEvidence
from services.application.filing.standing import NotFiled
from services.application.queries import drafts as queries
from services.application.queries.applications import require_seen
from shared.access import directory
from shared.access.competence import (
    NotAnOfficerHere,
    NotYourCase,
    NotYourStation,
    OutsideJurisdiction,
    Recused,
    WrongRole,
)
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.events.application import TrustGrade
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Code, Name, Sha256
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses
from shared.web.rules import BodyTooLarge
from shared.web.uploads import EmptyFile, FileKindNotTaken, NoSuchFile, receive, send, stored

router = APIRouter(prefix="/v1", tags=["evidence"])

EVIDENCE_LIMIT = 20 * 1024 * 1024
"""The most bytes of one file."""

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class Upload(BaseModel):
    """A file that lies in the object store: name it by its hash from now on."""

    sha256: str
    size_bytes: int
    media_type: str


class Attachment(Body):
    """The file was uploaded before. Its grade is C, a copy, or D, made and promised by the host itself."""

    sha256: Sha256
    title: Name
    items: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    grade: TrustGrade


class Check(Body):
    """B: compared with the original; A: a paper that an organ itself has issued."""

    grade: TrustGrade


@router.post(
    "/evidence",
    status_code=201,
    responses=refuses(
        NotSignedIn, WrongRole, NotAnOfficerHere, NotKnownHere, BodyTooLarge, EmptyFile, FileKindNotTaken
    ),
)
async def upload_evidence(request: Request, caller: TheCaller, runtime: TheRuntime) -> Upload:
    """上传材料: the file itself is the body: PDF, JPEG, PNG or XLSX. The same bytes are kept once."""
    await directory.acting(runtime.pool, caller)
    file = await receive(request, runtime, EVIDENCE_LIMIT)
    if not file.media_type:
        raise FileKindNotTaken("its first bytes are none of a PDF, JPEG, PNG or XLSX file")
    return Upload(sha256=file.sha256, size_bytes=file.size_bytes, media_type=file.media_type)


@router.post(
    "/applications/{application_id}/evidence",
    response_model=Standing,
    responses=refuses(
        *CHANGE, NotYourStation, FormIsFixed, NoSuchFile, FileKindNotTaken, HostGradesCOrD, ItemNotInTheStandard
    ),
)
async def attach_evidence(application_id: str, body: Attachment, act: TheChange) -> Answer:
    """附证: an uploaded file stands for items of the standard, while the form may be changed."""
    file = await stored(act.runtime, body.sha256)
    command = AttachEvidence(
        application_id,
        file.sha256,
        file.media_type,
        file.size_bytes,
        body.title,
        body.items,
        body.grade,
        act.today,
    )
    return await act.carry_out(command, Standing.of)


@router.post(
    "/applications/{application_id}/evidence/{sha256}/removal",
    response_model=Standing,
    responses=refuses(*CHANGE, NotYourStation, FormIsFixed, NoSuchEvidence),
)
async def remove_evidence(application_id: str, sha256: str, act: TheChange) -> Answer:
    """撤附: a file no longer belongs to the form, while the form may be changed."""
    return await act.carry_out(RemoveEvidence(application_id, sha256, act.today), Standing.of)


@router.post(
    "/applications/{application_id}/evidence/{sha256}/check",
    response_model=Standing,
    responses=refuses(*COUNTY, Recused, NoSuchEvidence, CheckGivesAOrB, NotToBeChecked),
)
async def check_evidence(application_id: str, sha256: str, body: Check, act: TheChange) -> Answer:
    """核对原件: the county has compared a copy with its original, and grades it anew."""
    return await act.carry_out(CheckEvidence(application_id, sha256, body.grade, act.today), Standing.of)


@router.get(
    "/applications/{application_id}/evidence/{sha256}",
    response_class=StreamingResponse,
    responses=refuses(
        NotSignedIn,
        WrongRole,
        NotAnOfficerHere,
        NotYourCase,
        OutsideJurisdiction,
        NotKnownHere,
        NotFiled,
        NoSuchEvidence,
        NoSuchFile,
    ),
)
async def read_evidence(application_id: str, sha256: str, caller: TheCaller, runtime: TheRuntime) -> StreamingResponse:
    """The file as an attachment, for whoever may read the form."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        form = await queries.form(connection, scope, application_id)
        if form is None:
            await require_seen(connection, scope, application_id)
    if form is None:
        raise NotFiled(f"there is no application {application_id}")
    file = next((file for file in form.evidence if file.sha256 == sha256), None)
    if file is None:
        raise NoSuchEvidence(f"{sha256} does not belong to {application_id}")
    name = f"{application_id}-{sha256[:12]}.{_ENDINGS.get(file.media_type, 'xlsx')}"
    return await send(runtime, sha256, file.media_type, name)
