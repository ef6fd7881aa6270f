"""What is sent about an assessment and a title on the walk."""

from collections.abc import Mapping
from typing import Any

import orjson

from deploy.demo.founding import RUBRICS
from deploy.demo.world import CITY_OFFICERS, PROVINCE_OFFICER
from tests.access.planting_cases import SEED
from tests.access.world import World, clerk_of

SHA = "cd" * 32
SEASON = "S-2013-320400"


def bodies(world: World) -> Mapping[str, Any]:
    """The body for each route that takes one, by method and path."""
    return {
        **_of_assessments(),
        **_of_lists(world),
        **_of_titles(world),
        **_of_revocation(),
        "POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"},
    }


def _of_assessments() -> dict[str, Any]:
    case = "POST /v1/assessments/{application_id}"
    check = {"checkers": [PROVINCE_OFFICER.subject], "findings": "一致", "passed": True}
    rubric = orjson.loads(next(iter(sorted(RUBRICS.glob("*.json")))).read_bytes())
    return {
        "POST /v1/rubrics": rubric,
        "POST /v1/panels": {"season_id": SEASON, "members": [who.subject for who in CITY_OFFICERS[1:4]]},
        f"{case}/scores": {"scores": [{"item": "A1", "tenths": 1}]},
        f"{case}/recusals": {"assessor": CITY_OFFICERS[1].subject, "reason": "亲属"},
        f"{case}/conclusion": {},
        f"{case}/declination": {"reason": "不再参加"},
        f"{case}/vetoes": {"item": "V1", "findings": "处罚", "evidence_sha256": [SHA]},
        f"{case}/spot-checks": {"mode": "targeted", "reason": "需要"},
        f"{case}/spot-checks/{{check_id}}/record": check,
        f"{case}/recognition": {"document_number": "演示1号"},
        f"{case}/refusal": {"reasons": "不符"},
    }


def _of_lists(world: World) -> dict[str, Any]:
    draw = {
        "about": "title",
        "commitment": "ef" * 32,
        "count": 1,
        "division_code": "320400",
        "population_on": "2014-07-02",
    }
    return {
        "POST /v1/lists": {"season_id": SEASON, "entries": [world.ids["kept application"]]},
        "POST /v1/lists/{list_id}/supplements": {"reason": "递补"},
        "POST /v1/draws": draw,
        "POST /v1/draws/{draw_id}/revelation": {"seed": SEED.replace(" ", "-")},
    }


def _of_titles(world: World) -> dict[str, Any]:
    title = "POST /v1/titles/{station_id}"
    visitor = clerk_of(world.lines["kept"], 2).subject
    return {
        f"{title}/spot-checks": {"mode": "targeted", "reason": "需要"},
        f"{title}/spot-checks/{{check_id}}/record": {
            "checkers": [PROVINCE_OFFICER.subject],
            "findings": "一致",
            "passed": True,
        },
        f"{title}/visits": {"visitors": [visitor], "findings": "正常", "is_in_order": True},
        f"{title}/plaque": {"plaque_number": "P2014-0001"},
        f"{title}/plaque-return": {},
        f"{title}/plaque-void": {"reason": "lost"},
        f"{title}/renunciation": {},
        f"{title}/rectification": {"findings": "台账不全"},
        f"{title}/rectification/acceptance": {"findings": "已整改"},
        f"{title}/resumption": {"findings": "符合"},
        f"{title}/review": {"form_sha256": SHA, "summary": "正常"},
        f"{title}/review/failure": {"findings": "不符", "reviewers": [visitor]},
        f"{title}/review/pass": {"findings": "符合", "reviewers": [visitor]},
    }


def _of_revocation() -> dict[str, Any]:
    title = "POST /v1/titles/{station_id}"
    proposal = {"ground": "declining_work", "facts": "台账停记", "evidence_sha256": [SHA]}
    return {
        f"{title}/revocation-proposal": proposal,
        f"{title}/defence": {"summary": "无异议"},
        f"{title}/defence-waiver": {"days": 5, "reason": "未陈述", "told_on": "2014-06-01"},
        f"{title}/revocation": {"document_number": "演示2号", "reasons": "工作滑坡"},
        f"{title}/service": {"method": "直接送达"},
        f"{title}/appeals": {"kind": "suit", "organ": "法院", "statement": "不服"},
        f"{title}/appeals/{{appeal_id}}/decision": {
            "organ": "江苏省人民政府",
            "document_number": "复1号",
            "outcome": "upheld",
            "reasons": "维持",
        },
    }
