"""A year of one station over HTTP: what its county does for it, what it tells itself, and who reads what."""

from datetime import date
from typing import Any

from shared.access.roles import Caller, Level
from shared.events.registry import InterestDeclared, StationClosed, StationSuspended
from tests.registry.desk import AUDITOR, CHANGZHOU, JIANGSU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.test_elsewhere import awarded, certified, drafted, failed, passed, revoked, told
from tests.registry.wishes import SURVEY, a_host, a_station, number_of

UPLIFT = {"hardware_tenths": 800, "rules_tenths": 750, "staff_tenths": 600, "results_tenths": 1_000}
RULES = {"kind": "duties", "title": "站长职责", "document_sha256": "a" * 64}
ACTIVITY = {"platform": "warnings", "title": "预付卡警示", "summary": "张贴", "reached": 400}
PRACTICE = {"title": "先行赔付", "summary": "小额当场赔付"}
BY_COUNTY: dict[str, dict[str, Any]] = {
    "cultivation": {"measures": ["上门辅导"]},
    "cultivation/support": {"measure": "上门辅导", "summary": "辅导三次"},
    "uplift": UPLIFT,
    "opinions": {"opinion": "希望多办培训", "response": "已安排"},
    "cultivation/end": {"effect": "四项制度齐备", "ready": True},
}
BY_HOST: dict[str, dict[str, Any]] = {
    "rules": RULES,
    "investments": {"purpose": "接待室", "amount_fen": 3_000_000, "paid_by": "甲百货有限公司"},
    "platforms": ACTIVITY,
}
BY_EITHER: dict[str, dict[str, Any]] = {
    "practices": PRACTICE,
    "information": {"subject": "问题批次", "content": "下架"},
    "satisfaction": {"asked": 16, "satisfied": 15, "method": "电话回访"},
}


FOREIGN = (failed, passed, certified, revoked, awarded)


async def station_and_host(desk: Desk) -> tuple[str, Caller]:
    host_id = await a_host(desk)
    return await a_station(desk, host_id=host_id), Caller("boss", Level.ENTERPRISE, host_id)


async def test_a_county_looks_after_its_station_and_nobody_else_does(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    path = f"/v1/stations/{station_id}"
    await desk.refused(
        "not-under-cultivation", f"{path}/cultivation/support", TIANNING, BY_COUNTY["cultivation/support"]
    )
    for act, body in BY_COUNTY.items():
        assert (await desk.done(f"{path}/{act}", TIANNING, body))["station_id"] == station_id
        await desk.refused("outside-jurisdiction", f"{path}/{act}", ZHONGLOU, body)
        await desk.refused("wrong-role", f"{path}/{act}", CHANGZHOU, body)
        await desk.refused("wrong-role", f"{path}/{act}", host, body)
        await desk.refused("not-known-here", f"/v1/stations/st-none/{act}", TIANNING, body)
        await desk.refused("request-not-valid", f"{path}/{act}", TIANNING, body | {"more": 1})
    await desk.refused("request-not-valid", f"{path}/uplift", TIANNING, UPLIFT | {"staff_tenths": 1_001})
    early = {"effect": "无", "ready": False, "year": 2014, "ended_on": "2013-05-01"}
    await desk.done(f"{path}/cultivation", TIANNING, {"measures": ["x"], "year": 2014})
    await desk.refused("cultivation-ends-before-it-starts", f"{path}/cultivation/end", TIANNING, early)


async def test_a_station_tells_of_its_own_work(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    path = f"/v1/stations/{station_id}"
    stranger = await a_host(desk, ZHONGLOU, name="乙超市", registration_number=number_of(2), division_code="320404")
    for act, body in (BY_HOST | BY_EITHER).items():
        assert (await desk.done(f"{path}/{act}", host, body))["station_id"] == station_id
        await desk.refused("not-your-station", f"{path}/{act}", Caller("x", Level.ENTERPRISE, stranger), body)
        await desk.refused("request-not-valid", f"{path}/{act}", host, body | {"more": 1})
    again = await desk.done(f"{path}/rules", host, RULES)
    assert (await desk.done(f"{path}/rules", host, RULES | {"title": "x"})) == again
    for act, body in BY_HOST.items():
        await desk.refused("wrong-role", f"{path}/{act}", TIANNING, body)
    for act, body in BY_EITHER.items():
        await desk.done(f"{path}/{act}", TIANNING, body)
        await desk.refused("outside-jurisdiction", f"{path}/{act}", ZHONGLOU, body)
        await desk.refused("wrong-role", f"{path}/{act}", CHANGZHOU, body)
    small = await desk.done(f"{path}/satisfaction", host, BY_EITHER["satisfaction"])
    assert (small["score_tenths"], small["small_sample"]) == (938, True)
    large = await desk.done(f"{path}/satisfaction", host, {"asked": 20, "satisfied": 20, "method": "现场"})
    assert (large["score_tenths"], large["small_sample"]) == (1_000, False)
    nobody = {"asked": 0, "satisfied": 0, "method": "现场"}
    await desk.refused("nobody-asked", f"{path}/satisfaction", host, nobody)
    await desk.refused("more-satisfied-than-asked", f"{path}/satisfaction", host, nobody | {"asked": 1, "satisfied": 2})
    await desk.refused("in-the-future", f"{path}/platforms", host, ACTIVITY | {"held_on": "2013-05-17"})


async def test_a_late_survey_is_recorded_and_told_to_be_late(desk: Desk) -> None:
    station_id, _ = await station_and_host(desk)
    path = f"/v1/stations/{station_id}"
    await told(desk, [(drafted("S-2013-320400", "320400", date(2013, 5, 15)), 1)])
    late = await desk.done(f"{path}/survey", TIANNING, SURVEY)
    assert (late["due_on"], late["late"]) == ("2013-05-15", True)
    earlier = await desk.done(f"{path}/survey", TIANNING, SURVEY | {"year": 2012, "surveyed_on": "2012-05-20"})
    assert (earlier["due_on"], earlier["late"]) == ("2012-05-20", False)
    file = (await desk.read(path, TIANNING)).json()["file"]
    assert [(survey["year"], survey["late"]) for survey in file["surveys"]] == [(2012, False), (2013, True)]


async def a_year(desk: Desk, station_id: str, host: Caller) -> None:
    path = f"/v1/stations/{station_id}"
    await desk.done(f"{path}/survey", TIANNING, SURVEY | {"year": 2012, "surveyed_on": "2012-05-10"})
    for act, body in BY_COUNTY.items():
        await desk.done(f"{path}/{act}", TIANNING, body)
    for act, body in (BY_HOST | BY_EITHER).items():
        await desk.done(f"{path}/{act}", host, body)
    await told(desk, [(event.model_copy(update={"station_id": station_id}), 1) for event in FOREIGN])


async def test_the_care_of_a_year_is_read_by_those_concerned(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    await a_year(desk, station_id, host)
    path = f"/v1/stations/{station_id}/care"
    items: list[dict[str, Any]] = []
    readers = (host, TIANNING, CHANGZHOU, JIANGSU, AUDITOR, OPERATOR)
    for caller in readers:
        items = (await desk.read(path, caller, year=2013)).json()["items"]
        assert len(items) == len(BY_COUNTY) + len(BY_HOST) + len(BY_EITHER), caller
    assert {item["told_by"] for item in items} == {TIANNING.bureau, host.bureau}
    assert [item["kind"] for item in (await desk.read(path, host, year=2012)).json()["items"]] == ["survey"]
    one = (await desk.read(path, host, kind="support")).json()["items"]
    assert one[0]["details"]["summary"] == "辅导三次"
    assert one[0]["is_corrected"] is False
    seen, cursor = list[str](), dict[str, Any]()
    while cursor.get("cursor", "") is not None:
        answer = (await desk.read(path, host, limit=5, **cursor)).json()
        seen += [item["record_id"] for item in answer["items"]]
        cursor = {"cursor": answer["next"]}
    assert len(seen) == len(set(seen)) == 12
    assert (await desk.read(path, host, limit=5, cursor="bm8")).json()["type"] == "/problems/cursor-not-readable"
    for name in ("care", "uplift", "corrections"):
        where = f"/v1/stations/{station_id}/{name}"
        assert (await desk.read(where)).json()["type"] == "/problems/not-signed-in"
        assert (await desk.read(where, ZHONGLOU)).json()["type"] == "/problems/outside-jurisdiction"
        assert (await desk.read(f"/v1/stations/st-none/{name}", TIANNING)).status_code == 404
        other = Caller("x", Level.ENTERPRISE, "ho-other")
        assert (await desk.read(where, other)).json()["type"] == "/problems/not-your-station"


async def test_the_uplift_runs_over_surveys_measurements_and_assessments(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    await a_year(desk, station_id, host)
    points = (await desk.read(f"/v1/stations/{station_id}/uplift", host)).json()["points"]
    assert [point["kind"] for point in points] == ["survey", "assessment", "measurement", "assessment"]
    assert points[0]["ready"] == {"hardware": True, "rules": True, "staff": False, "results": True}
    assert points[2]["tenths"] == {"hardware": 800, "rules": 750, "staff": 600, "results": 1_000}
    assert [(point["passed"], point["total_tenths"]) for point in points[1::2]] == [(False, 640), (True, 912)]
    assert points[3]["tenths"] == {"A": 190, "D": 330}


async def test_the_public_reads_platforms_and_practices(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    await a_year(desk, station_id, host)
    path = f"/v1/stations/{station_id}/platforms"
    work = (await desk.read(path)).json()["items"]
    assert {(item["kind"], item["platform"], item["reached"]) for item in work} == {
        ("practice", None, None),
        ("platform_activity", "warnings", 400),
    }
    assert [item["title"] for item in (await desk.read(path, platform="warnings")).json()["items"]] == ["预付卡警示"]
    assert (await desk.read(path, platform="order")).json()["items"] == []
    assert (await desk.read("/v1/stations/st-none/platforms")).status_code == 404
    practices = (await desk.read("/v1/practices", division="320400")).json()["items"]
    assert [(one["station_id"], one["title"]) for one in practices] == [(station_id, "先行赔付")]
    assert (await desk.read("/v1/practices", division="33")).json()["items"] == []
    assert (await desk.read("/v1/practices", division="x")).json()["type"] == "/problems/request-not-valid"


async def test_the_file_tells_of_cultivation_titles_and_awards(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    await a_year(desk, station_id, host)
    file = (await desk.read(f"/v1/stations/{station_id}", host)).json()["file"]
    (cultivation,) = file["cultivations"]
    assert (cultivation["effect"], cultivation["ready"]) == ("四项制度齐备", True)
    assert [support["summary"] for support in cultivation["supports"]] == ["辅导三次"]
    (title,) = file["titles"]
    assert (title["since"], title["ended_on"], title["ended_by"]) == ("2013-12-02", "2015-06-01", "苏工商消〔2015〕7号")
    assert [award["honour"] for award in file["awards"]] == ["消费维权服务明星"]


async def test_a_county_sees_how_far_its_campaign_is(desk: Desk) -> None:
    station_id, _ = await station_and_host(desk)
    host_id = await a_host(desk)
    late = await a_station(desk, host_id=host_id, name="甲百货二店服务站", town="青龙街道")
    elsewhere = await a_station(desk, ZHONGLOU, host_id=host_id, division_code="320404", name="甲百货钟楼店服务站")
    await desk.done(f"/v1/stations/{station_id}/survey", TIANNING, SURVEY)
    await desk.done(f"/v1/stations/{station_id}/cultivation", TIANNING, {"measures": ["上门辅导"]})
    overview = "/v1/campaigns/overview"
    mine = (await desk.read(overview, TIANNING, year=2013)).json()["bureaus"]
    assert mine == [
        {
            "bureau_code": "B-320402",
            "bureau_name": "常州市天宁工商行政管理局",
            "survey_due_on": "2013-05-20",
            "stations": 2,
            "surveyed_in_time": 1,
            "surveyed_late": 0,
            "not_surveyed": 1,
            "cultivated": 1,
            "under_cultivation": 1,
            "guided_in_july_and_august": 0,
        }
    ]
    for caller, stations in ((ZHONGLOU, [1]), (CHANGZHOU, [2, 1]), (JIANGSU, [2, 1]), (AUDITOR, [2, 1])):
        answer = (await desk.read(overview, caller, year=2013)).json()
        assert [bureau["stations"] for bureau in answer["bureaus"]] == stations
    listing = f"{overview}/stations"
    shown = (await desk.read(listing, CHANGZHOU, year=2013, show="not_surveyed")).json()["items"]
    assert {item["station_id"] for item in shown} == {late, elsewhere}
    first = (await desk.read(listing, CHANGZHOU, year=2013, limit=2)).json()
    second = (await desk.read(listing, CHANGZHOU, year=2013, limit=2, cursor=first["next"])).json()
    assert {item["station_id"] for item in first["items"] + second["items"]} == {station_id, late, elsewhere}
    assert (await desk.read(listing, TIANNING, year=2013, show="cultivated")).json()["items"][0]["surveyed_on"]
    for path in (overview, listing):
        assert (await desk.read(path, year=2013)).json()["type"] == "/problems/not-signed-in"
        assert (
            (await desk.read(path, Caller("x", Level.ENTERPRISE, host_id), year=2013)).json()["type"].endswith("role")
        )
        assert (await desk.read(path, TIANNING)).json()["type"] == "/problems/request-not-valid"


async def test_a_suspended_station_is_guided_and_measured_and_a_closed_one_is_left_alone(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    path = f"/v1/stations/{station_id}"
    day = date(2013, 5, 16)
    await told(desk, [(StationSuspended(station_id=station_id, reason="装修", suspended_on=day), 3)])
    await desk.refused("station-not-active", f"{path}/survey", TIANNING, SURVEY)
    await desk.refused("station-not-active", f"{path}/cultivation", TIANNING, BY_COUNTY["cultivation"])
    await desk.refused("station-not-active", f"{path}/platforms", host, ACTIVITY)
    await desk.refused("station-not-active", f"{path}/practices", host, PRACTICE)
    await desk.done(f"{path}/guidance", TIANNING, {"topic": "整改", "summary": "示范"})
    await desk.done(f"{path}/uplift", TIANNING, UPLIFT)
    await told(desk, [(StationClosed(station_id=station_id, reason="停业", closed_on=day), 4)])
    await desk.refused("station-no-longer-there", f"{path}/uplift", TIANNING, UPLIFT)
    await desk.refused("station-no-longer-there", f"{path}/rules", host, RULES)
    assert len((await desk.read(f"{path}/care", host)).json()["items"]) == 2


async def test_nobody_judges_the_station_of_a_host_to_whom_they_are_linked(desk: Desk) -> None:
    station_id, host = await station_and_host(desk)
    linked = InterestDeclared(
        officer_id=TIANNING.subject,
        host_id=host.bureau,
        nature="配偶任职",
        stands=True,
        declared_on=date(2013, 5, 16),
    )
    await told(desk, [(linked, 1)])
    path = f"/v1/stations/{station_id}"
    judging = {name: BY_COUNTY[name] for name in ("cultivation", "uplift", "cultivation/end")}
    for act, body in ({"survey": SURVEY, "satisfaction": BY_EITHER["satisfaction"]} | judging).items():
        await desk.refused("recused", f"{path}/{act}", TIANNING, body)
    await desk.done(f"{path}/guidance", TIANNING, {"topic": "台账", "summary": "示范"})
