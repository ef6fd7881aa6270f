"""The operator's, the province's and the campaigners' way in."""

from tests.registry.desk import CHANGZHOU, JIANGSU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import a_station

BUREAU = {
    "bureau_code": "B-320411",
    "name": "常州市新北工商行政管理局",
    "name_is_sourced": False,
    "level": "county",
    "division_code": "320411",
}
CAMPAIGN = {"channel": "《常州日报》", "summary": "争创活动启动"}


async def test_the_operator_puts_bureaus_on_the_register(desk: Desk) -> None:
    answer = await desk.done("/v1/bureaus", OPERATOR, BUREAU)
    assert answer == {"id": "B-320411", "status": "established", "version": 1}
    assert (await desk.done("/v1/bureaus", OPERATOR, BUREAU))["version"] == 1
    other = BUREAU | {"name": "别的局"}
    await desk.refused("bureau-already-established", "/v1/bureaus", OPERATOR, other)
    await desk.refused("level-without-division", "/v1/bureaus", OPERATOR, BUREAU | {"level": "city"})
    await desk.refused("in-the-future", "/v1/bureaus", OPERATOR, BUREAU | {"established_on": "2015-06-01"})
    await desk.refused("wrong-role", "/v1/bureaus", JIANGSU, BUREAU)
    await desk.refused("request-not-valid", "/v1/bureaus", OPERATOR, BUREAU | {"level": "village"})


async def test_the_operator_posts_officers(desk: Desk) -> None:
    posting = {"officer_id": "of-li", "bureau_code": "B-320402", "post": "科长"}
    assert await desk.done("/v1/officers", OPERATOR, posting) == {"id": "of-li", "status": "posted", "version": 1}
    assert (await desk.done("/v1/officers", OPERATOR, posting))["version"] == 1
    assert (await desk.done("/v1/officers", OPERATOR, posting | {"post": "副局长"}))["version"] == 2
    await desk.refused("not-known-here", "/v1/officers", OPERATOR, posting | {"bureau_code": "B-none"})
    await desk.refused("wrong-role", "/v1/officers", TIANNING, posting)


async def test_counties_and_cities_publicise_the_campaign_in_their_own_name(desk: Desk) -> None:
    for campaigner in (TIANNING, CHANGZHOU):
        answer = await desk.done("/v1/campaigns", campaigner, CAMPAIGN)
        assert (answer["id"][:3], answer["status"], answer["version"]) == ("ca-", "publicised", 2)
    await desk.refused("wrong-role", "/v1/campaigns", JIANGSU, CAMPAIGN)
    await desk.refused("in-the-future", "/v1/campaigns", TIANNING, CAMPAIGN | {"held_on": "2013-05-17"})
    await desk.refused("request-not-valid", "/v1/campaigns", TIANNING, CAMPAIGN | {"bureau_code": "B-320404"})


async def test_the_province_trains_stations_of_an_area(desk: Desk) -> None:
    station_id = await a_station(desk)
    training = {"division_code": "320400", "topic": "和解技巧", "station_ids": [station_id]}
    answer = await desk.done("/v1/trainings", JIANGSU, training)
    assert (answer["id"][:3], answer["status"], answer["version"]) == ("tr-", "held", 1)
    await desk.refused("station-outside-area", "/v1/trainings", JIANGSU, training | {"division_code": "320404"})
    await desk.refused("outside-jurisdiction", "/v1/trainings", JIANGSU, training | {"division_code": "330000"})
    await desk.refused("not-known-here", "/v1/trainings", JIANGSU, training | {"station_ids": ["st-none"]})
    await desk.refused("nobody-trained", "/v1/trainings", JIANGSU, training | {"station_ids": []})
    await desk.refused("wrong-role", "/v1/trainings", TIANNING, training)


async def test_the_operator_publishes_the_calendar_of_a_year(desk: Desk) -> None:
    answer = await desk.done("/v1/calendars", OPERATOR, {"year": 2013})
    assert answer == {"id": "2013", "status": "published", "version": 1}
    assert (await desk.done("/v1/calendars", OPERATOR, {"year": 2013}))["version"] == 1
    await desk.refused("year-not-published", "/v1/calendars", OPERATOR, {"year": 2040})
    await desk.refused("wrong-role", "/v1/calendars", JIANGSU, {"year": 2014})
    own = {"weekday_holidays": ["2040-01-02"], "weekend_workdays": [], "source": "国务院办公厅"}
    await desk.done("/v1/calendars", OPERATOR, {"year": 2040} | own)
    await desk.refused(
        "calendar-already-published", "/v1/calendars", OPERATOR, {"year": 2013} | own | {"weekday_holidays": []}
    )
    await desk.refused("no-exception-to-the-week", "/v1/calendars", OPERATOR, {"year": 2041} | own)


async def test_a_malformed_calendar_is_refused(desk: Desk) -> None:
    halves: list[dict[str, object]] = [{"source": "x"}, {"weekday_holidays": []}, {"year": 1800}, {"year": "2014"}]
    for half in halves:
        await desk.refused("request-not-valid", "/v1/calendars", OPERATOR, {"year": 2014} | half)


async def test_a_refusal_is_told_in_the_language_of_the_reader(desk: Desk) -> None:
    headers = desk._signed(ZHONGLOU) | {"Idempotency-Key": "k", "Accept-Language": "zh-CN"}
    answer = await desk.client.post("/v1/bureaus", json=BUREAU, headers=headers)
    assert answer.json()["title"] == "该事项不由您的层级或角色办理。"
