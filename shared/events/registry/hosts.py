"""建站企业: hosts, and by what they are known over time."""

from datetime import date

from shared.events.event import Event, Internal, Public
from shared.events.registry.kinds import IdentifierType


class HostRegistered(Event):
    """建站企业: a host enterprise is on the register, with the identifier that it had on that day.

    `registration_number` holds the number of the type `identifier_type`: a 注册号 in 2013, a credit code later.
    `distinct_because` tells why it is no duplicate of a host that looks like it; empty where none does.
    """

    clause = "[notice] 二(一)"

    host_id: Public[str]
    name: Public[str]
    registration_number: Public[str]
    division_code: Public[str]
    registered_on: Public[date]
    identifier_type: Public[IdentifierType] = IdentifierType.REGISTRATION_NUMBER
    distinct_because: Internal[str] = ""


class HostRenamed(Event):
    """企业更名: the host goes on under another name; documents of before keep the old one."""

    clause = "domain §7.6 rule 16; 市场主体登记管理条例 art. 24"

    host_id: Public[str]
    name: Public[str]
    former_name: Public[str]
    renamed_on: Public[date]


class IdentifierLinked(Event):
    """标识关联: a further identifier of a host is known, from a day on. The stream is the identifier's own.

    `replaces` is the number that it takes the place of; empty where both stand side by side.
    """

    clause = "GB 32100—2015; GS15—2006 [S45, S46]"

    identifier_type: Public[IdentifierType]
    number: Public[str]
    host_id: Public[str]
    replaces: Public[str]
    valid_from: Public[date]
