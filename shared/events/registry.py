"""Events of the registry: hosts, stations and their staff, bureaus and officers, the calendar, and daily guidance."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Part, Personal, Public


class StationKind(StrEnum):
    """The notice's five kinds of host, and two that practice added."""

    MALL = "mall"  # 商场
    SUPERMARKET = "supermarket"  # 超市
    MARKET = "market"  # 市场
    ENTERPRISE = "enterprise"  # 企业
    SCENIC_AREA = "scenic_area"  # 景区
    NETWORK = "network"  # 网络平台: the sixth kind of the 五进 drive since 2013-04
    ASSOCIATION = "association"  # 协会


class BureauLevel(StrEnum):
    """The levels of the notice's bureaus; `county` is shown to people as "district"."""

    PROVINCE = "province"  # 省局
    CITY = "city"  # 市局
    COUNTY = "county"  # 县、区局; 直属局、城区分局
    OFFICE = "office"  # 工商所


class StationPost(StrEnum):
    """The posts of a station; one person may hold several [S6]."""

    HEAD = "head"  # 站长
    SETTLEMENT_OFFICER = "settlement_officer"  # 协商和解员
    QUALITY_OFFICER = "quality_officer"  # 产品质量/食品安全员
    PRICE_OFFICER = "price_officer"  # 物价员


class Size(Part):
    """How large the host is at this place; what does not apply stays 0."""

    area_m2: Public[int] = 0
    stalls: Public[int] = 0
    staff: Public[int] = 0
    stars: Public[int] = 0


class HostRegistered(Event):
    """建站企业: a host enterprise is on the register, with the 15-digit registration number (注册号) of its day."""

    clause = "[notice] 二(一)"

    host_id: Public[str]
    name: Public[str]
    registration_number: Public[str]
    division_code: Public[str]
    registered_on: Public[date]


class StationRegistered(Event):
    """建站: a 12315 service station is on the register at its place. `operating_since` is when it began to run."""

    clause = "[notice] 二(一); S7; S8"

    station_id: Public[str]
    host_id: Public[str]
    name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    size: Public[Size]
    division_code: Public[str]
    town: Public[str]
    operating_since: Public[date]
    registered_on: Public[date]


class JurisdictionResolved(Event):
    """管辖: from a day on, this bureau is the competent one for the station's place."""

    clause = "[notice] 二(五): 所辖县、区工商行政管理机关"

    station_id: Public[str]
    bureau_code: Public[str]
    division_code: Public[str]
    town: Public[str]
    since: Public[date]


class StaffAppointed(Event):
    """选配: a member of staff is engaged at a station in one or several posts, proposed by the host [S8]."""

    clause = "[notice] 三(一); S6; S8"

    staff_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    name: Personal[str]
    posts: Public[tuple[StationPost, ...]]
    appointed_on: Public[date]


class BureauEstablished(Event):
    """机关: a bureau exists, with its name of that day and the division over which it is competent.

    `name_is_sourced` is false where the name was formed by rule and not read in a source.
    """

    clause = "[notice] 二(五)"

    bureau_code: Public[str]
    name: Public[str]
    name_is_sourced: Public[bool]
    level: Public[BureauLevel]
    division_code: Public[str]
    established_on: Public[date]


class OfficerPosted(Event):
    """任职: an officer serves in a post of a bureau."""

    clause = "档案法实施条例 art. 39 (maker of each act)"

    officer_id: Internal[str]
    bureau_code: Public[str]
    post: Public[str]
    posted_on: Public[date]


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


class CultivationStarted(Event):
    """重点培育: a station of good standing is taken up for support."""

    clause = "[notice] 二(二)"

    station_id: Public[str]
    year: Public[int]
    measures: Internal[tuple[str, ...]]
    started_on: Public[date]


class GuidanceGiven(Event):
    """指导: an officer has guided a station, whether or not it has applied."""

    clause = "[notice] 二(五), 三(二)"

    guidance_id: Public[str]
    station_id: Public[str]
    topic: Internal[str]
    summary: Internal[str]
    given_on: Public[date]


class TrainingHeld(Event):
    """培训: the province has trained an area's competing stations."""

    clause = "[notice] 二(六): 5、6月份, 三(一)"

    training_id: Public[str]
    division_code: Public[str]
    topic: Public[str]
    station_ids: Public[tuple[str, ...]]
    held_on: Public[date]


class CalendarPublished(Event):
    """工作日历: the working days of a year, as the State Council's yearly notice arranges them.

    Only the exceptions to Monday–Friday are listed. A year that nobody has published makes a deadline provisional.
    """

    clause = "国务院办公厅 yearly holiday notice"

    year: Public[int]
    weekday_holidays: Public[tuple[date, ...]]
    weekend_workdays: Public[tuple[date, ...]]
    source: Public[str]


class DayBegan(Event):
    """日始: a calendar day has begun in Asia/Shanghai. One for every day, none skipped."""

    clause = "期间 by the day"

    day: Public[date]


RegistryEvent = (
    HostRegistered
    | StationRegistered
    | JurisdictionResolved
    | StaffAppointed
    | BureauEstablished
    | OfficerPosted
    | StationSurveyed
    | CampaignPublicised
    | CultivationStarted
    | GuidanceGiven
    | TrainingHeld
    | CalendarPublished
    | DayBegan
)
