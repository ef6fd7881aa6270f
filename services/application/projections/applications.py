"""Hands each of the service's own events about an application to the module that keeps its rows."""

from collections.abc import Callable, Mapping
from typing import Any

from services.application.desk.state import DeskEvent
from services.application.filing.state import DraftEvent, ReceivingEvent, RecommendingEvent, VerifyingEvent
from services.application.projections import desk, drafts, quota, receiving, recommending, verifying
from services.application.quota.state import QuotaEvent
from shared.dispatch import by_command
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_PROJECT: Mapping[type, Callable[[Any, int], list[Statement]]] = by_command(
    (DraftEvent, drafts.project),
    (ReceivingEvent, receiving.project),
    (VerifyingEvent, verifying.project),
    (RecommendingEvent, recommending.project),
    (QuotaEvent, quota.project),
    (DeskEvent, desk.project),
)


def project(event: Event, version: int) -> list[Statement]:
    return _PROJECT[type(event)](event, version)
