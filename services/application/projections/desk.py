"""Desks as rows: who has a case, in each bureau that has it."""

from typing import assert_never

from services.application.desk.state import DeskEvent
from shared.events.application import CaseAssigned, CaseReleased
from shared.eventsourcing.commits import Statement

_ASSIGNED = """
INSERT INTO desks (application_id, bureau_code, assignee, assigned_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (application_id, bureau_code) DO UPDATE
   SET assignee = excluded.assignee, assigned_on = excluded.assigned_on
"""
_RELEASED = "DELETE FROM desks WHERE application_id = $1 AND bureau_code = $2"


def project(event: DeskEvent, _version: int) -> list[Statement]:
    match event:
        case CaseAssigned():
            return [(_ASSIGNED, (event.application_id, event.bureau_code, event.assignee, event.assigned_on))]
        case CaseReleased():
            return [(_RELEASED, (event.application_id, event.bureau_code))]
        case _:
            assert_never(event)
