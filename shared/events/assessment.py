"""Events of assessment: the standard, the city's scoring, the list, the spot check, the title and its end."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Part, Public
from shared.events.registry import StationKind
from shared.events.rubric import Dimension, RubricItem, Veto


class RubricPublished(Event):
    """创建标准: a version of the standard. A proposal backed item by item, not the province's lost text."""

    clause = "[notice] 二(一), 二(三), 二(四); domain §8"

    rubric_id: Public[str]
    title: Public[str]
    provenance: Public[str]
    dimensions: Public[tuple[Dimension, ...]]
    items: Public[tuple[RubricItem, ...]]
    vetoes: Public[tuple[Veto, ...]]
    pass_total: Public[int]
    spread_limit: Public[int]
    published_on: Public[date]


class PanelAppointed(Event):
    """测评组: the city's panel for a season; at least two assess each candidate."""

    clause = "[notice] 二(五): 代表省局…进行测评; S30"

    panel_id: Public[str]
    season_id: Public[str]
    members: Internal[tuple[str, ...]]
    appointed_on: Public[date]


class ItemScore(Part):
    """One item's score in tenths of a point, with its justification."""

    item: Public[str]
    tenths: Internal[int]
    note: Internal[str] = ""


class AssessmentScored(Event):
    """测评表: one assessor has scored one candidate, item by item."""

    clause = "[notice] 二(五): 依据创建标准进行测评"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    assessor: Internal[str]
    rubric_id: Public[str]
    scores: Internal[tuple[ItemScore, ...]]
    total: Internal[int]
    scored_on: Public[date]


class DimensionScore(Part):
    """A dimension's mean in tenths of a point, rounded half up."""

    dimension: Public[str]
    tenths: Internal[int]


class AssessmentPassed(Event):
    """测评通过: total and every dimension reach the cut-offs. Not yet a title: that is the province's to give."""

    clause = "[notice] 二(五), 二(六): 通过测评示范站名单"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    rubric_id: Public[str]
    total: Internal[int]
    dimensions: Internal[tuple[DimensionScore, ...]]
    concluded_on: Public[date]


class AssessmentFailed(Event):
    """测评未通过: a cut-off was missed or a veto stands; the reasons name which."""

    clause = "[notice] 二(五); domain §8"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    rubric_id: Public[str]
    total: Internal[int]
    dimensions: Internal[tuple[DimensionScore, ...]]
    reasons: Internal[tuple[str, ...]]
    concluded_on: Public[date]


class ListEntry(Part):
    """One line of the list, in its order, with the names of the day."""

    rank: Public[int]
    application_id: Public[str]
    station_id: Public[str]
    station_name: Public[str]
    host_id: Public[str]
    host_name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    bureau_code: Public[str]
    bureau_name: Public[str]
    total: Internal[int]


class ListSubmitted(Event):
    """上报名单: the city reports the stations that passed, in order, and those in reserve. Frozen from here on."""

    clause = "[notice] 二(六): 10月底前将通过测评示范站名单报省局"

    list_id: Public[str]
    season_id: Public[str]
    entries: Public[tuple[ListEntry, ...]]
    reserve: Public[tuple[ListEntry, ...]]
    over_quota_reason: Internal[str]
    late_reason: Internal[str]
    submitted_on: Public[date]


class CheckMode(StrEnum):
    """How a spot check came to be."""

    TARGETED = "targeted"
    DRAWN = "drawn"


class SpotCheckOrdered(Event):
    """抽查: the province wants this station looked at."""

    clause = "[notice] 二(五): 省局将根据需要对部分示范站进行抽查"

    check_id: Public[str]
    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    mode: Internal[CheckMode]
    reason: Internal[str]
    ordered_on: Internal[date]


class SpotCheckRecorded(Event):
    """抽查记录: what the province's checkers found on the spot."""

    clause = "[notice] 二(五)"

    check_id: Public[str]
    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    checkers: Internal[tuple[str, ...]]
    passed: Internal[bool]
    findings: Internal[str]
    checked_on: Public[date]


class RecognitionRefused(Event):
    """不予认定: the province does not recognise a station that its city passed, and says why."""

    clause = "[notice] 二(五); domain §7.2"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reasons: Internal[str]
    refused_on: Public[date]


class Certified(Event):
    """认定: the province recognises the station; the title is in force from this day.

    `effective` names and trade are those of the day and stay in the certificate.
    """

    clause = "[notice] 二(三), 二(五): 认定"

    station_id: Public[str]
    application_id: Public[str]
    season_id: Public[str]
    host_id: Public[str]
    station_name: Public[str]
    host_name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    bureau_code: Public[str]
    bureau_name: Public[str]
    certificate_number: Public[str]
    document_number: Public[str]
    certified_on: Public[date]


class PlaqueHandedOver(Event):
    """授牌: the station has its plaque."""

    clause = "[notice] 二(三): 撤牌 implies a plaque; S19"

    station_id: Public[str]
    certificate_number: Public[str]
    plaque_number: Public[str]
    handed_over_on: Public[date]


class RevocationGround(StrEnum):
    """The notice's four grounds."""

    LAX_MANAGEMENT = "lax_management"  # 管理松懈
    DECLINING_WORK = "declining_work"  # 工作滑坡
    WEAK_DEMONSTRATION = "weak_demonstration"  # 示范作用不强
    GENERAL_DISAPPROVAL = "general_disapproval"  # 广大消费者、经营者普遍不认可


class RevocationProposed(Event):
    """撤牌建议: a bureau proposes to end a title, on a ground, with facts and evidence."""

    clause = "[notice] 二(三): 管理松懈、工作滑坡、示范作用不强以及广大消费者、经营者普遍不认可"

    station_id: Public[str]
    certificate_number: Public[str]
    ground: Internal[RevocationGround]
    facts: Internal[str]
    evidence_sha256: Internal[tuple[str, ...]]
    proposed_by: Internal[str]
    proposed_on: Internal[date]


class DefenceHeard(Event):
    """陈述申辩: the host has been heard before the decision."""

    clause = "domain §7.6 rule 14"

    station_id: Public[str]
    certificate_number: Public[str]
    summary: Internal[str]
    heard_on: Internal[date]


class Revoked(Event):
    """撤销称号: the province, which gave the title, has taken it away."""

    clause = "[notice] 二(三): 给予撤牌处理; domain §7.6 rules 13, 14"

    station_id: Public[str]
    certificate_number: Public[str]
    station_name: Public[str]
    ground: Public[RevocationGround]
    reasons: Internal[str]
    document_number: Public[str]
    appeal_days: Public[int]
    decided_on: Public[date]


class DecisionServed(Event):
    """送达: the decision, with the notice of rights, has reached the host."""

    clause = "domain §7.6 rule 14; 行政复议法 art. 20"

    station_id: Public[str]
    document_number: Public[str]
    method: Internal[str]
    served_on: Internal[date]


class PlaqueReturned(Event):
    """收回牌匾: the plaque is back with the bureau."""

    clause = "[notice] 二(三): 撤牌; S36; S37"

    station_id: Public[str]
    certificate_number: Public[str]
    plaque_number: Public[str]
    returned_on: Public[date]


AssessmentEvent = (
    RubricPublished
    | PanelAppointed
    | AssessmentScored
    | AssessmentPassed
    | AssessmentFailed
    | ListSubmitted
    | SpotCheckOrdered
    | SpotCheckRecorded
    | RecognitionRefused
    | Certified
    | PlaqueHandedOver
    | RevocationProposed
    | DefenceHeard
    | Revoked
    | DecisionServed
    | PlaqueReturned
)
