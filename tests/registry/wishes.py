"""What people send to the registry in these tests."""

from datetime import date, datetime, time
from typing import Any

from deploy.demo.world import with_check_digit
from shared.access.roles import Caller
from shared.clock import SHANGHAI
from tests.registry.desk import TIANNING, Desk

HOST: dict[str, Any] = {"name": "甲百货有限公司", "registration_number": "320402000012348", "division_code": "320402"}
SURVEY: dict[str, Any] = {
    "hardware_ready": True,
    "rules_ready": True,
    "staff_ready": False,
    "results_ready": True,
    "wants_to_compete": True,
}
ANOTHER_ONE: dict[str, Any] = {"distinct_because": "现场核实，确属不同"}
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


def number_of(running: int, authority: str = "320402") -> str:
    """A registration number that checks."""
    return with_check_digit(f"{authority}{running:08d}")


async def a_host(desk: Desk, county: Caller = TIANNING, **other: object) -> str:
    """A host of which nobody asks whether it looks like another one."""
    return str((await desk.done("/v1/hosts", county, HOST | ANOTHER_ONE | other))["id"])


async def a_station(desk: Desk, county: Caller = TIANNING, **other: object) -> str:
    """A station of which nobody asks whether it looks like another one."""
    host_id = other.pop("host_id", None) or await a_host(desk)
    body = station_of(str(host_id)) | ANOTHER_ONE | other
    return str((await desk.done("/v1/stations", county, body))["id"])


async def on_the_day(desk: Desk, day: date) -> None:
    """It is that day, at nine in the morning."""
    await desk.runtime.clock.move(desk.runtime.pool, datetime.combine(day, time(9), SHANGHAI))
