"""Hands each of the service's own events about an application to the module that keeps its rows."""

from collections.abc import Callable, Mapping
from typing import Any

from services.application.dispatch import by_command
from services.application.filing.state import RecommendingEvent, ReceivingEvent, VerifyingEvent
from services.application.projections import receiving, recommending, verifying
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_PROJECT: Mapping[type, Callable[[Any, int], list[Statement]]] = by_command(
    (ReceivingEvent, receiving.project),
    (VerifyingEvent, verifying.project),
    (RecommendingEvent, recommending.project),
)


def project(event: Event, version: int) -> list[Statement]:
    return _PROJECT[type(event)](event, version)
