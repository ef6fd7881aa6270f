"""What may be asked about a mandate."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import BureauLevel


@dataclass(frozen=True, slots=True)
class OtherBureau:
    """A fact: the bureau to which something is delegated, or from which something is taken up."""

    level: BureauLevel
    division_code: str
    heir: str = ""


@dataclass(frozen=True, slots=True)
class DelegateCompetence:
    mandate_id: str
    bureau_code: str
    delegate_code: str
    acts: tuple[str, ...]
    division_code: str
    station_id: str
    document_number: str
    document_sha256: str
    since: date
    until: date
    today: date
    level: BureauLevel | None = None
    """Facts: of the bureau that delegates, and of the other one."""
    area: str = ""
    delegate: OtherBureau | None = None


@dataclass(frozen=True, slots=True)
class TakeUpCase:
    mandate_id: str
    bureau_code: str
    lower_code: str
    station_id: str
    reason: str
    document_number: str
    document_sha256: str
    since: date
    today: date
    level: BureauLevel | None = None
    """Facts: of the bureau that takes up, and of the one below."""
    area: str = ""
    lower: OtherBureau | None = None


@dataclass(frozen=True, slots=True)
class EndDelegation:
    mandate_id: str
    bureau_code: str
    reason: str
    ended_on: date
    today: date


MandateCommand = DelegateCompetence | TakeUpCase | EndDelegation
