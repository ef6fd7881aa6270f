"""Printed documents over HTTP: made again on each request, and never other bytes than those that were proved."""

import base64
from typing import ClassVar

from fastapi import Response

from shared.errors import Refusal
from shared.printing import sha256
from shared.telemetry import log_fault


class PrintDiffers(Refusal):
    """A document is answered as it was printed, or not at all."""

    status: ClassVar[int] = 500
    title_zh = "重新生成的文件与当时印发的不一致，不予提供。"


def printed_page(printed: bytes, proof: str = "") -> Response:
    """The page as HTML, which like every answer loads and runs nothing, with its hash as `ETag` and `Repr-Digest`.

    `proof` is the hash that its event keeps; one of before forms had names keeps none.

    Raises:
        PrintDiffers: these are not the bytes that were printed.
    """
    digest = sha256(printed)
    if proof not in {"", digest}:
        differs = PrintDiffers(f"It was printed with SHA-256 {proof}, and would be printed with {digest}.")
        log_fault("print_differs", differs)
        raise differs
    headers = {
        "ETag": f'"{digest}"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:",
    }
    return Response(printed, 200, headers, "text/html; charset=utf-8")
