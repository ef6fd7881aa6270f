"""Identifiers that follow from what was asked, so that the same request made twice names the same things."""

import base64
import hashlib
from uuid import UUID, uuid5

_BYTES = 10  # 80 bits make 16 characters of base32 without padding.


def new_id(prefix: str, seed: str) -> str:
    """An identifier as `st-4k7…`: the same prefix and seed give the same one, for ever."""
    digest = hashlib.sha256(f"{prefix}\n{seed}".encode()).digest()[:_BYTES]
    return f"{prefix}-{base64.b32encode(digest).decode().lower()}"


def event_id(command_id: UUID, index: int) -> UUID:
    """The id of the event that a command yields at this place: a retried command makes the same events."""
    return uuid5(command_id, str(index))
