"""Runs the demonstration: a stack of its own, the steps of the season, and the report of what came of it."""

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.asking import client as asking_client
from deploy.client import Client
from deploy.demo.plot import FEWEST_STATIONS, Season, cast
from deploy.demo.report import gather, show
from deploy.demo.speed import summary
from deploy.demo.steps import STEPS
from deploy.demo.world import units
from deploy.keys import ISSUER
from deploy.sandbox_clock import move
from deploy.stack import Stack, own_prefix
from deploy.words import Language

LAST_INSTANT = "2014-07-01T09:00"


def run(data: Path, *, stations: int, seed: int, lang: Language, as_json: bool) -> int:
    """Live the season through in an empty data folder; returns the exit status.

    `stations` is at least 80, so that enough of them apply. The same `seed` gives the same world.
    """
    if stations < FEWEST_STATIONS:
        print(f"--stations: at least {FEWEST_STATIONS}, so that enough of them can apply", file=sys.stderr)
        return 2
    report = asyncio.run(_live(data, stations, seed, lang))
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(report, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        show(report, lang)
    return 0


async def _live(data: Path, stations: int, seed: int, lang: Language) -> dict[str, Any]:
    began = time.perf_counter()
    console = Console(stderr=True)
    stack = Stack(
        data, topic_prefix=own_prefix("demo"), report=lambda line: console.print(f"[dim]{line}[/dim]", highlight=False)
    )
    await stack.start()
    try:
        ready = time.perf_counter()
        world = units(stations, seed)
        client = Client(stack.urls, stack.issuer_key, ISSUER, f"demo {seed}")
        season = Season(client, world, cast(world), seed)
        try:
            busy = await _walk(season, stack, console, stations, lang)
            speed = summary(client, season.notes["effects"], busy)
            report = await gather(season)
        finally:
            await client.close()
    finally:
        await stack.stop()
    seconds = {
        "start": round(ready - began, 1),
        "season": round(busy, 1),
        "wall": round(time.perf_counter() - began, 1),
    }
    return report | {"speed": speed, "seconds": seconds, "stations": stations, "seed": seed}


async def _walk(season: Season, stack: Stack, console: Console, stations: int, lang: Language) -> float:
    """Take every step at its instant; returns the seconds in which commands were sent."""
    busy = 0.0
    columns = (TextColumn("{task.description:<48}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task("", total=sum(step.weight(stations) for step in STEPS))
        done = 0.0
        async with asking_client(stack.issuer_key) as operator:
            for step in STEPS:
                name = step.zh if lang == "zh" else step.en
                progress.update(task, description=f"{step.instant[:10]} {name}")
                await move(operator, stack.urls, datetime.fromisoformat(step.instant), lambda _: None)
                began = time.perf_counter()
                await step.take(season, _advancing(progress, task))
                busy += time.perf_counter() - began
                done += step.weight(stations)
                progress.update(task, completed=done)
            await move(operator, stack.urls, datetime.fromisoformat(LAST_INSTANT), lambda _: None)
    return busy


def _advancing(progress: Progress, task: Any) -> Callable[[], None]:
    return lambda: progress.advance(task)
