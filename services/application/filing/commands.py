"""What may be asked of an application, and the facts that its rules are told.

Facts are looked up in the service's own tables when the command is prepared. Their defaults are those of a season
that nobody has opened, so a command that was not prepared is refused.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from shared.events.application import VetoFinding

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SeasonFacts:
    """The season as it stands: when it opened, its deadlines, and whether its candidates are handed over."""

    opened_on: date | None = None
    closes_at: datetime = _NEVER
    recommendations_due_on: date = date.min
    recommendations_closed: bool = False
    inspectors_required: int = 2
    operating_days_required: int = 365
    bar_seasons_after_revocation: int = 2


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """The station as it is known here.

    `seasons_since_revocation` counts the chapters of its city that were opened since its title was revoked, this
    one included; None where no title was.
    """

    season: SeasonFacts = SeasonFacts()
    host_id: str = ""
    bureau_code: str = ""
    operating_since: date = date.max
    seasons_since_revocation: int | None = None


@dataclass(frozen=True, slots=True)
class FileApplication:
    """`received_at` is the effective instant of receipt: lateness is judged by it alone."""

    application_id: str
    season_id: str
    station_id: str
    form_sha256: str
    self_score_tenths: int
    received_at: datetime
    today: date
    facts: FilingFacts = FilingFacts()


@dataclass(frozen=True, slots=True)
class AcceptApplication:
    application_id: str
    today: date
    season: SeasonFacts = SeasonFacts()


@dataclass(frozen=True, slots=True)
class CheckVetoes:
    application_id: str
    findings: tuple[VetoFinding, ...]
    today: date
    season: SeasonFacts = SeasonFacts()


@dataclass(frozen=True, slots=True)
class RecordInspection:
    """`officers` is a fact that is looked up: those of the inspectors who serve in the competent bureau."""

    application_id: str
    inspectors: tuple[str, ...]
    meets_standard: bool
    failed_items: tuple[str, ...]
    remarks: str
    inspected_on: date
    today: date
    officers: frozenset[str] = frozenset()
    season: SeasonFacts = SeasonFacts()


@dataclass(frozen=True, slots=True)
class IssueRecommendation:
    """`bureau_code` is a fact that is looked up: the bureau competent for the station on the day."""

    application_id: str
    recommender: str
    opinion: str
    today: date
    bureau_code: str = ""
    season: SeasonFacts = SeasonFacts()


@dataclass(frozen=True, slots=True)
class RefuseRecommendation:
    application_id: str
    reasons: str
    today: date


@dataclass(frozen=True, slots=True)
class WithdrawApplication:
    """`list_submitted` is a fact that is looked up: whether the city's list has gone to the province."""

    application_id: str
    reason: str
    received_at: datetime
    list_submitted: bool = False


VerifyingCommand = AcceptApplication | CheckVetoes | RecordInspection
RecommendingCommand = IssueRecommendation | RefuseRecommendation

FilingCommand = FileApplication | VerifyingCommand | RecommendingCommand | WithdrawApplication
