"""What is sent about notices, opinions and announcements on the walk."""

from collections.abc import Mapping
from typing import Any

from deploy.demo.world import CITY_OFFICERS
from tests.access.world import World


def bodies(world: World) -> Mapping[str, Any]:
    """The body for each route that takes one, by method and path."""
    station = world.ids["kept station"]
    said = {"side": "consumer", "stance": "support", "text": "很好"}
    told_of = {"media": "媒体（演示）", "station_id": world.ids["revoked station"]}
    investigators = [who.subject for who in CITY_OFFICERS[4:6]]
    opinion = "POST /v1/opinions/{opinion_id}"
    notice = "POST /v1/notices"
    return {
        "POST /v1/announcements/results": {
            "document_number": "演示1号",
            "media": "江苏省级媒体（演示）",
            "season_id": "S-2013-320400",
        },
        "POST /v1/announcements/revocations": told_of,
        "POST /v1/announcements/restorations": told_of,
        notice: {
            "season_id": "S-2013-320400",
            "opens_on": "2014-09-22",
            "closes_on": "2014-09-30",
            "media": "常州日报（演示）",
            "contact": "12315",
        },
        f"{notice}/{{notice_id}}/extension": {"closes_on": "2014-07-10", "reason": "延长"},
        f"{notice}/{{notice_id}}/candidates/{{application_id}}/correction": {
            "opens_on": "2014-07-02",
            "closes_on": "2014-07-10",
            "reason": "名称有误",
            "station_name": "更正服务站",
        },
        f"{notice}/{{notice_id}}/opinions": said | {"station_id": station},
        "POST /v1/titles/{station_id}/opinions": said,
        "POST /v1/matters/{matter_id}/screening": {"result": "lead_only", "reason": "线索"},
        f"{opinion}/screening": {"result": "lead_only", "reason": "线索"},
        f"{opinion}/extension": {"reason": "情况复杂"},
        f"{opinion}/investigation": {"investigators": investigators, "findings": "已核查"},
        f"{opinion}/decision": {"outcome": "dismissed", "strikes_off": False, "reasons": "不成立"},
        f"{opinion}/answer": {"method": "电话", "text": "不成立"},
        "POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"},
    }
