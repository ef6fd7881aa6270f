"""A small season lived through with Prometheus looking on: what dashboards and alerts ask for must have arrived."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

import orjson

from deploy.demo.main import Stage, run_against
from deploy.demo.plot import FEWEST_STATIONS
from deploy.embedded.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE
from deploy.observability.watching import Watching, watching
from deploy.stack import Stack

_SECONDS = 60.0
_PLANTED = 'max by (service) (shifan_parked{services!=""})'
"""What nothing answers: it shows that a question without an answer is seen."""


async def live(programs: Mapping[str, Path], files: Path, folder: Path, report: Callable[[str], None]) -> list[str]:
    """What was asked for and did not come, and which alert did not see what it is there for.

    Raises:
        ServerTrouble: something does not start, or Prometheus refuses a question.
    """
    # On servers of its own, whatever the environment names: they go with the folder.
    alone = {name: value for name, value in os.environ.items() if name not in {POSTGRES_VARIABLE, KAFKA_VARIABLE}}
    stack = Stack(folder / "data", report=report, environment=alone)
    await stack.start()
    try:
        async with watching(programs, files, stack.urls, folder) as watched:
            stage = Stage(stack.urls, stack.issuer_key)
            await asyncio.to_thread(run_against, stage, stations=FEWEST_STATIONS, seed=1, lang="en", as_json=False)
            asked = [*dashboards(files), *await _of_alerts(watched)]
            against = await _unanswered(watched, asked)
            report(f"{len(asked) - len(against)} of {len(asked)} questions are answered")
            if not await watched.value(_PLANTED):
                return against + await _unseen(watched, stack)
            return [*against, f"{_PLANTED!r} is answered"]
    finally:
        await stack.stop()


def dashboards(files: Path) -> list[str]:
    """Every question of every dashboard."""
    found = []
    for file in (files / "grafana" / "dashboards").glob("*.json"):
        panels = orjson.loads(file.read_bytes())["panels"]
        found += [target["expr"].replace("$__rate_interval", "1m") for panel in panels for target in panel["targets"]]
    return found


async def _of_alerts(watched: Watching) -> list[str]:
    """For each series that an alert looks for: whether there is any with the labels that it goes by.

    An alert itself has no answer while all is well; and of the values of labels some stand for what should not happen.
    """
    found = set()
    for rule in await watched.rules():
        for series in await watched.selectors(rule["query"]):
            labels = {one["name"] for one in series["matchers"]} - {"__name__"}
            found.add(series["name"] + "{" + ", ".join(f'{label}!=""' for label in sorted(labels)) + "}")
    return sorted(found)


async def _unanswered(watched: Watching, asked: list[str]) -> list[str]:
    return [f"no answer to {query}" for query in asked if not await _within(partial(watched.value, query))]


async def _unseen(watched: Watching, stack: Stack) -> list[str]:
    """End a service, then the collector: the alerts that are there for it must take notice."""
    against = [f"{rule['name']}: {rule.get('lastError')}" for rule in await watched.rules() if rule["health"] == "err"]
    await stack.kill("registry")
    if not await _within(partial(_notices, watched, "ServiceDown")):
        against.append("a service that has ended is not noticed")
    watched.collector.terminate()
    if not await _within(partial(_notices, watched, "NothingMeasured")):
        against.append("a collector that has ended is not noticed")
    return against


async def _notices(watched: Watching, alert: str) -> bool:
    """Whether the alert has begun to wait whether it is true for long enough."""
    return any(rule["state"] != "inactive" for rule in await watched.rules() if rule["name"] == alert)


async def _within(asking: Callable[[], Awaitable[object]]) -> bool:
    deadline = time.monotonic() + _SECONDS
    while not await asking():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.5)  # What is gathered and judged elsewhere tells nobody when it is.
    return True
