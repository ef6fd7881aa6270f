"""What the facts about a host add up to."""

from dataclasses import dataclass

from shared.events.registry import HostRegistered


@dataclass(frozen=True, slots=True)
class Host:
    """A host on the register; without an id there is none yet."""

    host_id: str = ""
    name: str = ""
    registration_number: str = ""
    division_code: str = ""


def evolve(_host: Host, event: HostRegistered) -> Host:
    return Host(event.host_id, event.name, event.registration_number, event.division_code)
