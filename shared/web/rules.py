"""What HTTP itself asks of a request, as rules: each is a problem's type like the services' own."""

from typing import ClassVar

from shared.errors import Conflict, NotFound, Refusal, Unacceptable


class MalformedJson(Refusal):
    """The body is not JSON."""

    status: ClassVar[int] = 400
    title_zh = "请求正文不是合法的 JSON。"


class IdempotencyKeyMissing(Refusal):
    """A command carries an `Idempotency-Key`, so that it can be sent again without being done again."""

    status: ClassVar[int] = 400
    title_zh = "缺少 Idempotency-Key 请求头。"


class SeenNotReadable(Refusal):
    """`Shifan-Seen` lists positions as `owner:partition:position`."""

    status: ClassVar[int] = 400
    title_zh = "Shifan-Seen 请求头格式不正确。"


class CursorNotReadable(Refusal):
    """A cursor is one that a list has given."""

    status: ClassVar[int] = 400
    title_zh = "分页游标无效。"


class NoSuchRoute(NotFound):
    """There is nothing at this address."""

    title_zh = "没有这个地址。"


class MethodNotAllowed(Refusal):
    """This address does not take that method."""

    status: ClassVar[int] = 405
    title_zh = "该地址不支持此请求方法。"


class CommandInProgress(Conflict):
    """A command with this key is just being carried out."""

    title_zh = "使用该幂等键的请求正在办理。"


class VersionStale(Refusal):
    """Somebody has changed the case since the version that `If-Match` names."""

    status: ClassVar[int] = 412
    title_zh = "该事项已被他人更改，请重新读取。"


class BodyTooLarge(Refusal):
    """The body is larger than is taken here."""

    status: ClassVar[int] = 413
    title_zh = "请求正文过大。"


class RequestNotValid(Unacceptable):
    """The request does not have the form that is asked for."""

    title_zh = "请求内容不符合要求的格式。"


class KeyReused(Unacceptable):
    """An `Idempotency-Key` belongs to one request; this one was used for another."""

    title_zh = "该幂等键已用于另一请求。"


class VersionMissing(Refusal):
    """A command that changes a case names in `If-Match` the version that was read."""

    status: ClassVar[int] = 428
    title_zh = "缺少 If-Match 请求头。"


class TooManyRequests(Refusal):
    """So much is taken in a while, and no more; `Retry-After` says when it goes on."""

    status: ClassVar[int] = 429
    title_zh = "请求过于频繁，请稍后再试。"


class TooManyStreams(Refusal):
    """So many streams are kept open, for one caller and for all; when one is closed its place is free."""

    status: ClassVar[int] = 429
    title_zh = "打开的事件流过多，请稍后再试。"


class RequestNotTaken(Refusal):
    """The request cannot be taken as it is."""

    status: ClassVar[int] = 400
    title_zh = "无法处理该请求。"


class Unexpected(Refusal):
    """Something went wrong here; it has been written down."""

    status: ClassVar[int] = 500
    title_zh = "服务器内部错误，已记录。"


class NotAvailable(Refusal):
    """The service cannot reach its database just now; send the same request again."""

    status: ClassVar[int] = 503
    title_zh = "服务暂时不可用，请稍后重试。"


class StoreBehind(Refusal):
    """The service's store is older than its log, or may be: nothing is recorded until it has been put right."""

    status: ClassVar[int] = 503
    title_zh = "本服务的数据库旧于其日志，恢复之前不予登记。"
