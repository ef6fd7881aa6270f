"""What may be asked of a station's title."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.events.assessment import EndedBy, ListEntry, RevocationGround


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
class WaiveDefence:
    """The host was told that it may state its defence, and had `days` for it; 0 where it said that it would not."""

    station_id: str
    told_on: date
    days: int
    reason: str
    today: date


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


class WhyVoid(StrEnum):
    """Why a plaque is given up."""

    LOST = "lost"  # 遗失
    NOT_RETURNED = "not_returned"  # 拒不交回


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarePlaqueVoid:
    """The plaque of a title that is over does not come back, and counts for nothing."""

    station_id: str
    reason: WhyVoid
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTitle:
    """The title is over without blame: its host wants so, or what became of the station leaves no other way.

    After a change of host `new_host_id` names who runs the station since.
    """

    station_id: str
    ended_by: EndedBy
    on: date
    new_host_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRectification:
    """A bureau tells the station to mend something. The last day is a fact, by the calendar and the setting."""

    station_id: str
    order_id: str
    findings: str
    today: date
    due_on: date = date.min
    due_is_provisional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRectification:
    """A re-check has seen that it is mended."""

    station_id: str
    findings: str
    accepted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendTitle:
    """The station has moved. Never asked by a person: it follows from the move."""

    station_id: str
    division_code: str
    town: str
    moved_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTitle:
    """The county has looked at the new premises."""

    station_id: str
    findings: str
    resumed_on: date


TitleCommand = (
    CertifyStation
    | HandOverPlaque
    | ProposeRevocation
    | HearDefence
    | WaiveDefence
    | RevokeTitle
    | ServeDecision
    | TakePlaqueBack
    | DeclarePlaqueVoid
    | EndTitle
    | OrderRectification
    | AcceptRectification
    | SuspendTitle
    | ResumeTitle
)
