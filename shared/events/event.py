"""What all events have in common: their base class, their names on the wire, and how far each field may be seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Annotated, ClassVar, NewType, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visibility:
    """How far a field may be seen; the data map and every reader go by it."""

    level: str
    """`public`, `internal` (bureaus and the host concerned) or `personal` (the person, and whoever must act)."""
    subject: str = ""
    """Of a personal field: the field of the event that holds the id of the person, under whose key it is sealed."""


Public = Annotated[T, Visibility("public")]
Internal = Annotated[T, Visibility("internal")]


def personal(subject: str) -> Visibility:
    """The mark of a field that is sealed under a person's key; `subject` is the field with the person's id."""
    return Visibility("personal", subject)


Sealed = NewType("Sealed", str)
"""A personal text as it is written down: sealed under its subject's key, and told by its beginning."""

SEALED = "sealed.v1."


class NotSealed(RuntimeError):
    """A personal field was about to be recorded as plain text; it is a fault of ours, and nothing is recorded."""


def named_in(*modules: ModuleType) -> "frozenset[type[Event]]":
    """The events that these modules name, and so all that they can tell apart: any other changes nothing there."""
    named = (value for module in modules for value in vars(module).values())
    return frozenset(value for value in named if isinstance(value, type) and issubclass(value, Event))


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

    @classmethod
    @cache
    def personal_fields(cls) -> Mapping[str, str]:
        """The personal fields, each with the field that names its subject."""
        marks = (
            (name, mark)
            for name, field in cls.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Visibility) and mark.level == "personal"
        )
        return {name: mark.subject for name, mark in marks}

    def require_sealed(self) -> None:
        """Before it is recorded: no personal field is plain.

        Raises:
            NotSealed: one is.
        """
        for name in self.personal_fields():
            if not str(getattr(self, name)).startswith(SEALED):
                raise NotSealed(f"{type(self).__name__}.{name} is personal, and was not sealed")

    def payload(self) -> bytes:
        """The event as canonical JSON, written once and never again."""
        return orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
