"""What all events have in common: their base class, their names on the wire, and how far each field may be seen."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visibility:
    """How far a field may be seen; the data map and every reader go by it."""

    level: str
    """`public`, `internal` (bureaus and the host concerned) or `personal` (the person, and whoever must act)."""


Public = Annotated[T, Visibility("public")]
Internal = Annotated[T, Visibility("internal")]
Personal = Annotated[T, Visibility("personal")]


class Part(BaseModel):
    """A piece of an event: frozen, and tolerant of fields that a later version adds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Part):
    """A fact that has happened: named in the past tense, never changed, never deleted.

    Readers ignore fields that they do not know, so that services may be restarted in any order; writers are
    held to the declared fields by the type checker (pydantic's mypy plugin, `init_forbid_extra`).
    """

    schema_version: ClassVar[int] = 1
    clause: ClassVar[str] = ""
    """The clause or source that the act rests on; it becomes the envelope's `basis` unless a caller names one."""

    @classmethod
    def owner(cls) -> str:
        """The service that alone makes this event: the module, or the package, of `shared.events` that defines it."""
        return cls.__module__.split(".")[2]

    @classmethod
    @cache
    def type_name(cls) -> str:
        """The CloudEvents type: `shifan.registry.StationRegistered.v1`."""
        return f"shifan.{cls.owner()}.{cls.__name__}.v{cls.schema_version}"

    def payload(self) -> bytes:
        """The event as canonical JSON, written once and never again."""
        return orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
