"""Who listens to which event: read from the services' own `case` patterns, so that it cannot be told wrongly."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from shared.events.catalogue import CATALOGUE, OWNERS

ROOT = Path(__file__).parents[2]
OWNER = {event.__name__: event.owner() for event in CATALOGUE.values()}
DIRECTORY = ROOT / "shared" / "access" / "directory_projection.py"


def matched(source: str) -> Iterator[str]:
    """The events that the source matches in a `case` pattern or asks for by `isinstance`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.MatchClass):
            yield from _events(node.cls)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            yield from _events(node.args[1])


def _events(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id in OWNER:
            yield inner.id


@cache
def listeners() -> Mapping[str, set[str]]:
    """For each event the services that match it, other than its owner."""
    found: dict[str, set[str]] = defaultdict(set)
    for service in OWNERS:
        for file in (ROOT / "services" / service).rglob("*.py"):
            for event in matched(file.read_text(encoding="utf-8")):
                if OWNER[event] != service:
                    found[event].add(service)
    return found


@cache
def in_the_directory() -> set[str]:
    """The events from which every service keeps its directory of bureaus, officers, hosts and stations."""
    return set(matched(DIRECTORY.read_text(encoding="utf-8")))
