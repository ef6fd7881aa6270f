"""What the demonstration saw of the system's speed, as a client sees it."""

import time
from collections.abc import Sequence
from typing import Any

from deploy.client import Client
from deploy.demo.plot import Season
from deploy.demo.world import AUDITOR

_SAMPLES = 60


async def measure_effects(season: Season) -> list[float]:
    """Seconds from an acknowledged command in the registry to its effect in the application service, at rest.

    The question carries the command's position and is answered once the other service has worked it off.
    """
    client = season.client
    unit = season.plot.applicants[0]
    seconds: list[float] = []
    for number in range(_SAMPLES):
        body = {"topic": "日常联系", "summary": f"第{number + 1}次电话回访"}
        path = f"/v1/stations/{season.station_id(unit)}/guidance"
        done = await client.post("registry", path, unit.county, body)
        acknowledged = time.perf_counter()
        await client.get("application", "/v1/progress", AUDITOR, after=[done])
        seconds.append(time.perf_counter() - acknowledged)
    return seconds


def summary(client: Client, effects: Sequence[float], busy_seconds: float) -> dict[str, Any]:
    """Commands a second while commands were sent, and the percentiles in milliseconds."""
    return {
        "commands": len(client.latencies),
        "commands_per_second": round(len(client.latencies) / busy_seconds, 1) if busy_seconds else 0.0,
        "command_ms": percentiles(client.latencies),
        "effect_ms": percentiles(effects),
    }


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """The median and the 99th percentile, in milliseconds."""
    if not seconds:
        return {"p50": 0.0, "p99": 0.0}
    ordered = sorted(seconds)
    return {
        "p50": round(ordered[len(ordered) // 2] * 1000, 2),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000, 2),
    }
