"""How a station gets its title and its plaque."""

from dataclasses import dataclass, field
from datetime import date

from shared.events.assessment import ListEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationFacts:
    """`line` is the application's line of the submitted list; `took_part` who inspected, recommended or assessed it.

    `certificate_number` is the next free number; the database refuses to give one twice.
    """

    line: ListEntry | None = None
    season_id: str = ""
    certificate_number: str = ""
    took_part: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyStation:
    """The province gives the title. Whether the candidate may have it is judged on its assessment."""

    station_id: str
    application_id: str
    document_number: str
    decider: str
    today: date
    facts: CertificationFacts = field(default_factory=CertificationFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPlaque:
    """The station gets its plaque, after the result was published."""

    station_id: str
    plaque_number: str
    handed_over_on: date
    published_on: date | None = None
