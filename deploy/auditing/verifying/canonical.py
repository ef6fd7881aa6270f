"""A record read without parsing it: one expression knows the canonical form, and what it does not know is parsed.

Nearly every record is written as the store writes it: known attributes in their order, nothing escaped. Then its
columns stand between known words, and what is left when they are cut out are the stored attributes byte for byte.
"""

import re
import struct
from binascii import unhexlify
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from deploy.auditing.verifying.records import EVENT_BYTES, VERSIONS, Told
from shared.eventsourcing.instants import milliseconds

_ASCII = rb"[ !#-\[\]-~]*"
_ANY = rb'[^"]*'
_ESCAPED = re.compile(rb"[\x00-\x1f\\]")
_HEX = rb"[0-9a-f]"
_ID = rb"-".join(_HEX + b"{%d}" % digits for digits in (8, 4, 4, 4, 12))
_TIME = rb"[0-9-]{10}T[0-9:]{5}:[0-5][0-9]\.[0-9]{3}\+08:00"
_KNOWN = 8192
"""How many texts are remembered as sound: bureaus, posts and clauses come again and again."""

_LENGTH = struct.Struct(">i").pack


def _some(value: bytes, *names: bytes) -> bytes:
    """Each of these attributes or none, in this order. A branch that may be empty is faster than a `?`."""
    return b"".join(b'(?:"%b":"%b",|)' % (name, value) for name in names)


@lru_cache
def _form(log: str) -> "re.Pattern[bytes]":
    """The canonical form of this log's records up to their payload. The groups in capitals need a look at their text.

    TEXT chain, correlation, DOCUMENT effective, id, middle, position, POST subject, time, trace, type, version.
    """
    return re.compile(
        rb"\{(" + _some(_ANY, b"actor", b"basis", b"bureau", b"bureauname") + _some(_ASCII, b"causationid") + rb")"
        rb'"chain":"(' + _HEX + rb'{64})",(' + _some(_ASCII, b"correlationid") + rb")"
        rb"(" + _some(_ANY, b"documentno") + rb')"effectivetime":"(' + _TIME + rb')","id":"(' + _ID + rb')",('
        + _some(_ASCII, b"imported", b"jurisdiction", b"level", b"mandate", b"onbehalfof", b"partitionkey")
        + rb')"position":"([1-9][0-9]{0,17})",(' + _some(_ANY, b"post", b"settingsversion")
        + rb'"source":"/services/' + re.escape(log.encode()) + rb'",)"specversion":"1\.0","subject":"(' + _ASCII
        + rb')","time":"(' + _TIME + rb')",(' + _some(_ASCII, b"traceparent") + rb')"type":"(' + _ASCII
        + rb')","version":"([1-9][0-9]{0,9})"\}\n'
    )  # fmt: skip


@lru_cache(_KNOWN)
def _sound(text: bytes) -> bool:
    """Whether JSON writes this text as it is: it is UTF-8, and nothing in it is escaped."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return not _ESCAPED.search(text)


def _instant(text: bytes) -> int:
    """Milliseconds since 1970 of a time as `_TIME` has it: the digits of seconds and milliseconds make one number."""
    return _minute(text[:16]) + int(text[17:19] + text[20:23])


@lru_cache(4096)
def _minute(text: bytes) -> int:
    return milliseconds(datetime.fromisoformat(f"{text.decode()}+08:00"))


@lru_cache(4096)
def _columns(name: int, kind: int) -> Callable[..., bytes]:
    """What `shared.eventsourcing.record.link` hashes before the payload, for names and types of these lengths."""
    return struct.Struct(f">qi{name}sii{kind}s{EVENT_BYTES}sqqi").pack


def read(log: str, index: int, kept: bytes) -> Told | None:
    """What `told` says of a record that is without fault; nothing of one that must be looked at by `told`."""
    form = _form(log).match(kept)
    if form is None:
        return None
    text, chain, correlation, document, effective, id_, middle, position, post, name, time, trace, kind, number = (
        form.groups()
    )
    version = int(number)
    if int(position) != index + 1 or version >= VERSIONS or not (_sound(text) and _sound(post)):
        return None
    if document and not _sound(document):
        return None
    try:
        recorded = _instant(time)
        effected = recorded if effective == time else _instant(effective)
    except ValueError:
        return None
    event, payload = unhexlify(id_.replace(b"-", b"")), kept[form.end() :]
    stored = b"".join((b"{", text, correlation, document, middle, post, trace))[:-1] + b"}"
    long, kinds = len(name), len(kind)
    columns = _columns(long, kinds)(
        index + 1, long, name, version, kinds, kind, event, recorded, effected, len(payload)
    )
    content = sha256(b"".join((columns, payload, _LENGTH(len(stored)), stored))).digest()
    return event, name, version, recorded, content, unhexlify(chain)
