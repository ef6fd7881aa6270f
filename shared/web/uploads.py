"""Files that come in and go out: by their first bytes, never by what they call themselves alone."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import StreamingResponse

from shared.errors import NotFound, Unacceptable
from shared.objects import Objects, TooLarge
from shared.runtime import Runtime
from shared.web.rules import BodyTooLarge

_SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"PK\x03\x04": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class EmptyFile(Unacceptable):
    """A file has content."""

    title_zh = "文件为空。"


class FileKindNotTaken(Unacceptable):
    """Files are PDF, JPEG, PNG or XLSX, and are what they say they are."""

    title_zh = "仅接受与其内容相符的 PDF、JPEG、PNG 或 XLSX 文件。"


class NoSuchFile(NotFound):
    """No file of that hash has been uploaded."""

    title_zh = "没有上传过该文件。"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was kept. `media_type` is what its first bytes say; empty where they say nothing."""

    sha256: str
    size_bytes: int
    media_type: str


def objects_of(runtime: Runtime) -> Objects:
    """The installation's object store."""
    if "objects" not in runtime.resources:
        runtime.resources["objects"] = Objects(runtime.settings.objects_url, runtime.settings.data)
    found: Objects = runtime.resources["objects"]
    return found


async def receive(request: Request, runtime: Runtime, limit: int) -> Stored:
    """Keep the request's body as a file.

    Raises:
        BodyTooLarge: it is more than `limit` bytes.
        EmptyFile: there is none.
    """
    try:
        sha256, size, head = await objects_of(runtime).put(request.stream(), limit)
    except TooLarge as error:
        raise BodyTooLarge(f"At most {limit} bytes are taken.") from error
    if not size:
        raise EmptyFile("send the file itself as the body")
    return Stored(sha256, size, _kind(head))


async def stored(runtime: Runtime, sha256: str) -> Stored:
    """A file that was uploaded before, as its own bytes describe it.

    Raises:
        NoSuchFile: nothing lies under that hash.
        FileKindNotTaken: its first bytes are of no kind that is taken.
    """
    objects = objects_of(runtime)
    if not await objects.has(sha256):
        raise NoSuchFile(f"there is no file {sha256}: upload it first")
    size, head = 0, b""
    async for chunk in objects.chunks(sha256):
        head, size = head or chunk[:512], size + len(chunk)
    kind = _kind(head)
    if not kind:
        raise FileKindNotTaken(f"{sha256} is none of a PDF, JPEG, PNG or XLSX file")
    return Stored(sha256, size, kind)


def _kind(head: bytes) -> str:
    return next((kind for signature, kind in _SIGNATURES.items() if head.startswith(signature)), "")


async def send(runtime: Runtime, sha256: str, media_type: str, name: str) -> StreamingResponse:
    """The file as an attachment: a browser saves it, and never shows it as a page of ours.

    Raises:
        NoSuchFile: nothing lies under that hash.
    """
    objects = objects_of(runtime)
    if not await objects.has(sha256):
        raise NoSuchFile(f"there is no file {sha256}")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(objects.chunks(sha256), media_type=media_type, headers=headers)
