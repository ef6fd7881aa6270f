"""Who holds a contest and by what rules, and who stands in it."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Part, Public


class Organiser(StrEnum):
    """Who runs a contest; across enterprises only with an approval number [S39]."""

    HOST = "host"
    BUREAU = "bureau"  # for its own staff
    CROSS_ENTERPRISE = "cross_enterprise"


class Weights(Part):
    """The notice's four criteria in percent, together 100. The split is a setting of the contest."""

    service: Public[int]  # 服务优质
    competence: Public[int]  # 素质优秀
    performance: Public[int]  # 业绩突出
    satisfaction: Public[int]  # 群众满意


class Components(Part):
    """What a total is made of, in percent, together 100. The public vote is an input and never decides alone."""

    test: Public[int] = 0  # 知识测试
    results: Public[int] = 0  # 业绩，取自台账
    vote: Public[int] = 0  # 群众投票
    experts: Public[int] = 100  # 评委评分


class TieRule(StrEnum):
    """Who goes before whom at an equal total; who are still equal then share the better rank."""

    SHARED = "shared"  # 并列
    TEST = "test"  # 知识测试高者先
    RESULTS = "results"  # 业绩高者先
    EXPERTS = "experts"  # 评委评分高者先


UNSET = date(1, 1, 1)
"""The day of a contest that was announced without one."""


class ContestAnnounced(Event):
    """消费维权服务明星竞赛: a contest for station staff is announced by its organiser.

    A host's contest names the host and no bureau, a bureau's the bureau and no host. `components` and `tie_rule` are
    declared before anybody stands. Results count from `period_from` to `period_until`. So many stand at most for each
    station and each host, 0 being no limit. Rewards keep within `budget_fen`, where one was declared.
    """

    clause = "[notice] 三(三)"

    contest_id: Public[str]
    host_id: Public[str]
    bureau_code: Public[str]
    title: Public[str]
    organiser: Public[Organiser]
    approval_number: Public[str]
    weights: Public[Weights]
    places: Public[int]
    nominations_until: Public[date]
    announced_on: Public[date]
    components: Public[Components] = Components()
    tie_rule: Public[TieRule] = TieRule.SHARED
    period_from: Public[date] = UNSET
    period_until: Public[date] = UNSET
    per_station: Public[int] = 0
    per_host: Public[int] = 0
    budget_fen: Internal[int | None] = None


class StaffNominated(Event):
    """提名: a member of staff stands in the contest. `consent_sha256` is the paper on which they agreed to stand."""

    clause = "[notice] 三(三)"

    contest_id: Public[str]
    staff_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    deeds: Internal[str]
    nominated_on: Public[date]
    consent_sha256: Internal[str] = ""


class NominationWithdrawn(Event):
    """退出评选: a nominee does not want to stand any more, or the organiser takes the nomination back."""

    clause = "domain §7.4; S50"

    contest_id: Public[str]
    staff_id: Public[str]
    reason: Internal[str]
    withdrawn_on: Public[date]


class NominationReviewed(Event):
    """资格审查: the organiser has looked whether a nominee may be a star; who is not qualified is on no board."""

    clause = "domain §7.4; S50"

    contest_id: Public[str]
    staff_id: Public[str]
    qualified: Public[bool]
    reasons: Internal[str]
    reviewed_on: Public[date]
