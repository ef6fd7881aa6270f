"""What is sent to the registry on the walk: bodies that are valid in form, about the case of a title that stands."""

from collections.abc import Mapping
from typing import Any

from deploy.demo.world import with_check_digit
from tests.access.world import World

SHA = "cd" * 32
TODAY = "2014-07-01"


def bodies(world: World) -> Mapping[str, Any]:
    """The body for each route that takes one, by method and path."""
    return {
        **_of_bureaus(world),
        **_of_hosts(world),
        **_of_stations(world),
        **_of_care(world),
        **_of_work(),
        **_of_staff(),
        **_of_the_ledger(world),
        **_of_trainings(world),
        **_of_mandates(world),
        "POST /v1/imports": world.files["import"],
        "POST /v1/exports": {"kind": "stations", "format": "ndjson"},
        "POST /v1/sandbox/clock": {"instant": "2014-07-01T09:00:00+08:00"},
    }


def _of_bureaus(world: World) -> dict[str, Any]:
    return {
        "POST /v1/bureaus": {
            "bureau_code": "B-walk",
            "name": "演示机关",
            "name_is_sourced": False,
            "level": "county",
            "division_code": "330103",
        },
        "POST /v1/bureaus/{bureau_code}/succession": {"document_number": "演示1号", "successor_code": "B-330102"},
        "POST /v1/calendars": {"year": 2016},
        "POST /v1/divisions/changes": {
            "document_number": "演示函〔2014〕2号",
            "document_date": TODAY,
            "effective_on": TODAY,
            "moves": [{"from_code": "330103", "town": "又一演示镇", "to_code": "330102"}],
        },
        "POST /v1/officers": {"officer_id": "of-walk", "bureau_code": "B-330102", "post": "科员"},
        "POST /v1/officers/{officer_id}/interests": {"host_id": world.lines["kept"].host_id, "nature": "亲属"},
        "POST /v1/officers/{officer_id}/leaving": {},
        "POST /v1/campaigns": {"channel": "宣传栏", "summary": "宣传"},
    }


def _of_mandates(world: World) -> dict[str, Any]:
    document = {"document_number": "演示委〔2014〕1号", "document_sha256": SHA}
    bureau = f"B-{world.lines['kept'].county}"
    return {
        "POST /v1/mandates/delegations": document | {"delegate_code": bureau, "until": "2014-12-31"},
        "POST /v1/mandates/taken-up": document | {"lower_code": bureau, "reason": "案情复杂"},
        "POST /v1/mandates/{mandate_id}/end": {"reason": "不再需要"},
    }


def _of_hosts(world: World) -> dict[str, Any]:
    division = world.lines["kept"].county
    return {
        "POST /v1/hosts": {
            "name": "走访商厦",
            "registration_number": with_check_digit(f"{division}{79_001:08d}"),
            "division_code": division,
        },
        "POST /v1/hosts/{host_id}/identifiers": {
            "identifier_type": "registration_number",
            "number": with_check_digit(f"{division}{79_002:08d}"),
            "valid_from": TODAY,
        },
        "POST /v1/hosts/{host_id}/renaming": {"name": "走访百货"},
    }


def _of_stations(world: World) -> dict[str, Any]:
    line = world.lines["kept"]
    described = {
        "name": "走访服务站",
        "kind": "mall",
        "trade": "百货零售",
        "division_code": line.county,
        "operating_since": "2012-01-01",
    }
    details = {"kind": "mall", "trade": "百货零售", "size": {}, "operating_since": "2011-01-01", "reason": "笔误"}
    return {
        "POST /v1/stations": described | {"host_id": line.host_id},
        "POST /v1/stations/proposals": described,
        "POST /v1/stations/proposals/{station_id}/refusal": {"reasons": "条件不足"},
        "POST /v1/stations/proposals/{station_id}/registration": {},
        "POST /v1/stations/{station_id}/closing": {"reason": "停业"},
        "POST /v1/stations/{station_id}/details-correction": details,
        "POST /v1/stations/{station_id}/move": {"division_code": line.county, "town": "新街道"},
        "POST /v1/stations/{station_id}/renaming": {"name": "走访新名服务站"},
        "POST /v1/stations/{station_id}/resumption": {},
        "POST /v1/stations/{station_id}/suspension": {"reason": "装修"},
        "POST /v1/stations/{station_id}/transfer": {"host_id": line.sibling_host_id},
        "POST /v1/stations/{station_id}/jurisdiction": {"division_code": line.county, "reason": "查明所在街道"},
    }


def _of_care(world: World) -> dict[str, Any]:
    ready = ("hardware_ready", "rules_ready", "staff_ready", "results_ready", "wants_to_compete")
    points = ("hardware_tenths", "rules_tenths", "staff_tenths", "results_tenths")
    station = "POST /v1/stations/{station_id}"
    return {
        f"{station}/survey": dict.fromkeys(ready, True),
        f"{station}/cultivation": {"measures": ["专人联系"]},
        f"{station}/cultivation/support": {"measure": "专人联系", "summary": "上门"},
        f"{station}/cultivation/end": {"effect": "达标", "ready": True},
        f"{station}/guidance": {"topic": "台账", "summary": "现场指导"},
        f"{station}/uplift": dict.fromkeys(points, 900),
        f"{station}/opinions": {"opinion": "希望多培训", "response": "安排"},
        f"{station}/corrections": {
            "record_id": world.ids["record"],
            "correction": "应为六月",
            "reason": "笔误",
        },
    }


def _of_work() -> dict[str, Any]:
    station = "POST /v1/stations/{station_id}"
    return {
        f"{station}/rules": {"document_sha256": SHA, "kind": "rules", "title": "制度"},
        f"{station}/investments": {"amount_fen": 100, "paid_by": "企业", "purpose": "设备"},
        f"{station}/platforms": {"platform": "knowledge", "summary": "讲座", "title": "讲座"},
        f"{station}/practices": {"summary": "先行赔付", "title": "先行赔付"},
        f"{station}/information": {"content": "预警", "subject": "预警"},
        f"{station}/satisfaction": {"asked": 10, "method": "问卷", "satisfied": 9},
    }


def _of_staff() -> dict[str, Any]:
    staff = "POST /v1/stations/{station_id}/staff"
    somebody = {"name": "走访某", "posts": ["head"]}
    return {
        staff: somebody,
        f"{staff}/proposals": somebody,
        f"{staff}/{{staff_id}}/appointment": {},
        f"{staff}/{{staff_id}}/refusal": {"reasons": "不合适"},
        f"{staff}/{{staff_id}}/departure": {},
        f"{staff}/{{staff_id}}/consent": {"covers": ["name"], "document_sha256": SHA},
        f"{staff}/{{staff_id}}/consent-withdrawal": {},
        "POST /v1/staff/{staff_id}/erasure": {"grounds": "本人要求"},
    }


def _of_the_ledger(world: World) -> dict[str, Any]:
    staff = world.ids["staff"]
    return {
        "POST /v1/stations/{station_id}/disputes": {
            "number": "D-walk",
            "grade": "simple",
            "category": "家电",
            "summary": "退货",
            "first_receiver": staff,
            "received_at": "2014-07-01T08:40",
        },
        "POST /v1/stations/{station_id}/consultations": {"staff_id": staff, "topic": "退货"},
        "POST /v1/stations/{station_id}/summaries": {"period": "2014-05"},
        "POST /v1/disputes/{dispute_id}/follow-up": {"satisfied": True},
        "POST /v1/disputes/{dispute_id}/referral": {"referred_to": "market_office", "reason": "协商不成"},
        "POST /v1/disputes/{dispute_id}/settlement": {
            "settled_by": staff,
            "where": "enterprise",
            "outcome": "退款",
        },
    }


def _of_trainings(world: World) -> dict[str, Any]:
    trained = {"division_code": "320400", "topic": "和解技能", "station_ids": [world.ids["kept station"]]}
    planned = {"division_code": "320400", "topic": "和解技能", "place": "会议室", "planned_on": "2014-08-01"}
    return {
        "POST /v1/trainings": trained,
        "POST /v1/trainings/schedule": planned,
        "POST /v1/trainings/{training_id}/attendance": {"station_ids": [world.ids["kept station"]]},
    }
