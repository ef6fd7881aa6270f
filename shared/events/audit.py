"""Who has looked at what, which every service tells; and how long each log is, which the audit alone signs."""

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


class CheckpointSigned(Event):
    """检查点签署: the audit has signed how many entries an owner's log has, and the root of the tree over them.

    `note` is the signed note itself (C2SP tlog-checkpoint); `root` is in hexadecimal digits. With `heartbeat` nothing
    has come since the checkpoint before: it is signed again to say that the audit is still there.
    """

    clause = "档案法实施条例 art. 39"

    log: Public[str]
    origin: Public[str]
    size: Public[int]
    root: Public[str]
    note: Public[str]
    heartbeat: Public[bool]


AuditEvent = AccessLogged | CheckpointSigned
