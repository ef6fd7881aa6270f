"""Stacks of stand-ins on the session's servers."""

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.stack import Stack, wipe


def standin(_name: str) -> list[str]:
    return [sys.executable, "-m", "tests.deploy.standin"]


def command_lines() -> list[str]:
    """Of every process that runs."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            lines.append(file.read_text(errors="replace"))
    return lines


@pytest.fixture
def named(postgres: str, kafka: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names the session's servers, as a user's may."""
    monkeypatch.setenv("SHIFAN_POSTGRES", postgres)
    monkeypatch.setenv("SHIFAN_KAFKA", kafka)
    monkeypatch.setenv("STANDIN", "yes")


@pytest.fixture
async def make_stack(named: None, tmp_path: Path, topic_prefix: str) -> AsyncIterator[Callable[..., Stack]]:
    """Makes stacks in one folder; what they leave in the session's servers is removed at the end."""
    made: list[Stack] = []

    def make(services: tuple[str, ...] = ("registry", "publication")) -> Stack:
        stack = Stack(
            tmp_path / "data",
            services=services,
            topic_prefix=topic_prefix,
            environment=os.environ,
            command=standin,
        )
        made.append(stack)
        return stack

    yield make
    for stack in made:
        await stack.stop()
    await wipe(tmp_path / "data", topic_prefix=topic_prefix)
