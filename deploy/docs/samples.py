"""Golden samples: one of each event, made once and then kept for ever, so that what was written can always be read."""

from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args
from zoneinfo import ZoneInfo

from deploy.docs.listeners import ROOT
from shared.events.catalogue import CATALOGUE
from shared.events.event import SEALED, Event, Part, Sealed

SAMPLES = ROOT / "tests" / "contracts" / "samples"

_NAMED: dict[str, Any] = {
    "answer_hmac": "3b4c9f2e7d1a8c6b5e0f9d8c7b6a5948372615f4e3d2c1b0a9f8e7d6c5b4a392",
    "appeal_id": "ap-4c6e8g1j3l5n7p9r",
    "application_id": "A-2013-st-4k7qz3m2x6a5b9cd",
    "announcement_id": "an-2m5q8t1w4z7c0f3h",
    "bureau_code": "B-320402",
    "bureau_name": "江苏省常州工商行政管理局天宁分局",
    "campaign_id": "ca-9b2d4f6h8k1m3n5p",
    "certificate_number": "苏示站2013-0001",
    "check_id": "sc-1a2b3c4d5e6f7g8h",
    "city_code": "320400",
    "commitment": "0b14d501a594442a01c6859541bcb3e8164d183d32937b851835442f69d5c94e",
    "content_hmac": "5d41402abc4b2a76b9719d911017c592ae0b6f2d0d3f1c4b8a7e6d5c4b3a2918",
    "contest_id": "co-3e5g7j9l2n4p6r8t",
    "counting_rule": "working-days-first-not-counted",
    "division_code": "320402",
    "change_id": "dc-3b5d7f9h2k4m6n8p",
    "code": "320413",
    "correction_id": "co-2c4e6g8j1l3n5p7r",
    "dispute_id": "di-1b3d5f7h9k2m4n6q",
    "document_number": "苏工商消〔2013〕1号",
    "document_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "draw_id": "D-2013-320400",
    "entropy": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
    "evidence_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "form_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "former_division_code": "320404",
    "from_code": "320412",
    "guidance_id": "gu-7h9k2m4n6p8q1r3s",
    "host_id": "ho-5b7d9f2h4k6m8n1p",
    "host_name": "样例商贸有限公司",
    "list_id": "L-2013-320400",
    "delegate_code": "B-320404",
    "lower_code": "B-320402-01",
    "mandate_id": "md-3c5e7g9j1l4n6p8r",
    "matter_id": "mt-5d7f9h2k4m6n8p1q",
    "notice_id": "N-2013-320400-1",
    "officer_id": "of-tianning-1",
    "number": "913204021375000001",
    "opinion_id": "op-6p8r1t3v5x7z9b2d",
    "order_id": "rc-6e8g1j3l5n7p9r2t",
    "panel_id": "P-2013-320400",
    "period": "2013-06",
    "plaque_number": "苏示牌2013-0001",
    "printed_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "province_code": "320000",
    "registration_number": "320400000012345",
    "report_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "rubric_id": "R-JS-2013",
    "season_id": "S-2013-320400",
    "staff_id": "sf-8r1t3v5x7z9b2d4f",
    "station_id": "st-4k7qz3m2x6a5b9cd",
    "station_ids": "st-4k7qz3m2x6a5b9cd",
    "station_name": "样例商场消费维权服务站",
    "template": "page-1",
    "town": "茶山街道",
    "trade": "百货",
    "to_code": "320411",
    "training_id": "tr-2k4m6n8p1q3r5s7t",
    "visit_id": "vi-7f9h2k4m6n8p1q3s",
    "year": 2013,
}
_NOON = datetime(2013, 9, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def sample(event: type[Event]) -> bytes:
    """An example of the event, as its canonical payload."""
    return event.model_validate(_fields(event)).payload()


def add_missing() -> list[str]:
    """Write a sample of each event that has none; those that are there are never changed."""
    added: list[str] = []
    for event in CATALOGUE.values():
        file = SAMPLES / f"{event.__name__}.json"
        if not file.exists():
            file.write_bytes(sample(event) + b"\n")
            added.append(event.__name__)
    return added


def _fields(part: type[Part]) -> dict[str, Any]:
    return {name: _value(name, field.annotation) for name, field in part.model_fields.items()}


def _value(name: str, annotation: Any) -> Any:
    """A plausible value: by the field's name where it says enough, else by its type."""
    inner = [argument for argument in get_args(annotation) if argument not in {Ellipsis, NoneType}]
    if isinstance(annotation, UnionType):
        return _value(name, inner[0])
    if inner:
        return tuple(_value(name, one) for one in inner)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return _fields(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    if name in _NAMED:
        return _NAMED[name]
    texts = {str: f"样例 {name}", Sealed: SEALED + "A" * 56}
    return {**texts, bool: True, int: 25, date: _NOON.date(), datetime: _NOON}[annotation]
