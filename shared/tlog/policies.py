"""Whose checkpoints are trusted, after c2sp.org/tlog-policy: a line for each log, and no witnesses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shared.tlog.checkpoints import Checkpoint, signed_checkpoint
from shared.tlog.faults import Malformed, Unsigned
from shared.tlog.notes import Verifier

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_WORDS = {"log", "witness", "group", "quorum"}


@dataclass(frozen=True)
class Policy:
    """The logs' keys, each under the origin of its log.

    Raises:
        Malformed: two logs have the same origin or the same key.
    """

    logs: tuple[Verifier, ...]

    def __post_init__(self) -> None:
        if len({log.key for log in self.logs}) < len(self.logs):
            raise Malformed("two logs of the policy have the same key")
        if len({log.name for log in self.logs}) < len(self.logs):
            raise Malformed("two logs of the policy have the same origin")

    def written(self, *comments: str) -> str:
        """The file's text, with comments above it."""
        lines = [*(f"# {comment}" for comment in comments), *(f"log {log.vkey}" for log in self.logs), "quorum none"]
        return "".join(f"{line}\n" for line in lines)

    def verifier(self, origin: str) -> Verifier:
        """The key of the log of that origin.

        Raises:
            Unsigned: the policy names none.
        """
        for log in self.logs:
            if log.name == origin:
                return log
        raise Unsigned(f"the policy names no log {origin}")

    def checkpoint(self, note: str) -> Checkpoint:
        """The checkpoint in a note, once the key of its log vouches for it.

        Raises:
            Malformed: it is no signed checkpoint.
            Unsigned: the log's key did not sign it.
        """
        return signed_checkpoint(note, self.logs)


def parsed(text: str) -> Policy:
    """The policy in a file's text.

    Raises:
        Malformed: it is none, or it asks for witnesses, of which we know nothing.
    """
    if _CONTROL.search(text):
        raise Malformed("the policy has control characters in it")
    lines = [line.strip(" \t") for line in text.split("\n")]
    rules = [re.split("[ \t]+", line) for line in lines if line and not line.startswith("#")]
    for rule in rules:
        if rule[0] not in _WORDS or len(rule) < 2:
            raise Malformed(f"the policy has a line that means nothing: {' '.join(rule)[:80]!r}")
    quorums = [rule[1:] for rule in rules if rule[0] == "quorum"]
    if len(quorums) != 1:
        raise Malformed(f"the policy has {len(quorums)} quorum lines in the place of one")
    if quorums[0] != ["none"]:
        raise Malformed("the policy asks for the signatures of witnesses, which are not understood here")
    return Policy(tuple(_logs(rules)))


def _logs(rules: Iterable[list[str]]) -> Iterable[Verifier]:
    for word, *rest in rules:
        if word == "log":
            if len(rest) > 2:
                raise Malformed("a log has a key and at most an address")
            yield Verifier.of(rest[0])
