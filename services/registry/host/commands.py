"""What may be asked about a host."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RegisterHost:
    """Put a host on the register. Its id follows from the registration number, so the stream is the uniqueness."""

    host_id: str
    name: str
    registration_number: str
    division_code: str
    today: date


HostCommand = RegisterHost
