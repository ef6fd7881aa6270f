"""台账: what consumers bring to a station's desk. A dispute is a stream of its own, and holds no consumer's name."""

from datetime import date, datetime
from enum import StrEnum

from shared.events.event import Event, Internal, Public


class Channel(StrEnum):
    """Where a dispute comes from [S57]."""

    DESK = "desk"  # 站内接待
    CENTRE_12315 = "centre_12315"  # 12315中心
    ONE_BRANCH_TWO_STATIONS = "one_branch_two_stations"  # 一会两站
    SUPERIOR = "superior"  # 上级交办
    OTHER_UNIT = "other_unit"  # 本级其他机构
    CONSUMERS_ASSOCIATION = "consumers_association"  # 消费者协会
    HOTLINE_12345 = "hotline_12345"  # 12345
    POLICE_110 = "police_110"  # 110
    CONGRESS = "congress"  # 人大
    CONSULTATIVE = "consultative"  # 政协
    OTHER = "other"  # 其他


class Grade(StrEnum):
    """How hard a dispute is: simple is settled on the spot, ordinary within two days, complex is reported up [S6]."""

    SIMPLE = "simple"  # 简单
    ORDINARY = "ordinary"  # 一般
    COMPLEX = "complex"  # 复杂


class SettledWhere(StrEnum):
    """The notice wants most disputes settled 和解在企业、化解在社区、解决在基层."""

    ENTERPRISE = "enterprise"  # 企业
    COMMUNITY = "community"  # 社区
    GRASS_ROOTS = "grass_roots"  # 基层


class ConsultationAnswered(Event):
    """咨询: a consumer's question was answered."""

    clause = "[notice] 三(三): 咨询有人"

    consultation_id: Public[str]
    station_id: Public[str]
    topic: Public[str]
    staff_id: Internal[str]
    answered_on: Public[date]


class DisputeReceived(Event):
    """投诉受理: a consumer's dispute is in the ledger; who receives it follows it to its end (首问负责).

    `number` is that of the station's own registration form; the consumer's name and telephone stay on it.
    """

    clause = "[notice] 三(三): 申诉有门; S2 annexes B, C; S56"

    dispute_id: Public[str]
    station_id: Public[str]
    number: Public[str]
    channel: Public[Channel]
    grade: Public[Grade]
    category: Public[str]
    summary: Internal[str]
    amount_fen: Internal[int]
    first_receiver: Internal[str]
    received_at: Public[datetime]


class DisputeSettled(Event):
    """和解、调解: the dispute is settled. `taken_over_because` tells why it was not settled by who had received it."""

    clause = "[notice] 三(二): 确保绝大部分消费纠纷和解在企业、化解在社区、解决在基层; S2 annex D"

    dispute_id: Public[str]
    station_id: Public[str]
    settled_by: Internal[str]
    where: Public[SettledWhere]
    outcome: Internal[str]
    refunded_fen: Internal[int]
    taken_over_because: Internal[str]
    settled_at: Public[datetime]


class DisputeReferred(Event):
    """移送: what the station cannot settle goes to the market office or the consumers' association, with its file."""

    clause = "S6; S56"

    dispute_id: Public[str]
    station_id: Public[str]
    referred_to: Public[str]
    reason: Internal[str]
    referred_at: Public[datetime]


class FollowUpRecorded(Event):
    """回访: the consumer was called back."""

    clause = "S2 annex E"

    dispute_id: Public[str]
    station_id: Public[str]
    satisfied: Public[bool]
    remarks: Internal[str]
    followed_up_on: Public[date]


class PeriodSummarised(Event):
    """定期汇总: a station's month in figures, as the ledger gives them on the day of the summary.

    `settled_permille` is the share of the received that were settled; `median_minutes` from receipt to settlement.
    """

    clause = "S11; S56; domain §8 B5, D1, D2"

    station_id: Public[str]
    period: Public[str]
    consultations: Public[int]
    received: Public[int]
    settled: Public[int]
    settled_in_enterprise: Public[int]
    settled_in_community: Public[int]
    settled_at_grass_roots: Public[int]
    referred: Public[int]
    open: Public[int]
    in_time: Public[int]
    followed_up: Public[int]
    satisfied: Public[int]
    settled_permille: Public[int]
    median_minutes: Public[int]
    refunded_fen: Public[int]
    analysis: Internal[str]
    summarised_on: Public[date]
