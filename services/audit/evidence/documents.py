"""The documents that records name by their hash, fetched from the owners' stores; those are only read."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from obstore.exceptions import BaseError

from shared.objects import Objects

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ENDINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"PK\x03\x04": "xlsx"}

NOT_KEPT = {
    "printed_sha256": "not kept as a file: its owner prints it again from this record, by the form that it names",
    "form_sha256": "not a file: the digest of the form's fields, which stand in the records of its filing",
}
"""Why a hash of these names has no file anywhere."""
NOT_FOUND = "no store that the audit may read has it"


def named_in(payload: Any) -> Iterator[tuple[str, str]]:
    """Every hash that a payload names, with the name of its field, however deep."""
    if isinstance(payload, list):
        for item in payload:
            yield from named_in(item)
    elif isinstance(payload, dict):
        for name, value in payload.items():
            if not name.endswith("sha256"):
                yield from named_in(value)
                continue
            several = value if isinstance(value, list) else [value]
            yield from ((name, one) for one in several if isinstance(one, str) and _SHA256.fullmatch(one))


class Absent(LookupError):
    """The document cannot be had; the message says why."""


class Stores:
    """The object stores of the owners: folders, or addresses as `s3://bucket/folder`."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._addresses = tuple(addresses)

    async def fetch(self, sha256: str, field: str, to: Path) -> str:
        """Write the document into a file; its ending, as its first bytes say.

        Raises:
            Absent: no store has it, or what a store has is something else.
        """
        why = NOT_KEPT.get(field, NOT_FOUND)
        for address in self._addresses:
            try:
                await _opened(address).fetch(sha256, to)
            except FileNotFoundError:
                continue
            except (BaseError, OSError, ValueError) as error:
                # The error's own words may hold the address of the store, which is nobody's business outside.
                why = f"a store could not be read ({type(error).__name__})"
                continue
            with to.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                    return _ending(to)
            why = "what a store keeps under this hash has another hash"
        raise Absent(why)


def _opened(address: str) -> Objects:
    if "://" in address:
        return Objects(address, Path())
    folder = Path(address)
    if not folder.is_dir():  # A service that has never kept a file has no folder yet.
        raise FileNotFoundError(address)
    return Objects(folder.absolute().as_uri(), Path())


def _ending(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(16)
    return next((ending for signature, ending in _ENDINGS.items() if head.startswith(signature)), "bin")
