"""What is sent to the audit on the walk."""

from collections.abc import Mapping
from typing import Any

from tests.access.world import World


def bodies(_world: World) -> Mapping[str, Any]:
    """The body for each route that takes one, by method and path."""
    return {"POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"}}
