"""撤牌、复议: how a title is taken away, and how that is contested and set aside."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Public


class RevocationGround(StrEnum):
    """The notice's four grounds, and two that the standard adds: no rectification goes before those."""

    LAX_MANAGEMENT = "lax_management"  # 管理松懈
    DECLINING_WORK = "declining_work"  # 工作滑坡
    WEAK_DEMONSTRATION = "weak_demonstration"  # 示范作用不强
    GENERAL_DISAPPROVAL = "general_disapproval"  # 广大消费者、经营者普遍不认可
    FALSE_RECORDS = "false_records"  # 台账、评分、材料严重弄虚作假
    REFUSAL_TO_RECTIFY = "refusal_to_rectify"  # 拒不检查或整改


class RevocationProposed(Event):
    """撤牌建议: a bureau proposes to end a title, on a ground, with facts and evidence.

    General disapproval `rests_on` opinions about the title and surveys, by their ids; how many decides nothing.
    """

    clause = "[notice] 二(三): 管理松懈、工作滑坡、示范作用不强以及广大消费者、经营者普遍不认可"

    station_id: Public[str]
    certificate_number: Public[str]
    ground: Internal[RevocationGround]
    facts: Internal[str]
    evidence_sha256: Internal[tuple[str, ...]]
    proposed_by: Internal[str]
    proposed_on: Internal[date]
    rests_on: Internal[tuple[str, ...]] = ()


class DefenceHeard(Event):
    """陈述申辩: the host has been heard before the decision."""

    clause = "domain §7.6 rule 14"

    station_id: Public[str]
    certificate_number: Public[str]
    summary: Internal[str]
    heard_on: Internal[date]


class DefenceWaived(Event):
    """放弃申辩: the host was told that it may state its defence, and did not or would not."""

    clause = "domain §7.6 rule 14"

    station_id: Public[str]
    certificate_number: Public[str]
    told_on: Internal[date]
    reason: Internal[str]
    waived_on: Internal[date]


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
    bar_seasons: Public[int] = 2


class DecisionServed(Event):
    """送达: the decision has reached the host, with the notice of its rights or without.

    `appeal_until` is the last day for reconsideration by the law's counting: the day of service does not count, and
    a last day that is off moves to the next working day.
    """

    clause = "domain §7.6 rule 14; 行政复议法 art. 20"

    station_id: Public[str]
    document_number: Public[str]
    method: Internal[str]
    served_on: Internal[date]
    rights_told: Internal[bool] = True
    appeal_until: Internal[date | None] = None
    appeal_is_provisional: Internal[bool] = False


class AppealKind(StrEnum):
    """The two ways to contest a revocation."""

    RECONSIDERATION = "reconsideration"  # 行政复议
    SUIT = "suit"  # 行政诉讼


class AppealLodged(Event):
    """申请复议、起诉: the host contests the revocation, in time or with a reason why it is late."""

    clause = "行政复议法 art. 20; 行政诉讼法 art. 46"

    station_id: Public[str]
    certificate_number: Public[str]
    appeal_id: Public[str]
    kind: Public[AppealKind]
    organ: Public[str]
    statement: Internal[str]
    late_reason: Internal[str]
    last_day: Internal[date | None]
    lodged_on: Public[date]


class AppealOutcome(StrEnum):
    """How an appeal ends."""

    UPHELD = "upheld"  # 维持
    SET_ASIDE = "set_aside"  # 撤销
    WITHDRAWN = "withdrawn"  # 撤回
    NOT_ADMITTED = "not_admitted"  # 不予受理


class AppealDecided(Event):
    """复议决定、判决: the organ that was appealed to has decided, and the decision is on file."""

    clause = "行政复议法; 行政诉讼法; domain §7.4"

    station_id: Public[str]
    certificate_number: Public[str]
    appeal_id: Public[str]
    outcome: Public[AppealOutcome]
    organ: Public[str]
    document_number: Public[str]
    reasons: Internal[str]
    decided_on: Public[date]
    recorded_on: Public[date]


class RevocationSetAside(Event):
    """撤销撤牌决定: the revocation counts no more; title, plaque and the right to apply are restored from this day.

    What was recorded stays recorded: between the revocation and this day the title was revoked.
    """

    clause = "domain §7.4 (revoked → set aside on appeal → in force)"

    station_id: Public[str]
    certificate_number: Public[str]
    station_name: Public[str]
    appeal_id: Public[str]
    document_number: Public[str]
    set_aside_on: Public[date]
