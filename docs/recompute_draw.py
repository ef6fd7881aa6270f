"""Compute a draw again from the answer to `GET /v1/draws/{id}`: `python recompute_draw.py draw.json`; 0: it agrees."""

import hashlib
import json
import sys
from pathlib import Path

draw = json.loads(Path(sys.argv[1]).read_bytes())


def sha256(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


order = sorted(draw["population"], key=lambda one: sha256(draw["seed"], draw["entropy"], one))
names = [one["id"] for one in draw["drawn"]]
agrees = draw["algorithm"] in {"sha256-sort-1", "sha256-sort-2"} and draw["revealed_on"] is not None
agrees &= sha256(draw["seed"]) == draw["commitment"] and order[: draw["count"]] == names
for name, told in draw.get("assigned", {}).items():  # The inspectors stand in the whole answer alone.
    free = [one for one in draw["inspectors"] if [one, name] not in draw["recusals"]]
    free.sort(key=lambda one, name=name: sha256(draw["seed"], draw["entropy"], name, one))
    agrees &= free[: draw["inspectors_each"]] == told and name in names
sys.exit(0 if agrees and len(draw.get("assigned", names)) == len(names) else 1)
