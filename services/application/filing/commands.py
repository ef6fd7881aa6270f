"""What may be asked of an application, and the facts that its rules are told.

Facts are looked up in the service's own tables when the command is prepared. Their defaults are those of a season
that nobody has opened, so a command that was not prepared is refused.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from services.application.filing.forms import DraftingCommand, Standard
from shared.events.application import FilingChannel, ItemFinding, OverWhat, PaperCountsBy, VetoFinding

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
    correction_working_days: int = 5
    paper_counts_by: PaperCountsBy = PaperCountsBy.RECEIPT


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
    station_status: str = "active"
    is_of_the_city: bool = True
    holds_a_title: bool = False


@dataclass(frozen=True, slots=True)
class FileDraft:
    """The draft is filed as it stands. The facts are those of any filing, and the season's standard."""

    application_id: str
    pledge_sha256: str
    received_at: datetime
    facts: FilingFacts = FilingFacts()
    standard: Standard = field(default_factory=Standard)


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """The county writes down what a host has sent or handed in; `recorded_at` is the instant at which it does."""

    application_id: str
    season_id: str
    station_id: str
    form_sha256: str
    self_score_tenths: int
    channel: FilingChannel
    received_on: date
    postmarked_on: date | None
    reason: str
    recorded_at: datetime
    facts: FilingFacts = FilingFacts()


@dataclass(frozen=True, slots=True)
class ReturnForCorrection:
    """`due_on` and `due_is_provisional` are facts: the correction's last day by the calendar."""

    application_id: str
    missing: tuple[str, ...]
    today: date
    due_on: date = date.min
    due_is_provisional: bool = False
    season: SeasonFacts = SeasonFacts()


@dataclass(frozen=True, slots=True)
class Refile:
    """`form_sha256` is that of the mended form where the host keeps no draft here. `standard` is a fact."""

    application_id: str
    received_at: datetime
    form_sha256: str = ""
    standard: Standard = field(default_factory=Standard)


@dataclass(frozen=True, slots=True)
class NotAccept:
    application_id: str
    reasons: str
    today: date


@dataclass(frozen=True, slots=True)
class HandOver:
    """A station stands elsewhere, or another bureau is competent for it. The application and the bureau are facts."""

    station_id: str
    division_code: str
    town: str
    on: date
    premises_moved: bool
    bureau_code: str = ""
    application_id: str = ""


@dataclass(frozen=True, slots=True)
class EndApplication:
    """A station has ended, or another host runs it. The application is a fact that is looked up."""

    station_id: str
    reason: str
    at: datetime
    application_id: str = ""


@dataclass(frozen=True, slots=True)
class FileApplication:
    """`received_at` is the effective instant of receipt: lateness is judged by it alone."""

    application_id: str
    season_id: str
    station_id: str
    form_sha256: str
    self_score_tenths: int
    received_at: datetime
    facts: FilingFacts = FilingFacts()
    pledge_sha256: str = ""
    channel: FilingChannel = FilingChannel.ONLINE
    recorded_late: bool = False
    recorded_because: str = ""


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
    """`officers`, `items` and `interested` are facts that are looked up.

    They are those of the inspectors who serve in the competent bureau, the items of the season's standard, None where
    it is not known here, and those of the inspectors who are linked to the host.
    """

    application_id: str
    inspectors: tuple[str, ...]
    meets_standard: bool
    failed_items: tuple[str, ...]
    remarks: str
    inspected_on: date
    today: date
    officers: frozenset[str] = frozenset()
    season: SeasonFacts = SeasonFacts()
    findings: tuple[ItemFinding, ...] = ()
    rubric_id: str = ""
    items: frozenset[str] | None = None
    interested: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IssueRecommendation:
    """`bureau_code` and what follows it are facts that are looked up.

    They are the bureau competent for the station on the day, how the season and the station stand, and what one more
    recommendation would be over, with the number in reserve that it would have then.
    """

    application_id: str
    recommender: str
    opinion: str
    today: date
    bureau_code: str = ""
    season: SeasonFacts = SeasonFacts()
    station_status: str = "active"
    over: OverWhat | None = None
    reserve_number: int = 0


@dataclass(frozen=True, slots=True)
class PromoteFromReserve:
    """`reason` is why it goes before those `ahead` of it, who are a fact that is looked up."""

    application_id: str
    recommender: str
    opinion: str
    reason: str
    today: date
    bureau_code: str = ""
    season: SeasonFacts = SeasonFacts()
    station_status: str = "active"
    ahead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangeRecommendation:
    """The application comes out of the reserve, in the place of the one that was recommended."""

    application_id: str
    demoted_application_id: str
    recommender: str
    opinion: str
    reason: str
    today: date
    bureau_code: str = ""
    season: SeasonFacts = SeasonFacts()
    station_status: str = "active"


@dataclass(frozen=True, slots=True)
class GiveUpPlace:
    """The other half of an exchange: what was recommended goes into the reserve. Its number is a fact."""

    application_id: str
    recommender: str
    reason: str
    today: date
    bureau_code: str = ""
    reserve_number: int = 0


@dataclass(frozen=True, slots=True)
class ReturnRecommendation:
    application_id: str
    reasons: str
    today: date
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


EnteringCommand = FileApplication | FileDraft | RecordPaper
ReceivingCommand = ReturnForCorrection | Refile | NotAccept
VerifyingCommand = AcceptApplication | CheckVetoes | RecordInspection
RecommendingCommand = (
    IssueRecommendation
    | RefuseRecommendation
    | PromoteFromReserve
    | ExchangeRecommendation
    | GiveUpPlace
    | ReturnRecommendation
)

FilingCommand = (
    DraftingCommand
    | EnteringCommand
    | ReceivingCommand
    | HandOver
    | EndApplication
    | VerifyingCommand
    | RecommendingCommand
    | WithdrawApplication
)
