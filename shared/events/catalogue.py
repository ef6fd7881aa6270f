"""Every event by its name on the wire, built from the owners' unions so that nothing is listed twice."""

from typing import get_args

from shared.events.application import ApplicationEvent
from shared.events.assessment import AssessmentEvent
from shared.events.audit import AuditEvent
from shared.events.event import Event
from shared.events.incentives import IncentivesEvent
from shared.events.notification import NotificationEvent
from shared.events.publication import PublicationEvent
from shared.events.registry import RegistryEvent

OWNERS = ("registry", "application", "assessment", "publication", "incentives")
"""The services that record the events of the procedure, in its order."""

LOGS = (*OWNERS, "audit", "notification")
"""The services with a log: the audit, too, records who looked at what it keeps, and notification what it sent."""

CATALOGUE: dict[str, type[Event]] = {
    event.type_name(): event
    for event in get_args(
        RegistryEvent
        | ApplicationEvent
        | PublicationEvent
        | AssessmentEvent
        | IncentivesEvent
        | AuditEvent
        | NotificationEvent
    )
}


def seals(owner: str) -> bool:
    """Whether events of this owner hold personal data, so that it needs keys for persons."""
    return any(event.personal_fields() for event in CATALOGUE.values() if event.owner() == owner)


class UnknownEvent(ValueError):
    """No event of that type and version is known to this release: park it, and take it up after the upgrade."""


def decode(type_name: str, payload: bytes) -> Event:
    """The event in these bytes.

    Raises:
        UnknownEvent: the type, or this version of it, is not in the catalogue.
        pydantic.ValidationError: the bytes are no such event.
    """
    event = CATALOGUE.get(type_name)
    if event is None:
        raise UnknownEvent(f"no event of type {type_name!r} is known to this release")
    return event.model_validate_json(payload)
