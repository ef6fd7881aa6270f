"""Who acts: the levels of the notice, and the caller of a request."""

from dataclasses import dataclass, field
from enum import StrEnum

from shared.access.mandates import Mandate


class Level(StrEnum):
    """On which level somebody acts; it stands in the envelope of every event."""

    ENTERPRISE = "enterprise"  # 建站企业
    OFFICE = "office"  # 工商所
    COUNTY = "county"  # 县、区局; 直属局、城区分局
    CITY = "city"  # 市局
    PROVINCE = "province"  # 省局
    PUBLIC = "public"  # 消费者、经营者
    OPERATOR = "operator"  # 系统管理员
    AUDITOR = "auditor"  # 省级审计
    SERVICE = "service"  # an automatic act; never by a token


BUREAUS = frozenset({Level.OFFICE, Level.COUNTY, Level.CITY, Level.PROVINCE})
"""The levels at which a caller is an officer of a bureau."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks: a person by their token, or a service of its own accord.

    `bureau` is the code of an officer's bureau, or the id of an enterprise's host. `division_code` is the division of
    either, once it has been looked up.

    An officer who acts for another bureau than their own has its level and bureau, and the mandates that stand for the
    act; they stay the same person.
    """

    subject: str
    level: Level
    bureau: str = ""
    post: str = ""
    division_code: str = field(default="", compare=False)
    mandates: tuple[Mandate, ...] = ()

    @property
    def serves_at(self) -> str:
        """The bureau where the officer is posted, also while they act for another one."""
        return self.mandates[0].agent_code if self.mandates else self.bureau


ANONYMOUS = Caller("public", Level.PUBLIC)
"""A member of the public: nobody asks for their name."""


def service_caller(name: str) -> Caller:
    """The service itself, in answer to an event or to a day."""
    return Caller(f"service:{name}", Level.SERVICE)
