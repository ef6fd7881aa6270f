"""The settings of a season as a table: what each is by default, what that rests on, its bounds, and when it freezes.

What domain.md marks as assumption is a setting; the notice's own words come first where it has any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.events.application import SeasonSettings


class FreezesAt(StrEnum):
    """From when on a setting cannot be changed any more, because somebody has relied on it."""

    OPENING = "opening"
    APPLICATIONS_CLOSE = "applications_close"
    HAND_OVER = "hand_over"
    SUBMISSION = "submission"
    NEVER = "never"  # as long as the season is not closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One setting. `default` is how people are told of it; `by_city` says whether a city sets it for its own chapter.

    `widest_is_zero` marks limits of which 0 means that there is none.
    """

    title_zh: str
    default: str
    basis: str
    freezes_at: FreezesAt
    lowest: int | None = None
    highest: int | None = None
    by_city: bool = False
    widest_is_zero: bool = False


_ASSUMPTION = "assumption"
_OPENING, _CLOSE, _HAND_OVER = FreezesAt.OPENING, FreezesAt.APPLICATIONS_CLOSE, FreezesAt.HAND_OVER
_SUBMISSION, _NEVER = FreezesAt.SUBMISSION, FreezesAt.NEVER

BASES: Mapping[str, Basis] = {
    "applications_close_on": Basis(
        title_zh="申请截止日",
        default="the last working day of August, 17:30",
        basis=_ASSUMPTION,
        freezes_at=_OPENING,
        by_city=True,
    ),
    "recommendations_due_on": Basis(
        title_zh="推荐截止日",
        default="10 working days after applications close",
        basis=_ASSUMPTION,
        freezes_at=_OPENING,
        by_city=True,
    ),
    "submission_due_on": Basis(
        title_zh="名单上报日", default="31 October", basis="[notice] 二(五): 10月底前", freezes_at=_OPENING
    ),
    "survey_due_on": Basis(
        title_zh="调查摸底截止日", default="20 May", basis="[notice] 二(六): 5月20日前", freezes_at=_OPENING
    ),
    "review_opens_on": Basis(title_zh="复核起始日", default="1 June", basis=_ASSUMPTION, freezes_at=_OPENING),
    "review_closes_on": Basis(title_zh="复核截止日", default="31 July", basis=_ASSUMPTION, freezes_at=_OPENING),
    "review_policy": Basis(
        title_zh="逾期未复核的处理",
        default="dynamic: the title stays, and rectification is ordered",
        basis="[notice] 二(三): 动态管理, which allows both readings",
        freezes_at=_NEVER,
    ),
    "rubric_id": Basis(
        title_zh="创建标准版本",
        default="none: the season names it",
        basis="assumption; the province's own text is lost",
        freezes_at=_OPENING,
    ),
    "places": Basis(
        title_zh="名额",
        default="10",
        basis="[notice] 二(三): 原则上10个左右",
        freezes_at=_HAND_OVER,
        lowest=1,
        highest=10_000,
        by_city=True,
    ),
    "district_quota": Basis(
        title_zh="县区名额",
        default="0, none",
        basis="the notice sets none; Jiangsu 2021 did [S16]",
        freezes_at=_HAND_OVER,
        lowest=0,
        highest=10_000,
        by_city=True,
        widest_is_zero=True,
    ),
    "recommendation_limit": Basis(
        title_zh="全市推荐上限",
        default="0, none",
        basis=_ASSUMPTION,
        freezes_at=_HAND_OVER,
        lowest=0,
        highest=10_000,
        by_city=True,
        widest_is_zero=True,
    ),
    "operating_days_required": Basis(
        title_zh="应已运行天数",
        default="365",
        basis="assumption; domain §8 V8",
        freezes_at=_OPENING,
        lowest=0,
        highest=3_660,
    ),
    "bar_seasons_after_revocation": Basis(
        title_zh="撤销后不得申请的年度数",
        default="2",
        basis="S37, as an analogue",
        freezes_at=_OPENING,
        lowest=0,
        highest=20,
    ),
    "paper_counts_by": Basis(
        title_zh="邮寄申请的时间认定",
        default="receipt",
        basis="assumption; domain §9 scenario 15 (b)",
        freezes_at=_CLOSE,
        by_city=True,
    ),
    "correction_working_days": Basis(
        title_zh="补正期限（工作日）",
        default="5",
        basis="assumption; 7 in S40 信息公开 art. 30",
        freezes_at=_CLOSE,
        lowest=1,
        highest=30,
        by_city=True,
    ),
    "inspectors_required": Basis(
        title_zh="查验人数",
        default="2",
        basis=_ASSUMPTION,
        freezes_at=_HAND_OVER,
        lowest=1,
        highest=20,
        by_city=True,
    ),
    "notice_working_days": Basis(
        title_zh="公示期（工作日）",
        default="5",
        basis="assumption; S20, S39",
        freezes_at=_HAND_OVER,
        lowest=1,
        highest=60,
        by_city=True,
    ),
    "notice_counts_first_day": Basis(
        title_zh="公示首日是否计入",
        default="no",
        basis="S40: the first day is not counted; printed dates decide",
        freezes_at=_HAND_OVER,
        by_city=True,
    ),
    "assessors_required": Basis(
        title_zh="测评人数",
        default="2",
        basis="assumption; domain §7.1",
        freezes_at=_SUBMISSION,
        lowest=2,
        highest=20,
        by_city=True,
    ),
    "objection_working_days": Basis(
        title_zh="异议核查期限（工作日）",
        default="10",
        basis=_ASSUMPTION,
        freezes_at=_SUBMISSION,
        lowest=1,
        highest=60,
        by_city=True,
    ),
    "objection_extensions": Basis(
        title_zh="异议核查可延长次数",
        default="1",
        basis=_ASSUMPTION,
        freezes_at=_SUBMISSION,
        lowest=0,
        highest=3,
        by_city=True,
    ),
    "answer_working_days": Basis(
        title_zh="答复期限（工作日）",
        default="3",
        basis="assumption; S40, as an analogue",
        freezes_at=_SUBMISSION,
        lowest=1,
        highest=30,
        by_city=True,
    ),
    "publication_working_days": Basis(
        title_zh="公布期限（工作日）",
        default="20",
        basis="S40 信息公开 art. 26",
        freezes_at=_NEVER,
        lowest=1,
        highest=60,
    ),
    "rectification_working_days": Basis(
        title_zh="整改期限（工作日）",
        default="15",
        basis="assumption; 30 calendar days at most",
        freezes_at=_NEVER,
        lowest=1,
        highest=30,
    ),
}
"""Every setting that can be set; `provisional` tells of the others and is set by nobody."""

QUOTAS = ("places", "district_quota", "recommendation_limit")
DATES = tuple(name for name, field in SeasonSettings.model_fields.items() if field.annotation is date)
