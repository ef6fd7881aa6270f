"""The words of the registry: kinds of station, levels of bureaus, posts, identifiers, and the parts of its events."""

from enum import StrEnum

from shared.events.event import Part, Public


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


class IdentifierType(StrEnum):
    """By what a host is known over time; none of them tells the district where it is today [S45, S46]."""

    REGISTRATION_NUMBER = "registration_number"  # 注册号: 15 digits, GS15—2006, until the credit code replaces it
    ORGANISATION_CODE = "organisation_code"  # 组织机构代码: 9 characters, GB 11714
    CREDIT_CODE = "credit_code"  # 统一社会信用代码: 18 characters, GB 32100—2015, from 2015-10-01


class Size(Part):
    """How large the host is at this place; what does not apply stays 0."""

    area_m2: Public[int] = 0
    stalls: Public[int] = 0
    staff: Public[int] = 0
    stars: Public[int] = 0


class DivisionMove(Part):
    """A piece of land that changes hands: all of `from_code`, or its `town` alone where one is named."""

    from_code: Public[str]
    town: Public[str]
    to_code: Public[str]


class NewDivision(Part):
    """A division that the change makes, or one that keeps its code with another extent."""

    code: Public[str]
    name: Public[str]


class Absence(Part):
    """No attendance: a station that was invited to a training and did not come."""

    station_id: Public[str]
    reason: Public[str]
