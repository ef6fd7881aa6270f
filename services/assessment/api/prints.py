"""Printed documents over HTTP: made again from the record on each request, and never other bytes than its proof."""

from typing import ClassVar

from fastapi import Response

from services.assessment.printing import Printable, printed
from shared.errors import Refusal
from shared.printing import sha256


class PrintDiffers(Refusal):
    """A document is answered as it was printed, or not at all."""

    status: ClassVar[int] = 500
    title_zh = "重新生成的文件与原件不一致，不予提供。"


def page_of(event: Printable) -> Response:
    """The document of an event. One of before forms had names has no proof to compare with.

    Raises:
        PrintDiffers: the bytes are not those that the event has the proof of.
    """
    page = printed(event)
    digest = sha256(page)
    if event.printed_sha256 not in {"", digest}:
        raise PrintDiffers(f"It was printed with SHA-256 {event.printed_sha256}, and would be printed with {digest}.")
    headers = {"ETag": f'"{digest}"', "Content-Security-Policy": "default-src 'none'"}
    return Response(page, 200, headers, "text/html")
