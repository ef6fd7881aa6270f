"""Checkpoints after c2sp.org/tlog-checkpoint: which log, how many entries, which root."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from shared.tlog.faults import Malformed, Unsigned
from shared.tlog.hashing import HASH_BYTES
from shared.tlog.notes import Verifier, opened

_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
_LINES = 3


@dataclass(frozen=True)
class Checkpoint:
    """A tree's head at a size. `extensions` are lines of others, which we never write."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """What is signed."""
        root = base64.standard_b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extensions))


def parsed(text: str) -> Checkpoint:
    """The checkpoint in a note's text.

    Raises:
        Malformed: it is none.
    """
    lines = text.split("\n")
    if len(lines) <= _LINES or lines.pop() or not all(lines):
        raise Malformed("no checkpoint: an origin, a size and a root, a line each")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, number(size), hash_of(root), tuple(extensions))


def signed_checkpoint(note: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint in a note that the key of its own origin signed.

    Raises:
        Malformed: it is no note, or no checkpoint.
        Unsigned: the key of the log did not sign it, whoever else did.
    """
    known = list(verifiers)
    checkpoint = parsed(opened(note, known))
    own = [verifier for verifier in known if verifier.name == checkpoint.origin]
    if not own:
        raise Unsigned(f"no key is known of the log {checkpoint.origin}")
    opened(note, own)
    return checkpoint


def number(text: str) -> int:
    """A size or an index, as the formats write them.

    Raises:
        Malformed: it is no decimal without leading zeros.
    """
    if not _NUMBER.fullmatch(text):
        raise Malformed(f"{text[:40]!r} is no number of entries")
    return int(text)


def hash_of(encoded: str) -> bytes:
    """A hash, as the formats write them.

    Raises:
        Malformed: it is not the Base64 of 32 bytes.
    """
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Malformed(f"{encoded[:60]!r} is no hash") from broken
    if len(content) != HASH_BYTES or base64.standard_b64encode(content).decode() != encoded:
        raise Malformed(f"{encoded[:60]!r} is no hash")
    return content
