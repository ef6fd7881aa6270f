"""The command: what it says without a stack, how it is misused, and what it does with one."""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from rich.console import Console

from deploy import benches, cli, folders, up, using, words
from deploy.asking import all_pages
from deploy.auditing import history
from deploy.embedded.files import ServerTrouble
from deploy.keys import make_keys
from deploy.sandbox_clock import move
from deploy.stack import Stack
from tests.deploy.conftest import standin

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command in this process; no stack of the machine's user is seen."""
    monkeypatch.delenv("SHIFAN_DATA_DIR", raising=False)
    for name in ("UP_FOLDER", "DEMO_FOLDER", "_LAST"):
        monkeypatch.setattr(folders, name, tmp_path / name)
    for module in (cli, using):
        monkeypatch.setattr(module, "UP_FOLDER", tmp_path / "UP_FOLDER")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["shifan", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return run


HANDING_OUT = [
    ["evidence"],
    ["evidence", "st-1", "--season", "S-2013-320400"],
    ["export"],
    ["export", "--out", "nowhere", "--owner", "nobody"],
    ["export", "--out", "nowhere", "--from", "memory"],
    ["export", "--out", "nowhere", "--format", "xlsx"],
    ["export", "--out", "nowhere", "--after", "yesterday"],
    ["restore"],
    ["restore", "--check", "--complete"],
]


def test_help_names_every_command(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for name in (
        "up",
        "down",
        "status",
        "demo",
        "clock",
        "history",
        "search",
        "bench",
        "replay",
        "topics",
        "test",
        "token",
        "evidence",
        "export",
        "reader",
        "rebuild",
        "signals",
        "told",
        "verify",
    ):
        assert f"  {name} " in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["--lang", "fr", "up"],
        ["clock", "tomorrow"],
        ["history"],
        ["history", "st-1", "--host", "ho-1"],
        *HANDING_OUT,
        ["reader", "city-platform"],
        ["told"],
        ["replay", "--service", "nosuch"],
        ["replay", "--from", "memory"],
        ["rebuild", "audit", "--from", "both"],
        ["demo", "--against", "http://{service}:8100"],
    ],
)
def test_misuse_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "advice"),
    [
        (["status"], 3, "./shifan up"),
        (["clock", "2013-09-23"], 1, "./shifan up"),
        (["topics"], 1, "./shifan demo"),
        (["history", "st-1"], 1, "./shifan demo"),
        (["search", "--event", "Certified"], 1, "./shifan demo"),
        (["replay"], 1, "./shifan demo"),
        (["evidence", "st-1", "--out", "nowhere.zip"], 1, "./shifan demo"),
        (["export", "--out", "nowhere"], 1, "./shifan demo"),
        (["rebuild", "audit"], 1, "./shifan demo"),
        (["backup", "nowhere"], 1, "./shifan demo"),
        (["restore", "--check"], 1, "./shifan demo"),
        (["restore", "nowhere"], 1, "no whole backup"),
        (["rekey"], 1, "--data"),
        (["token", "of-1", "--level", "county"], 1, "./shifan up"),
        (["told", "ho-1"], 1, "./shifan demo"),
        (["reader", "city-platform", "--owner", "registry"], 1, "./shifan up"),
        (["down"], 0, "no stack runs"),
    ],
)
def test_without_a_stack_it_says_what_to_do(run: Run, arguments: list[str], code: int, advice: str) -> None:
    ended, out, err = run(*arguments)
    assert (ended, out) == (code, "")
    assert advice in err
    assert "Traceback" not in err


def test_a_token_is_signed_by_the_folders_issuer(run: Run, tmp_path: Path) -> None:
    keys = make_keys(tmp_path)
    code, out, _ = run(
        "--data", str(tmp_path), "token", "of-1", "--level", "county", "--bureau", "B-320402", "--post", "审批"
    )
    assert code == 0
    claims = jwt.decode(out.strip(), KeySet.import_key_set(json.loads(keys.public.read_text()))).claims
    assert (claims["sub"], claims["level"], claims["bureau"], claims["post"]) == ("of-1", "county", "B-320402", "审批")


def test_keys_stay_the_same_over_starts(tmp_path: Path) -> None:
    keys = make_keys(tmp_path)
    first = [key.read_text() for key in (keys.issuer, keys.opinions)]
    assert [key.stat().st_mode & 0o077 for key in (keys.issuer, keys.opinions)] == [0, 0]
    make_keys(tmp_path)
    assert [key.read_text() for key in (keys.issuer, keys.opinions)] == first


def test_benchmarks_are_listed_without_being_run(tmp_path: Path, run: Run) -> None:
    (tmp_path / "speed.py").write_text('"""How fast it is.\n\nMore."""\nraise SystemExit\ndef main(a): ...\n')
    (tmp_path / "helper.py").write_text("def other(): ...\n")
    assert benches.listed(tmp_path) == {"speed": "How fast it is."}
    assert run("bench", "nosuch")[0] == 2


async def test_up_shows_where_things_are_and_stops_on_a_signal(
    named: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], topic_prefix: str
) -> None:
    shown = asyncio.Event()
    monkeypatch.setattr(folders, "_LAST", tmp_path / "last")
    monkeypatch.setattr(up, "Stack", partial(Stack, services=("registry",), command=standin, topic_prefix=topic_prefix))
    monkeypatch.setattr(up, "say", lambda line: shown.set() if line.startswith("data:") else None)
    running = asyncio.create_task(up.up(tmp_path / "data", "zh"))
    await asyncio.wait_for(shown.wait(), 120)
    found = folders.running(tmp_path / "data")
    assert found is not None
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 120)
    assert folders.running(tmp_path / "data") is None
    assert folders.used_last(None) == tmp_path / "data"
    out = capsys.readouterr().out
    assert "registry" in out
    assert "就绪" in out
    assert found[1].urls["registry"] in out


class Services:
    """Services whose day begins some questions after the registry recorded it."""

    def __init__(self, lag: int) -> None:
        self.lag = lag
        self.calls: list[str] = []
        self.day = "2013-09-22"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.calls.append(f"{request.url.host} {json.loads(request.content)['instant']}")
            return httpx.Response(200, json={})
        self.lag -= 1
        behind = request.url.host == "audit" and self.lag > 0
        return httpx.Response(200, json={"day": self.day if behind else "2013-09-23", "inbox": {"n": self.lag}})


async def test_the_clock_goes_to_the_registry_first_and_to_others_when_the_day_has_begun() -> None:
    services = Services(lag=5)
    said: list[str] = []
    async with httpx.AsyncClient(transport=httpx.MockTransport(services)) as client:
        urls = {name: f"http://{name}" for name in ("registry", "audit")}
        await move(client, urls, cli._instant("2013-09-23"), said.append)
    assert services.calls == ["registry 2013-09-23T09:00", "audit 2013-09-23T09:00"]
    assert services.lag <= 0
    assert any("waiting for audit (2013-09-22)" in line for line in said)


async def test_a_refused_clock_is_said_in_the_words_of_the_problem() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(409, json={"title": "The clock only goes forward.", "detail": "It is 2014."})

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as client:
        with pytest.raises(ServerTrouble, match="The clock only goes forward"):
            await move(client, {"registry": "http://registry"}, cli._instant("2013-09-23"), lambda _: None)


@pytest.mark.parametrize(("lang", "act"), [("zh", "推荐意见"), ("en", "RecommendationIssued 推荐意见")])
def test_a_history_is_shown_in_the_language_asked_for(
    lang: words.Language, act: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "out", Console(width=200))
    item: dict[str, Any] = {
        "effective_at": "2013-09-25T09:00:00+08:00",
        "level": "county",
        "bureauname": "天宁工商局 [made up]",
        "actor": "of-1",
        "post": "",
        "act": {"zh": "推荐意见", "en": "the county recommends it"},
        "reason": "符合标准",
        "event": "RecommendationIssued",
    }
    title = {"status": "in_force", "certificate_number": "苏示站2013-0001", "since": "2013-12-20"}
    found = {"station_id": "st-1", "total": 1, "title": title, "items": [item]}
    words.out.print(history.history_table(found, lang))
    out = capsys.readouterr().out
    assert act in out
    assert "天宁工商局 [made up]" in out
    assert "苏示站2013-0001 (2013-12-20)" in history.summary(found, lang)
    item["changes"] = [{"field": "status", "before": None, "after": "推荐"}, {"field": "x", "before": [1], "after": []}]
    words.out.print(history.history_table({"items": [item]}, lang, changes=True))
    out = capsys.readouterr().out
    assert "status: – → 推荐" in out
    assert "x: [1] → []" in out


async def test_all_pages_of_a_history_are_one_answer() -> None:
    pages = {None: ([1, 2], "a:2"), "a:2": ([3], None)}

    def answer(request: httpx.Request) -> httpx.Response:
        items, following = pages[request.url.params.get("after")]
        asked = items[: int(request.url.params["limit"])]
        return httpx.Response(200, json={"items": asked, "next": following, "total": 3})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        found = await all_pages(client, "http://audit/v1/hosts/ho-1/history", {}, follow="after")
        assert found == {"items": [1, 2, 3], "next": None, "total": 3}
        first = await all_pages(client, "http://audit/v1/search", {}, follow="after", most=1)
        assert (first["items"], first["next"]) == ([1], "a:2")


@pytest.mark.parametrize(
    ("locale", "lang"), [({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"), ({}, "en")]
)
def test_the_language_follows_the_locale(locale: dict[str, str], lang: str) -> None:
    assert words.usual_language(locale) == lang
