"""What is told of candidates, lists and titles: the form of the answers to reads."""

from datetime import date, datetime

from pydantic import BaseModel

from services.assessment.views_of_revocations import AppealView, PastRevocation
from shared.events.assessment import CheckMode, DimensionScore, EndedBy, ItemScore, ListEntry, RevocationGround
from shared.events.registry import StationKind


class Mark(BaseModel):
    """What an assessor gave in all."""

    assessor: str
    total: int


class CandidateView(BaseModel):
    """A candidate and how far it has come.

    `stage` is the whole of it in one word: candidate, scored, remark, passed, failed, submitted, reserve, certified,
    revoked, ended, lapsed, refused, declined, withdrawn or struck_off. `notice` is empty as long as nothing is decided.
    Scores are tenths. `vetoes_found` is what the veto check said, `vetoes_since` came out after it.
    """

    id: str
    version: int
    stage: str
    season_id: str
    station_id: str
    station_name: str
    host_id: str
    host_name: str
    kind: StationKind
    trade: str
    division_code: str
    bureau_code: str
    bureau_name: str
    filed_at: datetime
    notice: str
    vetoes_found: list[str] | None
    scores: list[Mark]
    result: str
    total: int | None
    dimensions: list[DimensionScore]
    reasons: list[str]
    list_id: str
    rank: int | None
    refusal_reasons: str
    vetoes_since: list[str]
    declined_on: date | None
    certificate_number: str


class ScoreSheet(BaseModel):
    """测评表: one assessor's. Those of a recused assessor, and of before a joint re-mark, do not count."""

    assessor: str
    total: int
    items: list[ItemScore]
    scored_on: date
    counts: bool


class RecusalView(BaseModel):
    """回避: who does not assess this candidate, and why."""

    assessor: str
    reason: str
    recused_on: date


class RemarkView(BaseModel):
    """共同复评: on which dimensions the assessors lay too far apart, in tenths of a point."""

    dimensions: list[str]
    spread_tenths: int
    limit_tenths: int
    ordered_on: date


class SpotCheckView(BaseModel):
    """A spot check; `passed` is null as long as nothing is recorded of it. `inspectors` are those of its draw."""

    check_id: str
    mode: CheckMode
    reason: str
    ordered_on: date
    announced: bool
    draw_id: str
    inspectors: list[str]
    checkers: list[str]
    passed: bool | None
    findings: str
    report_sha256: str
    checked_on: date | None


class VetoView(BaseModel):
    """发现一票否决情形: what came out after the veto check."""

    item: str
    findings: str
    evidence_sha256: list[str]
    found_on: date


class AssessmentView(CandidateView):
    """A candidate with its score sheets, its recusals, its joint re-mark, its spot checks and its late vetoes."""

    sheets: list[ScoreSheet]
    recusals: list[RecusalView]
    remark: RemarkView | None
    spot_checks: list[SpotCheckView]
    late_vetoes: list[VetoView]


class ReportView(BaseModel):
    """What the city has reported in one go, by the name of the day of its bureau, and the proof of its print."""

    entries: list[ListEntry]
    over_quota_reason: str
    late_reason: str
    submitted_by: str
    printed_sha256: str


class SupplementView(ReportView):
    """补报名单: who joined the list after it was submitted, and why."""

    supplement: int
    reason: str
    supplemented_on: date


class ListView(ReportView):
    """A list as it was submitted, who waits in reserve today, and what was added to it."""

    id: str
    version: int
    stage: str
    season_id: str
    reserve: list[ListEntry]
    submitted_on: date
    supplements: list[SupplementView]


class TitleView(BaseModel):
    """A title as everybody may see it: in force, suspended, revoked, lapsed, or ended without blame.

    `set_aside_on` is the day on which a revocation was set aside; `void_on` is the plaque's.
    """

    id: str
    version: int
    status: str
    station_id: str
    application_id: str
    season_id: str
    host_id: str
    station_name: str
    host_name: str
    kind: StationKind
    trade: str
    bureau_code: str
    bureau_name: str
    document_number: str
    certified_on: date
    published_on: date | None
    plaque_number: str
    handed_over_on: date | None
    ground: RevocationGround | None
    revocation_document: str
    revoked_on: date | None
    set_aside_on: date | None
    lapsed_on: date | None
    ended_by: EndedBy | None
    ended_on: date | None
    suspended_on: date | None
    void_reason: str
    void_on: date | None


class OpenRectification(BaseModel):
    """责令整改: what is to be mended by when; a provisional day rests on a year whose calendar nobody had published."""

    order_id: str
    findings: str
    because: str
    due_on: date
    due_is_provisional: bool
    is_overdue: bool
    ordered_by: str
    ordered_on: date


class RectificationView(OpenRectification):
    """One line of a bureau's list of open orders."""

    certificate_number: str
    station_id: str
    station_name: str
    host_name: str
    bureau_code: str


class TitleCaseView(TitleView):
    """A title with the procedure about it, for the bureaus and the host: `stage` tells a proposal from its hearing.

    `standing` is the status, but for a title in force whose station has something to mend: under_rectification.
    `appeals` are those against the revocation that stands.
    """

    stage: str
    standing: str
    rectification: OpenRectification | None
    proposed_on: date | None
    heard_on: date | None
    waived_on: date | None
    served_on: date | None
    rights_told: bool | None
    appeal_until: date | None
    appeal_is_provisional: bool | None
    returned_on: date | None
    appeals: list[AppealView]
    past_revocations: list[PastRevocation]
