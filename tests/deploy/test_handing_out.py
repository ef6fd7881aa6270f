"""A bundle that the command fetches is in its file whole, for its owner alone, or there is no file."""

import os
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from deploy.auditing import evidence
from deploy.embedded.files import ServerTrouble

Answers = Callable[..., list[str]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """An audit service that gives these answers, one after another; the paths that it was asked for."""

    def given(*responses: httpx.Response) -> list[str]:
        asked: list[str] = []
        left: Iterator[httpx.Response] = iter(responses)

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(request.url.raw_path.decode())
            return next(left)

        @asynccontextmanager
        async def client(*_: object) -> AsyncIterator[httpx.AsyncClient]:
            async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as made:
                yield made

        @asynccontextmanager
        async def reached(*_: object) -> AsyncIterator[SimpleNamespace]:
            yield SimpleNamespace(urls={"audit": "http://audit"}, issuer_key=None)

        async def at_once(_seconds: float) -> None:
            pass

        monkeypatch.setattr(evidence, "client", client)
        monkeypatch.setattr(evidence, "reached", reached)
        monkeypatch.setattr("deploy.auditing.evidence.asyncio.sleep", at_once)
        return asked

    return given


def later() -> httpx.Response:
    return httpx.Response(503, headers={"Retry-After": "1"}, json={"title": "Not yet.", "detail": "covers 1 of 3"})


async def test_it_asks_again_until_it_is_signed_and_then_keeps_it(answers: Answers, tmp_path: Path) -> None:
    asked = answers(later(), later(), httpx.Response(200, content=b"the bundle"))
    out = tmp_path / "out.zip"
    assert await evidence.evidence(None, "station", "st-1 /?", out, force=False) == 10
    assert asked == ["/v1/stations/st-1%20%2F%3F/evidence"] * 3
    assert out.read_bytes() == b"the bundle"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


async def test_what_is_refused_is_said_and_leaves_no_file(answers: Answers, tmp_path: Path) -> None:
    answers(httpx.Response(404, json={"title": "Nothing is known of it.", "detail": "S-2099"}))
    with pytest.raises(ServerTrouble, match=r"404 Nothing is known of it\. S-2099"):
        await evidence.evidence(None, "season", "S-2099", tmp_path / "out.zip", force=False)
    answers(*(later() for _ in range(20)))
    with pytest.raises(ServerTrouble, match="covers 1 of 3"):
        await evidence.evidence(None, "season", "S-2013", tmp_path / "out.zip", force=False)
    assert not any(os.scandir(tmp_path))


async def test_a_file_that_is_there_is_replaced_only_by_force(answers: Answers, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    out.write_bytes(b"another")
    with pytest.raises(ServerTrouble, match="--force"):
        await evidence.evidence(None, "station", "st-1", out, force=False)
    assert out.read_bytes() == b"another"
    answers(httpx.Response(200, content=b"the bundle"))
    await evidence.evidence(None, "station", "st-1", out, force=True)
    assert out.read_bytes() == b"the bundle"
    with pytest.raises(ServerTrouble, match="no folder"):
        await evidence.evidence(None, "station", "st-1", tmp_path / "no" / "out.zip", force=False)
