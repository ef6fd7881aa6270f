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
        f"{contest}/nominations/{{staff_id}}/withdrawal": {"reason": "本人不愿参评"},
        f"{contest}/nominations/{{staff_id}}/review": {"qualified": True, "reasons": "两年内无违规"},
        f"{contest}/tests": {"staff_id": staff, "score": 900},
        f"{contest}/voting": {"until": "2014-09-30"},
        f"{contest}/votes": {"staff_id": staff},
        f"{contest}/votes-set-aside": {"bucket": "0123456789abcdef", "reason": "同一地址"},
        f"{contest}/freezing": {},
        f"{contest}/winners": {"objections_until": "2014-10-31"},
        f"{contest}/rewards": {"staff_id": staff, "kind": "moral", "what": "荣誉证书"},
        f"{contest}/award-withdrawals": {"staff_id": staff, "reason": "台账不实"},
        f"{contest}/closing": {},
        f"{contest}/awards": {"staff_id": staff, "honour": "明星", "reward_fen": 100},
        "POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"},
    }
