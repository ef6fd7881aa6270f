"""What the facts about a host, or about a number that a host has beside its first one, add up to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from shared.events.registry import HostRegistered, HostRenamed, IdentifierLinked

HostEvent = HostRegistered | HostRenamed | IdentifierLinked


@dataclass(frozen=True, slots=True)
class Host:
    """A host on the register; without an id there is none by this number.

    `linked_to` is the host that has this number as a further one: then no host is registered by it.
    """

    host_id: str = ""
    name: str = ""
    registration_number: str = ""
    division_code: str = ""
    registered_on: date | None = None
    linked_to: str = ""


def evolve(host: Host, event: HostEvent) -> Host:
    match event:
        case HostRegistered():
            return Host(event.host_id, event.name, event.registration_number, event.division_code, event.registered_on)
        case HostRenamed():
            return replace(host, name=event.name)
        case IdentifierLinked():
            return replace(host, linked_to=event.host_id)
        case _:
            assert_never(event)
