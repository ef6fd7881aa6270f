"""`docs/events.md`: every event with its owner, its meaning, its fields, the clause it rests on, and who listens."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import get_args

from pydantic.fields import FieldInfo

from deploy.docs.hears import HEARS
from deploy.docs.listeners import ROOT, in_the_directory, listeners
from shared.events.catalogue import CATALOGUE, LOGS
from shared.events.event import Event, Part, Visibility

DOCUMENT = ROOT / "docs" / "events.md"

_HEAD = """# Events

Made from the code by `python -m deploy.docs`; a test compares the two. Every event is a fact in the past tense that is
never changed. A field is *public*, *internal* (bureaus and the host concerned) or *personal* (the person, and whoever
must act). What an act rests on, `[notice]`, `S` with a number and `domain`, is told in [sources.md](sources.md).

The audit service keeps the record of every event. From the events marked *directory* every service keeps its own
directory of bureaus, officers, hosts, stations and working days; with `DayBegan` each works off what falls due.
"""


def document() -> str:
    """The whole document."""
    return "\n".join([_HEAD, *_contents(), *(line for owner in LOGS for line in _owner(owner))]).rstrip() + "\n"


def _contents() -> Iterator[str]:
    for owner in LOGS:
        yield f"- **{owner}**: " + ", ".join(f"[{e.__name__}](#{anchor(e)})" for e in events_of(owner))
    yield ""


def events_of(owner: str) -> list[type[Event]]:
    """The owner's events in the order of its module."""
    return [event for event in CATALOGUE.values() if event.owner() == owner]


def term_and_meaning(event: type[Event]) -> tuple[str, str]:
    """The Chinese term and the sentence of the first paragraph of the docstring."""
    paragraph = " ".join((event.__doc__ or "").strip().split("\n\n")[0].split())
    term, _, meaning = paragraph.partition(": ")
    return term, meaning


def anchor(event: type[Event]) -> str:
    """The anchor of the event's heading, as the usual renderers make it."""
    term, _ = term_and_meaning(event)
    return re.sub(r"[^\w\- ]", "", f"{event.__name__} {term}".lower()).replace(" ", "-")


def _owner(owner: str) -> Iterator[str]:
    yield f"## {owner}\n"
    parts: dict[str, type[Part | Enum]] = {}
    for event in events_of(owner):
        yield from _event(event)
        for field in event.model_fields.values():
            _collect(field.annotation, parts)
    if parts:
        yield f"### Parts of {owner}'s events\n"
        for name in sorted(parts):
            yield from _part(parts[name])


def _event(event: type[Event]) -> Iterator[str]:
    term, meaning = term_and_meaning(event)
    yield f"### {event.__name__} {term}\n"
    yield f"{meaning[:1].upper()}{meaning[1:]}\n"
    yield f"`{event.type_name()}` · {event.clause}\n"
    yield from _fields(event)
    yield from _listeners(event)


def _listeners(event: type[Event]) -> Iterator[str]:
    heard = [f"{by}: {HEARS[event.__name__][by]}" for by in sorted(listeners().get(event.__name__, ()))]
    if event.__name__ in in_the_directory():
        heard.insert(0, "*directory*")
    if heard:
        yield "Heard by " + "; ".join(heard) + ".\n"


def _fields(part: type[Part]) -> Iterator[str]:
    yield "| field | type | seen by |"
    yield "| --- | --- | --- |"
    for name, field in part.model_fields.items():
        yield f"| `{name}` | `{type_of(field)}` | {level_of(field)} |"
    yield ""


def type_of(field: FieldInfo) -> str:
    """The type as a reader of the code writes it."""
    annotation = field.annotation
    return annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else _generic(annotation)


def _generic(annotation: object) -> str:
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])", "", str(annotation))


def level_of(field: FieldInfo) -> str:
    """How far the field may be seen; empty where nobody said so."""
    return next((mark.level for mark in field.metadata if isinstance(mark, Visibility)), "")


def _collect(annotation: object, into: dict[str, type[Part] | type[Enum]]) -> None:
    """The parts and enumerations that an annotation names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, (Part, Enum)):
        if annotation.__name__ not in into:
            into[annotation.__name__] = annotation
            if issubclass(annotation, Part):
                for field in annotation.model_fields.values():
                    _collect(field.annotation, into)
        return
    for argument in get_args(annotation):
        _collect(argument, into)


def _part(part: type[Part] | type[Enum]) -> Iterator[str]:
    first = (part.__doc__ or "").strip().splitlines()[0]
    if issubclass(part, Enum):
        yield f"**{part.__name__}**: {first} " + ", ".join(f"`{member.value}`" for member in part) + "\n"
        return
    yield f"**{part.__name__}**: {first}\n"
    yield from _fields(part)
