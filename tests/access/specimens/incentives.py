"""What is sent about a staff contest on the walk."""

from collections.abc import Mapping
from typing import Any

from tests.access.world import World


def bodies(world: World) -> Mapping[str, Any]:
    """The body for each route that takes one, by method and path."""
    staff, contest = world.ids["staff"], "POST /v1/contests/{contest_id}"
    criteria = ("service", "competence", "performance", "satisfaction")
    return {
        "POST /v1/contests": {
            "title": "明星竞赛",
            "organiser": "host",
            "weights": dict.fromkeys(criteria, 25),
            "places": 1,
            "nominations_until": "2014-08-31",
        },
        f"{contest}/nominations": {"staff_id": staff, "deeds": "当场和解"},
        f"{contest}/scores": {"staff_id": staff} | dict.fromkeys(criteria, 900),
        f"{contest}/closing": {},
        f"{contest}/awards": {"staff_id": staff, "honour": "明星", "reward_fen": 100},
        "POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"},
    }
