"""Only its owner makes an event: no service makes an instance of another's."""

import ast
from pathlib import Path

import pytest

from shared.events.catalogue import CATALOGUE
from tests.architecture.tree import ROOT, name, of_kind, parsed

OWNER = {event.__name__: event.owner() for event in CATALOGUE.values()}


def made(tree: ast.AST) -> set[str]:
    """The events that the code makes; a `case X()` is a pattern and no call."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return names & OWNER.keys()


@pytest.mark.parametrize("path", of_kind(".py", under="services"), ids=name)
def test_a_service_makes_only_its_own_events(path: Path) -> None:
    service = path.relative_to(ROOT / "services").parts[0]
    assert {event for event in made(parsed(path)) if OWNER[event] != service} == set()


@pytest.mark.parametrize("path", of_kind(".py", under="shared"), ids=name)
def test_what_is_shared_makes_no_events_but_the_record_of_an_access(path: Path) -> None:
    """Each service records under one type who looked at what is its own."""
    assert made(parsed(path)) == ({"AccessLogged"} if path.name == "permitting.py" else set())


def test_making_and_matching_are_told_apart() -> None:
    assert made(ast.parse("Certified(station_id='x')\nevents.Revoked()")) == {"Certified", "Revoked"}
    assert made(ast.parse("match e:\n    case Certified():\n        pass")) == set()
