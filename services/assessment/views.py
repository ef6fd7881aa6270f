"""What is told of candidates, lists and titles: the form of the answers to reads."""

from datetime import date, datetime

from pydantic import BaseModel

from shared.events.assessment import CheckMode, DimensionScore, EndedBy, ItemScore, ListEntry, RevocationGround
from shared.events.registry import StationKind


class Mark(BaseModel):
    """What an assessor gave in all."""

    assessor: str
    total: int


class CandidateView(BaseModel):
    """A candidate and how far it has come.

    `stage` is the whole of it in one word: candidate, scored, remark, passed, failed, submitted, reserve, certified,
    revoked, ended, refused, withdrawn or struck_off. `notice` is empty as long as nothing is decided there. Scores are
    tenths.
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
    """A spot check; `passed` is null as long as nothing is recorded of it."""

    check_id: str
    mode: CheckMode
    reason: str
    ordered_on: date
    checkers: list[str]
    passed: bool | None
    findings: str
    checked_on: date | None


class AssessmentView(CandidateView):
    """A candidate with its score sheets, its recusals, its joint re-mark and its spot checks."""

    sheets: list[ScoreSheet]
    recusals: list[RecusalView]
    remark: RemarkView | None
    spot_checks: list[SpotCheckView]


class ListView(BaseModel):
    """A list as it was submitted."""

    id: str
    version: int
    stage: str
    season_id: str
    entries: list[ListEntry]
    reserve: list[ListEntry]
    over_quota_reason: str
    late_reason: str
    submitted_on: date


class TitleView(BaseModel):
    """A title as everybody may see it: in force, revoked, or ended without blame; `void_on` is the plaque's."""

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
    ended_by: EndedBy | None
    ended_on: date | None
    suspended_on: date | None
    void_reason: str
    void_on: date | None


class OpenRectification(BaseModel):
    """责令整改: what is to be mended by when; a provisional day rests on a year whose calendar nobody had published."""

    order_id: str
    findings: str
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
    """

    stage: str
    standing: str
    rectification: OpenRectification | None
    proposed_on: date | None
    heard_on: date | None
    waived_on: date | None
    served_on: date | None
    returned_on: date | None
