"""A change of one thing of a list, and what a thing's changes make of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

HELD = "held:"
"""What begins the name of an objection that holds a candidate; its value tells whether it still does."""
JUDGED = "judged:"
"""What begins the name of a judge who has scored a nominee."""
_SEEN_ELSEWHERE = "seen_elsewhere"
_REACHED = ("fit", "unfit", "recommended", "reserve")


@dataclass(frozen=True, slots=True)
class Change:
    """What an event says of one thing: the fields that it sets, and no others."""

    list: str
    id: str
    what: Mapping[str, Any]


def change(of: str, thing: str, **what: Any) -> Change:
    """A change, with days and kinds in the form in which they are kept."""
    return Change(of, thing, {name: _plain(value) for name, value in what.items()})


def seen_elsewhere(application_id: str, **what: Any) -> Change:
    """The premises moved: what was seen at the old ones says nothing of the new."""
    return change("case", application_id, **what, **{_SEEN_ELSEWHERE: True})


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def folded(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The thing after its changes, which come in their order."""
    thing: dict[str, Any] = {}
    for what in changes:
        thing |= what
        if thing.pop(_SEEN_ELSEWHERE, False) and thing.get("stage") in _REACHED:
            thing |= {"stage": "accepted", "reserve_number": 0}
    return thing


def marks(thing: Mapping[str, Any], beginning: str) -> list[str]:
    """The rest of each name that begins so and still holds."""
    return sorted(name.removeprefix(beginning) for name, so in thing.items() if name.startswith(beginning) and so)
