"""What may be asked about the care for a station: by its county, by its host, and by either."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import Platform, RuleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _AboutAStation:
    """`on` is the day when it happened, `today` the day of the act; `status` is a fact, filled in before the decision.

    A station's status is `active`, `suspended` or `closed`; without one nothing is done for it.
    """

    station_id: str
    on: date
    today: date
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyStation(_AboutAStation):
    year: int
    hardware_ready: bool
    rules_ready: bool
    staff_ready: bool
    results_ready: bool
    wants_to_compete: bool
    remarks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCultivation(_AboutAStation):
    year: int
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveSupport(_AboutAStation):
    support_id: str
    year: int
    measure: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCultivation(_AboutAStation):
    year: int
    effect: str
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveGuidance(_AboutAStation):
    guidance_id: str
    topic: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureUplift(_AboutAStation):
    uplift_id: str
    hardware_tenths: int
    rules_tenths: int
    staff_tenths: int
    results_tenths: int
    remarks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearOpinion(_AboutAStation):
    hearing_id: str
    opinion: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptRules(_AboutAStation):
    rules_id: str
    kind: RuleKind
    title: str
    document_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInvestment(_AboutAStation):
    investment_id: str
    purpose: str
    amount_fen: int
    paid_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlatformActivity(_AboutAStation):
    activity_id: str
    platform: Platform
    title: str
    summary: str
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePractice(_AboutAStation):
    practice_id: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareInformation(_AboutAStation):
    information_id: str
    subject: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySatisfaction(_AboutAStation):
    survey_id: str
    asked: int
    satisfied: int
    method: str


CountyCommand = (
    SurveyStation | StartCultivation | GiveSupport | EndCultivation | GiveGuidance | MeasureUplift | HearOpinion
)
HostCommand = AdoptRules | RecordInvestment | RecordPlatformActivity
EitherCommand = SharePractice | ShareInformation | SurveySatisfaction
CareCommand = CountyCommand | HostCommand | EitherCommand
