"""For commands that need a stack: one that is asked, or one whose services must not run."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.files import ServerTrouble
from deploy.folders import UP_FOLDER, named_or, running, used_last
from deploy.stack import Stack
from deploy.state import read_marker
from deploy.words import say


@dataclass(frozen=True, slots=True)
class Reached:
    """A stack that can be asked."""

    data: Path
    topic_prefix: str
    kafka: str
    urls: dict[str, str]
    issuer_key: Path
    stack: Stack


def stopped(folder: Path | None, why: str, prefix: str = "") -> Stack:
    """The servers of a stack whose services do not run; also one that was never there, which has this prefix.

    Raises:
        ServerTrouble: it runs, and must not, for this reason.
    """
    found = running(folder)
    if found is not None:
        raise ServerTrouble(f"the stack in {found[0]} runs: stop it first, for {why}")
    data = named_or(folder, UP_FOLDER)
    marker = read_marker(data)
    return Stack(data, services=(), topic_prefix=prefix if marker is None else marker.topic_prefix, report=say)


@asynccontextmanager
async def reached(folder: Path | None, services: Sequence[str]) -> AsyncIterator[Reached]:
    """The stack that runs; where none does, its servers and these services are started and stopped again."""
    found = running(folder)
    if found is not None:
        data, state = found
        named = {"SHIFAN_POSTGRES": "" if state.postgres_is_ours else state.postgres}
        named["SHIFAN_KAFKA"] = "" if state.kafka_is_ours else state.kafka
        stack = Stack(data, topic_prefix=state.topic_prefix, environment={**os.environ, **named})
        yield Reached(data, state.topic_prefix, state.kafka, state.urls, state.issuer_key, stack)
        return
    data = used_last(folder)
    marker = read_marker(data)
    prefix = marker.topic_prefix if marker is not None else ""
    what = ", ".join(("PostgreSQL and Kafka", *services))
    say(f"no stack runs: starting {what} from {data} for this command")
    stack = Stack(data, services=services, topic_prefix=prefix, report=say)
    await stack.start()
    try:
        yield Reached(data, prefix, stack.kafka, stack.urls, stack.issuer_key, stack)
    finally:
        say("stopping them again")
        await stack.stop()
