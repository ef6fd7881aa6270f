"""How often each operation was asked and how it was answered, by the services' own metrics."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

Counts = Mapping[str, Counter[tuple[str, str, int]]]
"""By service: requests by method, route and status."""

_QUIET = re.compile(r"_count$")


async def counts_of(http: httpx.AsyncClient, urls: Mapping[str, str]) -> Counts:
    """What the services have counted so far."""
    return {name: _counted((await http.get(f"{url}/metrics")).text) for name, url in urls.items()}


def _counted(text: str) -> Counter[tuple[str, str, int]]:
    found: Counter[tuple[str, str, int]] = Counter()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if _QUIET.search(sample.name) and {"route", "method", "status"} <= sample.labels.keys():
                key = sample.labels["method"], sample.labels["route"], int(sample.labels["status"])
                found[key] += int(sample.value)
    return found


def report(documents: Mapping[str, Mapping[str, Any]], lived: Counts, fuzzed: Counts, fewest: int) -> list[str]:
    """Print a line for each operation; what is wrong with it all."""
    print(f"\n{'service':12} {'cases':>6} {'2xx':>6} {'lived':>6} {'5xx':>5}  operation")
    trouble: list[str] = []
    cases = 0
    for service, document in documents.items():
        for path, operations in document["paths"].items():
            for method in map(str.upper, operations):
                before = _of(lived[service], method, path)
                now = _of(fuzzed[service], method, path)
                now.subtract(before)
                asked, well, broken = sum(now.values()), now[2], now[5]
                cases += asked
                print(f"{service:12} {asked:6} {well:6} {before[2]:6} {broken:5}  {method} {path}")
                trouble += [f"{service}: {broken} server errors at {method} {path}"] if broken else []
                trouble += [] if well + before[2] else [f"{service}: never answered well: {method} {path}"]
    print(f"{'in all':12} {cases:6}")
    return trouble if cases >= fewest else [*trouble, f"{cases} cases are fewer than {fewest}"]


def _of(counts: Counter[tuple[str, str, int]], method: str, path: str) -> Counter[int]:
    """By the first digit of the status."""
    found: Counter[int] = Counter()
    for (by, route, status), count in counts.items():
        if (by, route) == (method, path):
            found[status // 100] += count
    return found
