"""What people send to the registry in these tests."""

from typing import Any

from shared.access.roles import Caller
from tests.registry.desk import TIANNING, Desk

HOST: dict[str, Any] = {"name": "甲百货有限公司", "registration_number": "320402000012345", "division_code": "320402"}
SURVEY: dict[str, Any] = {
    "hardware_ready": True,
    "rules_ready": True,
    "staff_ready": False,
    "results_ready": True,
    "wants_to_compete": True,
}
STAFF: dict[str, Any] = {"name": "王小明", "posts": ["head", "price_officer"]}


def station_of(host_id: str, **other: object) -> dict[str, Any]:
    return {
        "host_id": host_id,
        "name": "甲百货消费维权服务站",
        "kind": "mall",
        "trade": "百货零售",
        "size": {"area_m2": 12_000, "staff": 300},
        "division_code": "320402",
        "town": "兰陵街道",
        "operating_since": "2012-03-15",
    } | other


async def a_host(desk: Desk, county: Caller = TIANNING, **other: object) -> str:
    return str((await desk.done("/v1/hosts", county, HOST | other))["id"])


async def a_station(desk: Desk, county: Caller = TIANNING, **other: object) -> str:
    host_id = other.pop("host_id", None) or await a_host(desk)
    return str((await desk.done("/v1/stations", county, station_of(str(host_id), **other)))["id"])
