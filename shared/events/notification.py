"""Events of notification: what a recipient wishes, who was reminded of a deadline, and what became of a delivery."""

from datetime import date, datetime
from enum import StrEnum

from shared.events.event import Event, Internal, Public


class Channel(StrEnum):
    """How a message goes out."""

    IN_APP = "in_app"  # 站内信
    EMAIL = "email"  # 电子邮件
    WEBHOOK = "webhook"  # 系统推送


class Language(StrEnum):
    """In which language a recipient reads."""

    ZH = "zh"
    EN = "en"


class Colour(StrEnum):
    """How near a deadline is, as the reminder shows it beside its words."""

    PLAIN = "plain"
    YELLOW = "yellow"  # 黄: seven days or less
    RED = "red"  # 红: one day or less


class DeadlineKind(StrEnum):
    """What ends on the last day."""

    CORRECTION = "correction"  # 补正
    APPLICATIONS = "applications"  # 申请截止
    RECOMMENDATIONS = "recommendations"  # 推荐截止
    SUBMISSION = "submission"  # 上报名单
    INVESTIGATION = "investigation"  # 异议核查
    RECTIFICATION = "rectification"  # 整改
    REVIEW = "review"  # 复核
    APPEAL = "appeal"  # 复议
    NOTICE = "notice"  # 公示期满
    NOMINATIONS = "nominations"  # 提名截止
    VOTING = "voting"  # 投票截止
    OBJECTIONS = "objections"  # 获奖人选公示期满


class PreferenceSet(Event):
    """接收偏好: a recipient has said whether a channel may be used, in which language, and when it is to be quiet.

    `recipient` is a host or a bureau, as `host:ho-1`. Between `quiet_from` and `quiet_until` (times of the day in
    Shanghai, as `22:00`; both empty where there are none) nothing is sent by the channel. The address is told by no
    event: it may be a person's, and is kept where it can be changed and erased.
    """

    clause = "个人信息保护法 art. 6; web conventions §1"

    recipient: Public[str]
    channel: Public[Channel]
    enabled: Public[bool]
    language: Public[Language]
    quiet_from: Public[str]
    quiet_until: Public[str]
    set_on: Public[date]


class DeadlineReminded(Event):
    """到期提醒: a deadline is so many days away, and whoever must act by then is told.

    `whose` says in which way `about` leads to the recipient, as `station-host` and the station's id. `case_id` is the
    application, order, opinion, certificate or season that the deadline belongs to.
    """

    clause = "domain §9 scenario 12 (reminders)"

    deadline_id: Public[str]
    what: Public[DeadlineKind]
    whose: Public[str]
    about: Public[str]
    station_id: Public[str]
    case_id: Public[str]
    due_on: Internal[date]
    days_left: Public[int]
    colour: Public[Colour]
    reminded_on: Public[date]


class DeliverySucceeded(Event):
    """送达: a message has reached its recipient by a channel."""

    clause = "web conventions §1 (delivery log)"

    delivery_id: Public[str]
    message_id: Public[str]
    recipient: Public[str]
    channel: Public[Channel]
    endpoint: Public[str]
    attempts: Public[int]
    delivered_at: Public[datetime]


class DeliveryFailed(Event):
    """未送达: a message did not reach its recipient by a channel, and is not tried again by itself."""

    clause = "web conventions §1 (dead letters)"

    delivery_id: Public[str]
    message_id: Public[str]
    recipient: Public[str]
    channel: Public[Channel]
    endpoint: Public[str]
    attempts: Public[int]
    reason: Internal[str]
    failed_at: Public[datetime]


NotificationEvent = PreferenceSet | DeadlineReminded | DeliverySucceeded | DeliveryFailed
