"""What may be asked of a station's title."""

from dataclasses import dataclass, field
from datetime import date

from shared.events.assessment import ListEntry, RevocationGround


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRevocation:
    """A bureau proposes to end the title, on one of the notice's four grounds."""

    station_id: str
    ground: RevocationGround
    facts: str
    evidence_sha256: tuple[str, ...]
    proposer: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HearDefence:
    """The host has been heard."""

    station_id: str
    summary: str
    heard_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeTitle:
    """The province, which gave the title, takes it away."""

    station_id: str
    reasons: str
    document_number: str
    decider: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeDecision:
    """The decision has reached the host."""

    station_id: str
    method: str
    served_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePlaqueBack:
    """The county has the plaque again."""

    station_id: str
    returned_on: date


TitleCommand = (
    CertifyStation | HandOverPlaque | ProposeRevocation | HearDefence | RevokeTitle | ServeDecision | TakePlaqueBack
)
