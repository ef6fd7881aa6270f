"""A printed page as an answer: its bytes, and the proof of them."""

import base64

from fastapi import Response

from shared.printing import sha256


def printed_page(printed: bytes) -> Response:
    """The page as HTML that loads nothing and runs nothing, with its hash as `ETag` and `Repr-Digest`."""
    proof = sha256(printed)
    headers = {
        "ETag": f'"{proof}"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(proof)).decode()}:",
        "Content-Security-Policy": "default-src 'none'",
    }
    return Response(printed, 200, headers, "text/html; charset=utf-8")
