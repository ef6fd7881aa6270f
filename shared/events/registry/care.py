"""指导和管理: what a county does for its stations through the year, and how they rise."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Public
from shared.events.registry.kinds import Absence


class RuleKind(StrEnum):
    """What the notice wants regularised: 工作制度、工作程序、工作标准、工作职责."""

    RULES = "rules"  # 制度
    PROCEDURE = "procedure"  # 程序
    STANDARD = "standard"  # 标准
    DUTIES = "duties"  # 职责


class Platform(StrEnum):
    """The notice's five platforms."""

    KNOWLEDGE = "knowledge"  # 宣传消费知识
    WARNINGS = "warnings"  # 发布消费警示
    SELF_DISCIPLINE = "self_discipline"  # 促进企业自律
    HONESTY = "honesty"  # 强化诚信经营
    ORDER = "order"  # 规范市场秩序


class StationSurveyed(Event):
    """调查摸底: the county has looked at a station before the season, and whether it wants to compete."""

    clause = "[notice] 二(六): 5月20日前"

    station_id: Public[str]
    year: Public[int]
    hardware_ready: Internal[bool]
    rules_ready: Internal[bool]
    staff_ready: Internal[bool]
    results_ready: Internal[bool]
    wants_to_compete: Internal[bool]
    remarks: Internal[str]
    surveyed_on: Public[date]


class CampaignPublicised(Event):
    """广泛宣传: a bureau has made the campaign known."""

    clause = "[notice] 二(六): 5月20日前"

    campaign_id: Public[str]
    bureau_code: Public[str]
    year: Public[int]
    channel: Public[str]
    summary: Public[str]
    held_on: Public[date]


class StationRulesAdopted(Event):
    """规范制度、程序、标准、职责: the station has written down, and put on its wall, how it works."""

    clause = "[notice] 二(一): 进一步规范各项工作制度、工作程序、工作标准和工作职责"

    rules_id: Public[str]
    station_id: Public[str]
    kind: Public[RuleKind]
    title: Public[str]
    document_sha256: Public[str]
    adopted_on: Public[date]


class InvestmentRecorded(Event):
    """加大投入: money was put into the station's rooms and equipment. The amount is in fen."""

    clause = "[notice] 三(一): 加大投入, 加强硬件设施"

    investment_id: Public[str]
    station_id: Public[str]
    purpose: Internal[str]
    amount_fen: Internal[int]
    paid_by: Internal[str]
    invested_on: Public[date]


class CultivationStarted(Event):
    """重点培育: a station of good standing is taken up for support."""

    clause = "[notice] 二(二)"

    station_id: Public[str]
    year: Public[int]
    measures: Internal[tuple[str, ...]]
    started_on: Public[date]


class SupportGiven(Event):
    """帮扶: one of the measures for a station under cultivation was carried out."""

    clause = "[notice] 二(二): 加大帮扶培育力度"

    support_id: Public[str]
    station_id: Public[str]
    year: Public[int]
    measure: Internal[str]
    summary: Internal[str]
    given_on: Public[date]


class CultivationEnded(Event):
    """培育结束: the support of a year is over, with its effect."""

    clause = "[notice] 二(二): 快速、扎实、有效地推进服务站全面提升"

    station_id: Public[str]
    year: Public[int]
    effect: Internal[str]
    ready: Internal[bool]
    ended_on: Public[date]


class GuidanceGiven(Event):
    """指导: an officer has guided a station, whether or not it has applied."""

    clause = "[notice] 二(五), 三(二)"

    guidance_id: Public[str]
    station_id: Public[str]
    topic: Internal[str]
    summary: Internal[str]
    given_on: Public[date]


class UpliftMeasured(Event):
    """四方面提升: where a station stands in the notice's four dimensions, each from 0 to 1000 tenths of a point."""

    clause = "[notice] 二(四): 硬件设施、制度建设、业务素质及工作成效"

    uplift_id: Public[str]
    station_id: Public[str]
    hardware_tenths: Internal[int]
    rules_tenths: Internal[int]
    staff_tenths: Internal[int]
    results_tenths: Internal[int]
    remarks: Internal[str]
    measured_on: Public[date]


class PlatformActivityRecorded(Event):
    """五大平台: a station has done something on one of the five platforms."""

    clause = "[notice] 三(二): 构建五大平台"

    activity_id: Public[str]
    station_id: Public[str]
    platform: Public[Platform]
    title: Public[str]
    summary: Public[str]
    reached: Public[int]
    held_on: Public[date]


class PracticeShared(Event):
    """维权经验、机制: a way of working that others may copy."""

    clause = "[notice] 三(三): 认真总结维权经验, 大胆探索快捷有效的维权机制"

    practice_id: Public[str]
    station_id: Public[str]
    title: Public[str]
    summary: Public[str]
    shared_on: Public[date]


class EnterpriseOpinionHeard(Event):
    """倾听企业意见: a bureau has heard what a host thinks, and what it will do about it."""

    clause = "[notice] 三(二): 倾听企业意见"

    hearing_id: Public[str]
    station_id: Public[str]
    opinion: Internal[str]
    response: Internal[str]
    heard_on: Public[date]


class InformationShared(Event):
    """互通维权信息: bureau and station have told each other something that helps to protect consumers."""

    clause = "[notice] 三(二): 互通维权信息"

    information_id: Public[str]
    station_id: Public[str]
    subject: Internal[str]
    content: Internal[str]
    shared_on: Public[date]


class SatisfactionSurveyed(Event):
    """满意度: consumers were asked. The score is from 0 to 1000 tenths of a point; a sample below 20 proves little."""

    clause = "domain §8 D4; S2; S14"

    survey_id: Public[str]
    station_id: Public[str]
    asked: Public[int]
    satisfied: Public[int]
    score_tenths: Public[int]
    method: Public[str]
    surveyed_on: Public[date]


class TrainingScheduled(Event):
    """培训计划: a training of an area's stations is announced."""

    clause = "[notice] 二(六): 5、6月份; 三(一): 有计划、有针对性地加大培训力度"

    training_id: Public[str]
    division_code: Public[str]
    topic: Public[str]
    place: Public[str]
    invited: Public[tuple[str, ...]]
    planned_on: Public[date]


class TrainingHeld(Event):
    """培训: an area's stations were trained; `station_ids` are those that came, `absent` those that did not."""

    clause = "[notice] 二(六): 5、6月份, 三(一)"

    training_id: Public[str]
    division_code: Public[str]
    topic: Public[str]
    station_ids: Public[tuple[str, ...]]
    held_on: Public[date]
    absent: Public[tuple[Absence, ...]] = ()
