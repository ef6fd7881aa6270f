"""称号: the title from its recognition to its end, and the plaque that stands for it."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Public
from shared.events.registry import StationKind


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


class DefenceWaived(Event):
    """放弃申辩: the host was told that it may state its defence, and did not or would not."""

    clause = "domain §7.6 rule 14"

    station_id: Public[str]
    certificate_number: Public[str]
    told_on: Internal[date]
    reason: Internal[str]
    waived_on: Internal[date]


class PlaqueDeclaredVoid(Event):
    """牌匾作废: a plaque that was lost, or is not given back, counts for nothing any more."""

    clause = "domain §7.4 (lost | not returned); S36; S37"

    station_id: Public[str]
    certificate_number: Public[str]
    plaque_number: Public[str]
    reason: Public[str]
    declared_on: Public[date]


class RectificationOrdered(Event):
    """责令整改: the station keeps its title, and mends what was found by a day."""

    clause = "domain §7.5 (15 working days); S37"

    station_id: Public[str]
    certificate_number: Public[str]
    order_id: Public[str]
    findings: Internal[str]
    due_on: Internal[date]
    due_is_provisional: Internal[bool]
    ordered_on: Internal[date]


class RectificationAccepted(Event):
    """整改合格: what was ordered is mended, as a re-check has seen."""

    clause = "S37; domain §9 scenario 5"

    station_id: Public[str]
    certificate_number: Public[str]
    order_id: Public[str]
    findings: Internal[str]
    accepted_on: Internal[date]


class TitleSuspended(Event):
    """称号中止: the station stands elsewhere; its title counts again when the new premises were looked at."""

    clause = "domain §7.6 rule 16"

    station_id: Public[str]
    certificate_number: Public[str]
    reason: Public[str]
    suspended_on: Public[date]


class TitleResumed(Event):
    """称号恢复: the new premises were inspected, and the title counts again."""

    clause = "domain §7.6 rule 16"

    station_id: Public[str]
    certificate_number: Public[str]
    findings: Internal[str]
    resumed_on: Public[date]


class EndedBy(StrEnum):
    """Why a title ends without blame."""

    CLOSURE = "closure"  # 撤站
    REQUEST = "request"  # 自愿放弃
    CHANGE_OF_HOST = "change_of_host"  # 变更建站企业
    MOVE_AWAY = "move_away"  # 迁出


class TitleEnded(Event):
    """称号终止: the title is over, without blame and without a bar; its plaque is still to be given back."""

    clause = "domain §7.6 rules 14, 16; domain §9 scenario 7"

    station_id: Public[str]
    certificate_number: Public[str]
    station_name: Public[str]
    ended_by: Public[EndedBy]
    ended_on: Public[date]
