"""Events of incentives: contests for the stars of consumer service, and their awards."""

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


class ContestAnnounced(Event):
    """消费维权服务明星竞赛: a contest for station staff is announced by its organiser.

    A host's contest names the host and no bureau, a bureau's the bureau and no host.
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


class StaffNominated(Event):
    """提名: a member of staff stands in the contest."""

    clause = "[notice] 三(三)"

    contest_id: Public[str]
    staff_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    deeds: Internal[str]
    nominated_on: Public[date]


class StaffScored(Event):
    """评分: one judge has scored one nominee on the notice's four criteria, in tenths of a point (0–1000)."""

    clause = "[notice] 三(三): 服务优质、素质优秀、业绩突出、群众满意"

    contest_id: Public[str]
    staff_id: Public[str]
    judge: Internal[str]
    service: Internal[int]
    competence: Internal[int]
    performance: Internal[int]
    satisfaction: Internal[int]
    scored_on: Public[date]


class Ranked(Part):
    """One nominee's place; `total` in tenths of a point."""

    rank: Public[int]
    staff_id: Public[str]
    station_id: Public[str]
    total: Internal[int]


class ContestClosed(Event):
    """竞赛结束: scoring is over and the ranking stands."""

    clause = "[notice] 三(三)"

    contest_id: Public[str]
    ranking: Internal[tuple[Ranked, ...]]
    closed_on: Public[date]


class StaffAwarded(Event):
    """消费维权服务明星: the organiser honours a member of staff, with material (物质) and moral (精神) rewards."""

    clause = "[notice] 三(三): 给予物质和精神奖励"

    contest_id: Public[str]
    staff_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    rank: Public[int]
    honour: Public[str]
    reward_fen: Internal[int]
    awarded_on: Public[date]


IncentivesEvent = ContestAnnounced | StaffNominated | StaffScored | ContestClosed | StaffAwarded
