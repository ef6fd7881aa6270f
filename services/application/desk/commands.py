"""What may be asked of a case's desks. The facts are those of the caller's bureau."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """`in_the_inbox` is a fact: whether the case lies in one of the bureau's queues."""

    application_id: str
    claimant: str
    bureau_code: str
    today: date
    in_the_inbox: bool = False


@dataclass(frozen=True, slots=True)
class AssignCase:
    """`is_a_colleague` is a fact: whether the assignee is posted at the bureau."""

    application_id: str
    assignee: str
    bureau_code: str
    today: date
    in_the_inbox: bool = False
    is_a_colleague: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    application_id: str
    bureau_code: str
    today: date


DeskCommand = ClaimCase | AssignCase | ReleaseCase
