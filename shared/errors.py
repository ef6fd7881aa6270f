"""Refusals: what a service says when the rules do not let it do what was asked.

* Refusal
  - NotFound      404  there is no such thing
    · NotKnownHere     not yet: an event about it may still be on its way, try again in a second
  - Forbidden     403  it is not this caller's to do
  - Conflict      409  it is not the moment to do it
    · StreamMoved      somebody recorded something first
  - Unacceptable  422  what was asked does not hold together
    · InTheFuture      what has not happened yet is not recorded as done
  - NotYet        503  something that it hangs on has not come: try again in a few seconds

Each rule has a class of its own, named as the rule, beside the decision that applies it.
`shared.web.problems` alone turns a refusal into an HTTP answer.
"""

from typing import ClassVar


class Refusal(Exception):
    """A rule says no. The message is for the person who asked."""

    status: ClassVar[int]
    title_zh: ClassVar[str] = ""
    """The rule in Chinese; without it the docstring's sentence is shown to everybody."""

    @classmethod
    def code(cls) -> str:
        """The class's name in kebab case: `AlreadyFiled` → `already-filed`. It never changes once published."""
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("-")

    @classmethod
    def rule(cls) -> str:
        """The rule as a sentence: the first line of the class's docstring."""
        return (cls.__doc__ or cls.code()).strip().splitlines()[0]


class NotFound(Refusal):
    """There is no such thing."""

    status = 404
    title_zh = "没有这一项。"


class NotKnownHere(NotFound):
    """Nothing is known of it here yet; if it was made a moment ago, ask again in a second."""

    title_zh = "本服务尚不知悉；如系刚刚登记，请稍后再试。"


class Forbidden(Refusal):
    """It is not this caller's to do."""

    status = 403
    title_zh = "无权办理。"


class Conflict(Refusal):
    """It is not the moment to do it."""

    status = 409
    title_zh = "当前不能办理。"


class Unacceptable(Refusal):
    """What was asked does not hold together."""

    status = 422
    title_zh = "所请求的内容不成立。"


class InTheFuture(Unacceptable):
    """What has not happened yet is not recorded as done."""

    title_zh = "日期不得晚于今天。"


class NotYet(Refusal):
    """Something that this hangs on has not come yet; ask again in a few seconds."""

    status = 503
    title_zh = "所依据的事项尚未到达，请稍后重试。"


class StreamMoved(Conflict):
    """Somebody else has changed the case since it was read."""

    title_zh = "该事项已被他人更改。"
