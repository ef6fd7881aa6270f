"""A case's desks, as the facts recorded so far make them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from shared.events.application import CaseAssigned, CaseReleased

DeskEvent = CaseAssigned | CaseReleased


@dataclass(frozen=True, slots=True)
class Desk:
    """`assignees` tells for each bureau which of its officers has the case; the county and its city may both have."""

    application_id: str = ""
    assignees: Mapping[str, str] = field(default_factory=dict)


def evolve(desk: Desk, event: DeskEvent) -> Desk:
    others = {bureau: officer for bureau, officer in desk.assignees.items() if bureau != event.bureau_code}
    match event:
        case CaseAssigned():
            return Desk(event.application_id, {**others, event.bureau_code: event.assignee})
        case CaseReleased():
            return Desk(event.application_id, others)
        case _:
            assert_never(event)
