"""Rules and events say in words what they are; every field of an event says how far it may be seen."""

import importlib
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import get_args

import pytest
from pydantic.fields import FieldInfo

from deploy.docs.events import level_of, term_and_meaning
from shared.errors import Refusal
from shared.events.catalogue import CATALOGUE
from shared.events.event import Event, Part
from tests.architecture.tree import ROOT, name, of_kind

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EVENTS = pytest.mark.parametrize("event", CATALOGUE.values(), ids=lambda event: event.__name__)


def _modules() -> Iterator[str]:
    for path in of_kind(".py", under="services") + of_kind(".py", under="shared"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] != "__main__" and "testing" not in parts:
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _refusals() -> list[type[Refusal]]:
    found: set[type[Refusal]] = set()
    for module in map(importlib.import_module, _modules()):
        found |= {one for _, one in inspect.getmembers(module, inspect.isclass) if issubclass(one, Refusal)}
    return sorted(found, key=lambda rule: (rule.__module__, rule.__name__))


def test_every_rule_is_a_sentence_of_its_own() -> None:
    rules = _refusals()
    inherited = {rule.__name__ for rule in rules if not rule.__dict__.get("__doc__")}
    unfinished = {rule.__name__ for rule in rules if rule.__doc__ and not rule.rule().endswith((".", "`", ":"))}
    assert (inherited, unfinished) == (set(), set())


def test_no_two_rules_have_the_same_name_on_the_wire() -> None:
    names: dict[str, set[str]] = {}
    for rule in _refusals():
        names.setdefault(rule.code(), set()).add(f"{rule.__module__}.{rule.__name__}")
    # The same rule may stand in two services, each with its own class; within one service it is one class.
    doubled = {
        code: places
        for code, places in names.items()
        if len({place.split(".")[1] if place.startswith("services.") else "shared" for place in places}) < len(places)
    }
    assert doubled == {}


@EVENTS
def test_every_event_has_a_chinese_term_a_meaning_and_a_clause(event: type[Event]) -> None:
    term, meaning = term_and_meaning(event)
    assert CHINESE.search(term)
    assert len(meaning) > 10
    assert event.clause


@EVENTS
def test_every_field_says_how_far_it_may_be_seen(event: type[Event]) -> None:
    unmarked = [field for field, info in _fields(event, event.__name__) if not level_of(info)]
    assert unmarked == []


@EVENTS
def test_no_field_is_a_float(event: type[Event]) -> None:
    assert [field for field, info in _fields(event, event.__name__) if info.annotation is float] == []


def _fields(part: type[Part], path: str) -> Iterator[tuple[str, FieldInfo]]:
    for field, info in part.model_fields.items():
        yield f"{path}.{field}", info
        for inner in _parts(info.annotation):
            yield from _fields(inner, f"{path}.{field}")


def _parts(annotation: object) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part) and not issubclass(annotation, Enum):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def test_every_service_has_its_card() -> None:
    services = {path.parent for path in of_kind(".py", under="services") if path.name == "service.py"}
    assert [name(folder) for folder in services if not (folder / "README.md").exists()] == []
