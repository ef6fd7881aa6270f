"""What is sent to notification on the walk."""

from collections.abc import Mapping
from typing import Any

from tests.access.world import World


def bodies(world: World) -> Mapping[str, Any]:
    """The body for each route that takes one, by method and path."""
    return {
        "POST /v1/endpoints": {"url": "https://hooks.invalid/shifan"},
        "POST /v1/endpoints/{endpoint_id}/replay": {
            "recorded_from": "2014-07-01T00:00:00+08:00",
            "recorded_until": "2014-07-02T00:00:00+08:00",
        },
        "POST /v1/endpoints/{endpoint_id}/rotation": {"secret_number": 1},
        "POST /v1/messages/read": {"message_ids": [world.ids["message"]]},
        "POST /v1/preferences": {"channel": "in_app", "enabled": True, "language": "en"},
        "POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"},
    }
