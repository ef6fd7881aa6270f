"""What the documents of today break of those that were released, and the release of new ones."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.gate.events import broken_events
from deploy.gate.operations import broken_operations
from deploy.gate.promises import promised, read, written

EVENTS = "events.schema.json"
Documents = Mapping[str, Mapping[str, Any]]


def broken(released: Documents, today: Documents) -> list[str]:
    """Each promise that is broken, in a sentence; empty where the gate is open."""
    return [f"{name}: {sentence}" for name in released for sentence in _broken(name, released, today)]


def _broken(name: str, released: Documents, today: Documents) -> Iterator[str]:
    if name not in today:
        yield "the whole document is gone"
    elif name == EVENTS:
        # A log is read for ever, whatever the version: a new meaning is a new event beside the old one.
        yield from broken_events(released[name], promised(today[name]))
    elif _major(today[name]) == _major(released[name]):
        yield from broken_operations(released[name], promised(today[name]))


def _major(document: Mapping[str, Any]) -> str:
    version: str = document["info"]["version"]
    return version.partition(".")[0]


def release(today: Documents, folder: Path) -> list[str]:
    """Make today's promises those of the last release, unless one is broken; returns what is."""
    found = broken(read(folder), today)
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        for name, document in today.items():
            (folder / name).write_bytes(written(promised(document)))
    return found
