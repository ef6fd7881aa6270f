"""What the audit is told of: who has looked at what, and who was refused."""

from enum import StrEnum

from shared.events.event import Event, Internal, Public


class AccessKind(StrEnum):
    """What an official did with data that are not everybody's."""

    READ = "read"
    SEARCH = "search"
    EXPORT = "export"
    DENIED = "denied"


class AccessLogged(Event):
    """查阅记录: an official has read or searched what is not everybody's, or exported it, or somebody was refused.

    Each service records its own, in its own log, before it answers; the audit hears of all. `asked` are the names of
    the filters, never what was searched for. `rule` is the rule that refused, empty where none did.
    """

    clause = "个人信息保护法 art. 51, 54"

    kind: Public[AccessKind]
    act: Public[str]
    path: Internal[str]
    asked: Internal[tuple[str, ...]]
    rule: Public[str]


AuditEvent = AccessLogged
