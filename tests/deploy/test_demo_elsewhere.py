"""The demonstration on services that somebody else has started: only where nothing was lived through yet."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from deploy.demo.main import Stage, run_against
from deploy.embedded.files import ServerTrouble
from deploy.embedded.ports import free_ports
from deploy.stack import SERVICES, Stack, urls_of
from shared.access.tokens import generate_keys

MakeStack = Callable[..., Stack]


def test_services_are_found_by_name_or_by_port() -> None:
    assert urls_of("http://{service}:8100")["audit"] == "http://audit:8100"
    assert urls_of("http://127.0.0.1:{port}")["registry"] == "http://127.0.0.1:8101"
    assert list(urls_of("http://{service}")) == list(SERVICES)


@asynccontextmanager
async def _started(stack: Stack) -> AsyncIterator[Stack]:
    await stack.start()
    try:
        yield stack
    finally:
        await stack.stop()


async def test_what_has_been_lived_through_is_not_lived_over(make_stack: MakeStack, tmp_path: Path) -> None:
    key = generate_keys(tmp_path / "keys").private
    async with _started(make_stack(("registry",))) as stack:
        stage = Stage(dict.fromkeys(SERVICES, stack.urls["registry"]), key)
        with pytest.raises(ServerTrouble, match="has 7 events already: the demonstration begins with none"):
            await asyncio.to_thread(run_against, stage, stations=80, seed=1, lang="en", as_json=True)


def test_services_that_are_not_there_are_named(tmp_path: Path) -> None:
    stage = Stage(urls_of(f"http://127.0.0.1:{free_ports(1)[0]}"), tmp_path / "no.json")
    with pytest.raises(ServerTrouble, match="the registry does not answer at http"):
        run_against(stage, stations=80, seed=1, lang="en", as_json=True)


def test_too_few_stations_are_refused_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_against(Stage({}, tmp_path), stations=3, seed=1, lang="en", as_json=True) == 2
    assert "at least 80" in capsys.readouterr().err
