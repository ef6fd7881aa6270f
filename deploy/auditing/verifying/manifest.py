"""The manifest of an evidence bundle, as it is written: what is in it, and what it claims."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class Subject(_Part):
    """What the bundle is about."""

    kind: Literal["station", "season"]
    id: str


class Head(_Part):
    """The checkpoint of one log under which everything is proven."""

    origin: str
    size: int


class Entry(_Part):
    """A record in the bundle. `context`: it does not itself speak of the subject."""

    log: str
    index: int
    path: str
    context: bool


class Stream(_Part):
    """A stream that is in the bundle whole: versions 1 to `versions`."""

    log: str
    stream: str
    versions: int


class Place(_Part):
    """A record of the bundle."""

    log: str
    index: int


class Document(_Part):
    """A document, and the records that name it."""

    sha256: str
    path: str
    named_by: list[Place]


class Absent(_Part):
    """A document that the records name and the bundle does not hold."""

    sha256: str
    why: str


class Title(_Part):
    """Where the station's title stands, as the bundle claims."""

    status: str
    certificate_number: str | None
    since: str | None


class Version(_Part):
    """How far a stream had come."""

    version: int


class State(_Part):
    """What the records add up to, as the bundle claims."""

    title: Title | None
    streams: dict[str, Version]


class Manifest(_Part):
    """The whole of it. `made_at` and `as_of` are told and not proven."""

    format: Literal["shifan-evidence/1"]
    subject: Subject
    made_at: str
    as_of: str | None
    logs: dict[str, Head]
    records: list[Entry]
    streams: list[Stream]
    documents: list[Document]
    absent_documents: list[Absent]
    state: State
