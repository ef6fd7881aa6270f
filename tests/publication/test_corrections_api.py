"""公示更正 over HTTP: both texts are shown, opinions on the corrected one are taken longer, and it goes on."""

from datetime import date

import pytest
from asyncpg import Pool, Record

from services.publication.facts.lookups import Period, period_of
from shared.access.roles import Caller
from shared.events.application import ApplicationWithdrawn
from tests.publication.conftest import OPINION, World, given_opinion, screened, with_notice
from tests.publication.examples import AFTER, IN_THE_PERIOD, JIA, NOTICE_ID, SEASON, YI
from tests.publication.people import CITY, COUNTY, OTHER_CITY, PROVINCE

PATH = f"/v1/notices/{NOTICE_ID}/candidates/{JIA}/correction"
BODY = {
    "station_name": "甲百货消费维权服务站",
    "trade": "百货零售",
    "opens_on": "2013-09-26",
    "closes_on": "2013-10-09",
    "reason": "站名、行业刊登有误",
}
OWN_LAST, ENDS_ON = date(2013, 10, 9), date(2013, 10, 10)


async def corrected(world: World) -> str:
    """The notice stands, and its first candidate is corrected; the correction's id."""
    await with_notice(world)
    answer = await world.post(PATH, BODY, by=CITY, version=1)
    assert (answer.status_code, answer.json()["version"]) == (200, 3), answer.text
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    identifier: str = shown["corrections"][0]["correction_id"]
    return identifier


async def results(world: World) -> list[str]:
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    return [one["result"] for one in shown["candidates"]]


async def period(pool: "Pool[Record]", application_id: str) -> Period:
    async with pool.acquire() as connection:
        found = await period_of(connection, NOTICE_ID, application_id)
    assert found is not None
    return found


async def test_everybody_reads_what_was_printed_and_what_is_right(world: World) -> None:
    correction_id = await corrected(world)
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    (correction,) = shown["corrections"]
    former, right = correction.pop("former"), correction.pop("corrected")
    assert correction == {
        "correction_id": correction_id,
        "application_id": JIA,
        "opens_on": "2013-09-26",
        "closes_on": "2013-10-09",
        "reason": "站名、行业刊登有误",
        "corrected_on": "2013-09-25",
        "ended_on": None,
    }
    assert (former["station_name"], right["station_name"]) == ("jia消费维权服务站", "甲百货消费维权服务站")
    assert (former["host_name"], right["host_name"]) == ("jia有限公司", "jia有限公司")
    assert shown["candidates"][0]["candidate"] == right
    assert [one["result"] for one in shown["candidates"]] == ["held", "kept"]
    assert (shown["closes_on"], shown["issued_by"]) == ("2013-09-29", "320400局")


async def test_a_correction_is_signed_and_printed(world: World, pool: "Pool[Record]") -> None:
    await corrected(world)
    payload = await pool.fetchval(
        "SELECT convert_from(payload, 'UTF8')::jsonb FROM events WHERE type LIKE '%PublicNoticeCorrected%'"
    )
    assert '"issued_by": "320400局"' in payload
    assert '"template": "correction-1"' in payload


async def test_opinions_on_the_corrected_one_are_taken_until_its_own_last_day(
    world: World, pool: "Pool[Record]"
) -> None:
    await corrected(world)
    assert await period(pool, JIA) == Period(
        opens_on=date(2013, 9, 23),
        closes_on=OWN_LAST,
        is_open=True,
        station_id="st-jia",
        result="held",
        version=3,
    )
    assert (await period(pool, YI)).closes_on == date(2013, 9, 29)
    await world.day_begins(AFTER)
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "closed"
    assert (await period(pool, JIA)).is_open
    assert not (await period(pool, YI)).is_open
    await world.day_begins(ENDS_ON)
    assert not (await period(pool, JIA)).is_open
    async with pool.acquire() as connection:
        assert await period_of(connection, NOTICE_ID, "A-2013-st-bing") is None


async def test_the_notice_closes_with_it_held_and_it_goes_on_by_itself_after_its_period(
    world: World, pool: "Pool[Record]"
) -> None:
    correction_id = await corrected(world)
    await world.day_begins(AFTER)
    assert await results(world) == ["held", "kept"]
    await world.day_begins(OWN_LAST)
    assert await results(world) == ["held", "kept"]
    await world.day_begins(ENDS_ON)
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert [one["result"] for one in shown["candidates"]] == ["kept", "kept"]
    assert shown["corrections"][0]["ended_on"] == "2013-10-10"
    assert await pool.fetchval("SELECT count(*) FROM due") == 0
    last = await pool.fetchrow(
        "SELECT convert_from(attributes, 'UTF8') AS by, convert_from(payload, 'UTF8') AS told"
        "  FROM events WHERE type !~ 'Access' ORDER BY position DESC LIMIT 1"
    )
    assert last is not None
    assert '"bureau":"B-320400"' in last["by"]
    assert f'"opinion_id":"{correction_id}"' in last["told"]


async def test_an_opinion_on_it_that_nobody_has_screened_holds_up_its_end_and_not_the_closing(
    world: World, pool: "Pool[Record]"
) -> None:
    await corrected(world)
    opinion_id = await given_opinion(world)
    await world.day_begins(AFTER)
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "closed"
    await world.day_begins(ENDS_ON)
    assert await pool.fetchval("SELECT rule FROM refused") == "opinions-on-corrected"
    assert await results(world) == ["held", "kept"]
    assert (await screened(world, opinion_id, "lead_only")).status_code == 200
    await world.day_begins(date(2013, 10, 11))
    assert await results(world) == ["kept", "kept"]
    assert await pool.fetchval("SELECT count(*) FROM due WHERE command = 'EndCorrection'") == 0


async def test_after_the_closing_only_the_corrected_one_is_spoken_of(world: World) -> None:
    await corrected(world)
    await world.day_begins(AFTER)
    await world.is_now("2013-10-09T23:59")
    await given_opinion(world)
    late = await world.post(f"/v1/notices/{NOTICE_ID}/opinions", OPINION | {"station_id": "st-yi"})
    assert late.json()["type"] == "/problems/notice-not-open"
    await world.is_now("2013-10-10T00:00")
    over = await world.post(f"/v1/notices/{NOTICE_ID}/opinions", OPINION)
    assert over.json()["type"] == "/problems/notice-not-open"


async def test_an_opinion_on_another_one_keeps_the_notice_open_as_before(world: World) -> None:
    await corrected(world)
    await given_opinion(world, station_id="st-yi")
    await world.day_begins(AFTER)
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "open"


async def test_an_objection_holds_it_beyond_its_period(world: World) -> None:
    await corrected(world)
    opinion_id = await given_opinion(world)
    assert (await screened(world, opinion_id, "admissible")).status_code == 200
    await world.day_begins(AFTER)
    await world.day_begins(ENDS_ON)
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert shown["candidates"][0]["result"] == "held"
    assert shown["corrections"][0]["ended_on"] == "2013-10-10"


async def test_a_withdrawal_ends_the_correction(world: World, pool: "Pool[Record]") -> None:
    await corrected(world)
    await world.hear(
        ApplicationWithdrawn(
            application_id=JIA, season_id=SEASON, station_id="st-jia", reason="停业", withdrawn_at=IN_THE_PERIOD
        )
    )
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert (shown["candidates"][0]["result"], shown["corrections"][0]["ended_on"]) == ("withdrawn", "2013-09-25")
    assert [row["command"] for row in await pool.fetch("SELECT command FROM due")] == ["CloseNotice"]
    assert (await period(pool, JIA)).closes_on == date(2013, 9, 29)


async def test_what_is_asked_twice_is_corrected_once(world: World) -> None:
    await corrected(world)
    again = await world.post(PATH, BODY, by=CITY, version=3)
    assert (again.status_code, again.json()["version"]) == (200, 3)
    assert len((await world.get(f"/v1/notices/{NOTICE_ID}")).json()["corrections"]) == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"closes_on": "2013-10-08"}, "period-too-short"),
        ({"opens_on": "2013-09-24"}, "opens-in-the-past"),
        ({"opens_on": "2013-12-30", "closes_on": "2014-01-31"}, "calendar-not-published"),
        ({"opens_on": "9999-12-31", "closes_on": "9999-12-31"}, "calendar-not-published"),
        ({"station_name": "jia消费维权服务站", "trade": "百货"}, "nothing-put-right"),
        ({"reason": " "}, "request-not-valid"),
        ({"trade": ""}, "request-not-valid"),
        ({"kind": "castle"}, "request-not-valid"),
        ({"bureau_name": "天宁局"}, "request-not-valid"),
    ],
)
async def test_a_correction_that_cannot_be_is_refused(world: World, change: dict[str, object], rule: str) -> None:
    await with_notice(world)
    answer = await world.post(PATH, BODY | change, by=CITY, version=1)
    assert answer.json()["type"] == f"/problems/{rule}"
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["corrections"] == []


async def test_a_correction_after_the_last_day_or_during_another_one_is_refused(world: World) -> None:
    await corrected(world)
    second = await world.post(PATH, BODY | {"trade": "超市"}, by=CITY, version=3)
    assert second.json()["type"] == "/problems/correction-runs"
    await world.is_now("2013-09-30T09:00")
    late = BODY | {"opens_on": "2013-09-30", "closes_on": "2013-10-12"}
    path = PATH.replace(JIA, YI)
    answer = await world.post(path, late, by=CITY, version=3)
    assert answer.json()["type"] == "/problems/period-over"
    nobody = await world.post(PATH.replace(JIA, "A-2013-st-bing"), BODY, by=CITY, version=3)
    assert nobody.json()["type"] == "/problems/not-on-notice"
    no_notice = await world.post(PATH.replace("320400", "320500"), BODY, by=CITY, version=3)
    assert no_notice.json()["type"] == "/problems/no-such-notice"


@pytest.mark.parametrize(
    ("by", "rule"),
    [(COUNTY, "wrong-role"), (PROVINCE, "wrong-role"), (OTHER_CITY, "outside-jurisdiction")],
)
async def test_only_the_city_of_the_notice_corrects_it(world: World, by: Caller, rule: str) -> None:
    await with_notice(world)
    answer = await world.post(PATH, BODY, by=by, version=1)
    assert answer.json()["type"] == f"/problems/{rule}"
    assert (await world.post(PATH, BODY, by=CITY)).status_code == 428
