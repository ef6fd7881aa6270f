"""What is sent about a season and an application on the walk."""

from collections.abc import Mapping
from typing import Any

from tests.access.world import World, clerk_of

SHA = "cd" * 32


def bodies(world: World) -> Mapping[str, Any]:
    """The body for each route that takes one, by method and path."""
    return {
        **_of_seasons(),
        **_of_the_host(world),
        **_of_the_county(world),
        "POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"},
    }


def _of_seasons() -> dict[str, Any]:
    order = {
        "applications_close_on": "2014-09-05",
        "document_date": "2014-07-01",
        "document_number": "演示3号",
        "reason": "台风",
    }
    change = {"name": "recommendation_limit", "value": 6, "basis": "[notice] 二(三)", "reason": "兼顾不同行业"}
    return {
        "POST /v1/seasons": {"year": 2015, "city_code": "320400", "settings": {}},
        "POST /v1/seasons/{season_id}/approval": {
            "document_date": "2014-05-10",
            "document_sha256": SHA,
            "issuer": "江苏省工商行政管理局",
            "organiser_level": "province",
        },
        "POST /v1/seasons/{season_id}/extension": order,
        "POST /v1/seasons/{season_id}/settings": change,
    }


def _of_the_host(world: World) -> dict[str, Any]:
    case = "POST /v1/applications/{application_id}"
    whose = {"season_id": world.ids["season"], "station_id": world.ids["applicant station"]}
    filing = whose | {"form_sha256": SHA, "self_score_tenths": 900}
    paper = {"channel": "post", "reason": "挂号信", "received_on": "2014-07-01", "postmarked_on": "2014-06-30"}
    return {
        "POST /v1/drafts": whose,
        "POST /v1/evidence": b"%PDF-1.4 a file of the walk",
        "POST /v1/applications": filing,
        "POST /v1/applications/paper": filing | paper | {"form_sha256": world.ids["evidence"]},
        f"{case}/self-assessment": {"scores": [{"item": "A1", "tenths": 1}]},
        f"{case}/evidence": {"sha256": world.ids["evidence"], "title": "照片", "grade": "C"},
        f"{case}/filing": {"pledge_sha256": world.ids["evidence"]},
        f"{case}/refiling": {},
        f"{case}/withdrawal": {"reason": "不再参加"},
    }


def _of_the_county(world: World) -> dict[str, Any]:
    case, line = "POST /v1/applications/{application_id}", world.lines["applicant"]
    findings = [{"item": f"V{number}", "found": False, "snapshot": "查无记录"} for number in range(1, 10)]
    inspectors = [clerk_of(line, number).subject for number in (2, 3)]
    return {
        f"{case}/evidence/{{sha256}}/check": {"grade": "B"},
        f"{case}/return": {"missing": ["自评表"]},
        f"{case}/non-acceptance": {"reasons": "不符合条件"},
        f"{case}/veto-check": {"findings": findings},
        f"{case}/inspection": {"inspectors": inspectors, "meets_standard": True, "remarks": "现场查验"},
        f"{case}/recommendation": {"opinion": "同意推荐"},
        f"{case}/refusal": {"reasons": "未达标"},
        f"{case}/promotion": {"opinion": "同意推荐"},
        f"{case}/exchange": {"for_application": world.ids["application"], "opinion": "同意", "reason": "行业均衡"},
        f"{case}/recommendation-return": {"reasons": "材料不全"},
        f"{case}/assignment": {"assignee": clerk_of(line, 2).subject},
    }
