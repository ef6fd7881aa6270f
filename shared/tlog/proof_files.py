"""A proof as a file, after c2sp.org/tlog-proof: it is checked without asking anybody."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from shared.tlog.checkpoints import hash_of, number
from shared.tlog.faults import Malformed

_HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = "index "
_EXTRA = "extra "
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class ProofFile:
    """An entry's index, the hashes beside its way up, the signed checkpoint, and whatever was put beside them.

    Nobody vouches for `extra`.
    """

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: bytes


def written(index: int, path: Sequence[bytes], note: str, extra: bytes = b"") -> str:
    """The text of the file; `note` is the signed checkpoint, as it was signed."""
    hashes = [base64.standard_b64encode(beside).decode() for beside in path]
    beside = [_EXTRA + base64.standard_b64encode(extra).decode()] if extra else []
    return "\n".join([_HEADER, *beside, f"{_INDEX}{index}", *hashes, "", note])


def parsed(text: str) -> ProofFile:
    """The proof in this text; neither the signature nor the root is checked here.

    Raises:
        Malformed: it is no such proof.
    """
    head, gap, note = text.partition("\n\n")
    header, *lines = head.split("\n")
    if header != _HEADER or not gap:
        raise Malformed(f"no proof: its first line is not {_HEADER}")
    extra = _extra(lines.pop(0)) if lines and lines[0].startswith(_EXTRA) else b""
    if not lines or not lines[0].startswith(_INDEX):
        raise Malformed("no proof: it does not say which entry it is of")
    if len(lines) > 1 + _MOST_HASHES:
        raise Malformed(f"the proof has {len(lines) - 1} hashes, more than any tree has levels")
    return ProofFile(number(lines[0].removeprefix(_INDEX)), tuple(hash_of(line) for line in lines[1:]), note, extra)


def _extra(line: str) -> bytes:
    try:
        return base64.b64decode(line.removeprefix(_EXTRA), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Malformed("what stands beside the proof is no Base64") from broken
