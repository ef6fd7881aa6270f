"""What may be asked about a host."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import IdentifierType


@dataclass(frozen=True, slots=True)
class RegisterHost:
    """Put a host on the register. Its id follows from its number, so the stream is the uniqueness."""

    host_id: str
    name: str
    registration_number: str
    division_code: str
    today: date
    identifier_type: IdentifierType = IdentifierType.REGISTRATION_NUMBER
    distinct_because: str = ""
    alike: str = ""
    """A fact: the id of a host in the division that bears the same name; empty where none does."""


@dataclass(frozen=True, slots=True)
class RenameHost:
    host_id: str
    name: str
    renamed_on: date
    today: date


@dataclass(frozen=True, slots=True)
class LinkIdentifier:
    """A host is known by a further number. The stream is that of a host which would be registered by the number."""

    host_id: str
    identifier_type: IdentifierType
    number: str
    replaces: str
    valid_from: date
    today: date
    numbers: tuple[str, ...] = ()
    """A fact: the numbers by which the host is known already."""


HostCommand = RegisterHost | RenameHost | LinkIdentifier
