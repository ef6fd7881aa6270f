"""Runs the demonstration: a stack, of its own or somebody else's, the steps of the season, and what came of it."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.asking import client as asking_client
from deploy.asking import progress
from deploy.client import Client
from deploy.demo.plot import FEWEST_STATIONS, Season, cast
from deploy.demo.report import gather, show
from deploy.demo.sinks import Sinks, sinks_in
from deploy.demo.speed import summary
from deploy.demo.steps import STEPS
from deploy.demo.telling import until_told
from deploy.demo.world import units
from deploy.embedded.files import ServerTrouble
from deploy.keys import ISSUER
from deploy.sandbox_clock import move
from deploy.stack import Stack, own_prefix
from deploy.words import Language

LAST_INSTANT = "2014-07-01T09:00"


@dataclass(frozen=True, slots=True)
class Stage:
    """Services that have lived through nothing yet, and the key by which they know whom we speak for."""

    urls: dict[str, str]
    issuer_key: Path
    sinks: Sinks | None = None


def run(data: Path, *, stations: int, seed: int, lang: Language, as_json: bool) -> int:
    """Live the season through in an empty data folder; returns the exit status.

    `stations` is at least 80, so that enough of them apply. The same `seed` gives the same world.
    """
    return _told(stations, lang, lambda: _on_a_stack_of_its_own(data, stations, seed, lang), as_json=as_json)


def run_against(stage: Stage, *, stations: int, seed: int, lang: Language, as_json: bool) -> int:
    """Live it through on services that somebody else has started, and leaves running; returns the exit status.

    Raises:
        ServerTrouble: they have lived through something already.
    """
    return _told(stations, lang, lambda: _on(stage, stations, seed, lang), as_json=as_json)


def _told(
    stations: int, lang: Language, live: Callable[[], Coroutine[Any, Any, dict[str, Any]]], *, as_json: bool
) -> int:
    if stations < FEWEST_STATIONS:
        print(f"--stations: at least {FEWEST_STATIONS}, so that enough of them can apply", file=sys.stderr)
        return 2
    report = asyncio.run(live())
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(report, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        show(report, lang)
    return 0


async def _on_a_stack_of_its_own(data: Path, stations: int, seed: int, lang: Language) -> dict[str, Any]:
    began = time.perf_counter()
    console = Console(stderr=True)
    sinks = sinks_in(data / "received")
    stack = Stack(
        data,
        topic_prefix=own_prefix("demo"),
        report=lambda line: console.print(f"[dim]{line}[/dim]", highlight=False),
        environment={**os.environ, **sinks.settings},
    )
    try:
        await sinks.start()
        await stack.start()
        ready = time.perf_counter()
        report = await _live(Stage(stack.urls, stack.issuer_key, sinks), console, stations, seed, lang)
    finally:
        await stack.stop()
        sinks.stop()
    report["seconds"] |= {"start": round(ready - began, 1), "wall": round(time.perf_counter() - began, 1)}
    return report


async def _on(stage: Stage, stations: int, seed: int, lang: Language) -> dict[str, Any]:
    async with asking_client() as asker:
        standing = await progress(asker, stage.urls["registry"])
    if standing is None:
        raise ServerTrouble(f"the registry does not answer at {stage.urls['registry']}")
    if standing["position"]:
        raise ServerTrouble(
            f"{stage.urls['registry']} has {standing['position']} events already: the demonstration begins with none"
        )
    return await _live(stage, Console(stderr=True), stations, seed, lang)


async def _live(stage: Stage, console: Console, stations: int, seed: int, lang: Language) -> dict[str, Any]:
    began = time.perf_counter()
    world = units(stations, seed)
    client = Client(stage.urls, stage.issuer_key, ISSUER, f"demo {seed}")
    season = Season(client, world, cast(world), seed, stage.sinks)
    try:
        busy = await _walk(season, stage, console, stations, lang)
        speed = summary(client, season.notes["effects"], busy)
        await until_told(season)
        report = await gather(season)
    finally:
        await client.close()
    seconds = {"start": 0.0, "season": round(busy, 1), "wall": round(time.perf_counter() - began, 1)}
    return report | {"speed": speed, "seconds": seconds, "stations": stations, "seed": seed}


async def _walk(season: Season, stage: Stage, console: Console, stations: int, lang: Language) -> float:
    """Take every step at its instant; returns the seconds in which commands were sent."""
    busy = 0.0
    columns = (TextColumn("{task.description:<48}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as bar:
        task = bar.add_task("", total=sum(step.weight(stations) for step in STEPS))
        done = 0.0
        async with asking_client(stage.issuer_key) as operator:
            for step in STEPS:
                name = step.zh if lang == "zh" else step.en
                bar.update(task, description=f"{step.instant[:10]} {name}")
                await move(operator, stage.urls, datetime.fromisoformat(step.instant), lambda _: None)
                began = time.perf_counter()
                await step.take(season, _advancing(bar, task))
                busy += time.perf_counter() - began
                done += step.weight(stations)
                bar.update(task, completed=done)
            await move(operator, stage.urls, datetime.fromisoformat(LAST_INSTANT), lambda _: None)
    return busy


def _advancing(progress: Progress, task: Any) -> Callable[[], None]:
    return lambda: progress.advance(task)
