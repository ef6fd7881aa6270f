"""One of each of the registry's acts that the ten years did without: around one station, by its host and county."""

import asyncio
from typing import Any

import orjson

from shared.access.roles import Caller, Level
from tests.journeys.years.world import CITY, OPERATOR, SHA, Station, Step, Years, county
from tests.registry.ledger_examples import CONSULTATION, DISPUTE, FOLLOW_UP, REFERRAL, SETTLEMENT
from tests.registry.wishes import STAFF, SURVEY, station_of

DIVISION = "320404"
CLERK = county(DIVISION)
NEWCOMER = Caller("of-320404-9", Level.COUNTY, f"B-{DIVISION}", "科员")
BY_COUNTY: dict[str, dict[str, Any]] = {
    "survey": SURVEY,
    "cultivation": {"measures": ["上门辅导"]},
    "cultivation/support": {"measure": "上门辅导", "summary": "辅导三次"},
    "uplift": {"hardware_tenths": 800, "rules_tenths": 750, "staff_tenths": 600, "results_tenths": 1_000},
    "opinions": {"opinion": "希望多办培训", "response": "已安排"},
    "cultivation/end": {"effect": "四项制度齐备", "ready": True},
    "guidance": {"topic": "台账", "summary": "现场指导"},
}
BY_HOST: dict[str, dict[str, Any]] = {
    "rules": {"kind": "duties", "title": "站长职责", "document_sha256": SHA},
    "investments": {"purpose": "接待室", "amount_fen": 3_000_000, "paid_by": "甲百货有限公司"},
    "platforms": {"platform": "warnings", "title": "预付卡警示", "summary": "张贴", "reached": 400},
    "practices": {"title": "先行赔付", "summary": "小额当场赔付"},
    "information": {"subject": "问题批次", "content": "下架"},
    "satisfaction": {"asked": 16, "satisfied": 15, "method": "电话回访"},
}
PLAN = {"division_code": "320400", "topic": "和解技巧", "place": "市局三楼", "planned_on": "2013-06-18"}

ROW = orjson.dumps({"host_name": "无此企业", "name": "某服务站"}) + b"\n"
"""A line of a file, of which so much is missing that it is bad; it may be tried again."""


async def look_after(years: Years) -> None:
    station = await years.register("钟楼一店", DIVISION, "五星街道")
    path = f"/v1/stations/{station.id}"
    for act, body in BY_COUNTY.items():
        await years.do("registry", f"{path}/{act}", CLERK, body)
    for act, body in BY_HOST.items():
        await years.do("registry", f"{path}/{act}", station.speaker, body)
    care = await years.read("registry", f"{path}/care", CLERK)
    correction = {"correction": "指导日期应为5月14日", "reason": "笔误", "record_id": care["items"][0]["event_id"]}
    await years.do("registry", f"{path}/corrections", CLERK, correction)
    await years.do("registry", "/v1/campaigns", CLERK, {"channel": "《常州日报》", "summary": "争创活动启动"})
    await _staff(years, station)
    await _train(years, station)
    await _change(years, station)


async def _staff(years: Years, station: Station) -> None:
    path = f"/v1/stations/{station.id}"
    first = (await years.do("registry", f"{path}/staff", CLERK, STAFF)).id
    refused = (await years.do("registry", f"{path}/staff/proposals", station.speaker, STAFF | {"name": "李小红"})).id
    await years.do("registry", f"{path}/staff/{refused}/refusal", CLERK, {"reasons": "不熟悉程序"})
    second = (await years.do("registry", f"{path}/staff/proposals", station.speaker, STAFF | {"name": "赵小兰"})).id
    member = f"{path}/staff/{second}"
    await years.do("registry", f"{member}/appointment", CLERK)
    consent = {"covers": ["name", "photo"], "document_sha256": SHA}
    await years.do("registry", f"{member}/consent", station.speaker, consent)
    await years.do("registry", f"{member}/consent-withdrawal", station.speaker)
    await years.do("registry", f"{member}/departure", station.speaker)
    await years.do("registry", f"/v1/staff/{second}/erasure", OPERATOR, {"grounds": "本人申请"})
    years.notes["erased"] = second
    await _keep_the_ledger(years, station, first)


async def _keep_the_ledger(years: Years, station: Station, member: str) -> None:
    path, host = f"/v1/stations/{station.id}", station.speaker
    await years.do("registry", f"{path}/consultations", host, CONSULTATION | {"staff_id": member})
    for number, act, body in (
        ("2013-001", "settlement", SETTLEMENT | {"settled_by": member}),
        ("2013-002", "referral", REFERRAL),
        ("2013-003", "", {}),
    ):
        received = DISPUTE | {"number": number, "first_receiver": member}
        dispute = await years.do("registry", f"{path}/disputes", host, received)
        if act:
            await years.change("registry", f"/v1/disputes/{dispute.id}", act, host, body)
        if act == "settlement":
            await years.change("registry", f"/v1/disputes/{dispute.id}", "follow-up", host, FOLLOW_UP)
    await years.do("registry", f"{path}/summaries", host, {"period": "2013-04", "analysis": "以家电为主"})


async def _train(years: Years, station: Station) -> None:
    for _ in range(2):
        planned = await years.do("registry", "/v1/trainings/schedule", CITY[0], PLAN | {"invited": [station.id]})
        came = {"station_ids": [station.id], "held_on": "2013-05-16"}
        await years.do("registry", f"/v1/trainings/{planned.id}/attendance", CITY[0], came)
    held = {name: value for name, value in PLAN.items() if name not in {"planned_on", "place"}}
    await years.do("registry", "/v1/trainings", CITY[0], held | {"station_ids": [station.id], "held_on": "2013-05-15"})


async def _change(years: Years, station: Station) -> None:
    path, host = f"/v1/stations/{station.id}", station.speaker
    details = {
        "kind": "market",
        "trade": "农副产品",
        "size": {"area_m2": 12_000, "staff": 300},
        "operating_since": "2011-01-01",
        "reason": "误录",
    }
    for act, body in (("details-correction", details), ("suspension", {"reason": "装修"}), ("resumption", {})):
        await years.change("registry", path, act, CLERK, body)
    for number, act, body in ((2, "registration", {}), (3, "refusal", {"reasons": "无固定场所"}), (4, "", {})):
        wish = station_of("", name=f"钟楼{number}店服务站", division_code=DIVISION, town="南大街街道")
        del wish["host_id"]
        proposed = await years.do("registry", "/v1/stations/proposals", host, wish)
        if act:
            await years.change("registry", f"/v1/stations/proposals/{proposed.id}", act, CLERK, body)
    colleague = county(DIVISION, 3)
    link = {"host_id": station.host_id, "nature": "配偶任职", "stands": True}
    await years.do("registry", f"/v1/officers/{colleague.subject}/interests", colleague, link)


async def come_and_go(years: Years) -> None:
    """An officer comes and leaves; a file comes in and goes out; a job is looked at."""
    posting = {"officer_id": NEWCOMER.subject, "bureau_code": NEWCOMER.bureau, "post": NEWCOMER.post}
    await years.do("registry", "/v1/officers", OPERATOR, posting)
    await years.do("registry", f"/v1/officers/{NEWCOMER.subject}/leaving", OPERATOR)
    export = await years.do("registry", "/v1/exports", CLERK, {"kind": "stations", "format": "csv"})
    years.notes["export"] = export.body["job_id"]
    headers = {"Authorization": f"Bearer {years.client.token(CLERK)}", "Content-Type": "application/octet-stream"}
    url = f"{years.stack.urls['registry']}/v1"
    sent = await years.operator.post(f"{url}/imports?kind=stations", content=ROW, headers=headers)
    sent.raise_for_status()
    years.notes["import"] = sent.json()["job_id"]
    await until_done(years, years.notes["import"])
    retry = f"{url}/jobs/{years.notes['import']}/retry"
    (await years.operator.post(retry, headers=headers)).raise_for_status()


async def until_done(years: Years, job: str) -> None:
    async with asyncio.timeout(60):
        while True:
            if (await years.read("registry", f"/v1/jobs/{job}", CLERK))["state"] == "done":
                break
            await asyncio.sleep(0.1)


STEPS = (Step("2013-05-16T10:00", look_after), Step("2013-05-17T10:00", come_and_go))
