"""测评: the standard, and the city's scoring of the candidates against it."""

from datetime import date

from shared.events.event import Event, Internal, Part, Public
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


class AssessorRecused(Event):
    """回避: a member of the panel does not assess this candidate, for a link to its host or for other reasons."""

    clause = "投诉举报处理暂行办法 art. 19 (recusal); domain §7.1"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    assessor: Internal[str]
    reason: Internal[str]
    recused_on: Public[date]


class JointRemarkOrdered(Event):
    """共同复评: the assessors lie too far apart in a dimension, and score it again together. In tenths of a point."""

    clause = "domain §8 (a spread over 3.0 on a dimension)"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    dimensions: Internal[tuple[str, ...]]
    spread_tenths: Internal[int]
    limit_tenths: Internal[int]
    ordered_on: Public[date]


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
