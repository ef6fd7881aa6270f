"""Refusals: what a service says when the rules do not let it do what was asked.

* Refusal
  - NotFound      404  there is no such thing
    · NotKnownHere     not yet: an event about it may still be on its way, try again in a second
  - Forbidden     403  it is not this caller's to do
  - Conflict      409  it is not the moment to do it
    · StreamMoved      somebody recorded something first
  - Unacceptable  422  what was asked does not hold together

Each rule has a class of its own, named as the rule, beside the decision that applies it.
`shared.web.problems` alone turns a refusal into an HTTP answer.
"""

from typing import ClassVar


class Refusal(Exception):
    """A rule says no. The message is for the person who asked."""

    status: ClassVar[int]

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


class NotKnownHere(NotFound):
    """Nothing is known of it here yet; if it was made a moment ago, ask again in a second."""


class Forbidden(Refusal):
    """It is not this caller's to do."""

    status = 403


class Conflict(Refusal):
    """It is not the moment to do it."""

    status = 409


class Unacceptable(Refusal):
    """What was asked does not hold together."""

    status = 422


class StreamMoved(Conflict):
    """Somebody else has changed the case since it was read."""
