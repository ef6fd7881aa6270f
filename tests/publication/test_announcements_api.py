"""公布 over HTTP, and the check of a certificate."""

from datetime import date

import pytest

from shared.access.roles import Caller
from tests.publication.conftest import World
from tests.publication.examples import (
    SEASON,
    certified,
    ended,
    refused,
    revoked,
    submitted,
    title,
)
from tests.publication.people import CITY, OTHER_PROVINCE, PROVINCE, PUBLIC

RESULT = {"season_id": SEASON, "media": "新华日报", "document_number": "苏工商消〔2013〕90号"}
ENDED = {"station_id": "st-jia", "media": "新华日报"}
NUMBER = certified.certificate_number


async def test_the_result_is_published_when_the_whole_list_is_decided(world: World) -> None:
    early = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    assert early.json()["type"] == "/problems/no-list-submitted"
    await world.hear(submitted, certified)
    open_still = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    assert open_still.json()["type"] == "/problems/not-all-decided"
    assert open_still.json()["detail"].startswith("1 ")
    await world.hear(refused)
    await world.is_now("2013-12-25T10:00")
    published = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    assert published.status_code == 201
    assert published.json()["status"] == "published"
    shown = await world.get(f"/v1/announcements/{published.json()['id']}")
    assert shown.json()["titles"] == [title.model_dump(mode="json")]
    assert shown.json()["published_on"] == "2013-12-25"


async def test_a_result_is_published_once_a_season(world: World) -> None:
    await world.hear(submitted, certified, refused)
    first = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    again = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    assert again.json() == first.json()
    other = await world.post("/v1/announcements/results", RESULT | {"media": "江苏经济报"}, by=PROVINCE)
    assert other.json()["type"] == "/problems/already-published"
    listed = (await world.get("/v1/announcements", kind="result", season_id=SEASON)).json()
    assert len(listed["items"]) == 1


@pytest.mark.parametrize(
    ("by", "rule"),
    [(PUBLIC, "not-signed-in"), (CITY, "wrong-role"), (OTHER_PROVINCE, "outside-jurisdiction")],
)
async def test_only_the_province_publishes(world: World, by: Caller, rule: str) -> None:
    await world.hear(submitted, certified, refused, revoked)
    for path, body in (("results", RESULT), ("revocations", ENDED)):
        answer = await world.post(f"/v1/announcements/{path}", body, by=by)
        assert answer.json()["type"] == f"/problems/{rule}"
    assert (await world.get("/v1/announcements")).json()["items"] == []


async def test_a_season_that_is_not_known_here_may_be_known_in_a_second(world: World) -> None:
    answer = await world.post("/v1/announcements/results", RESULT | {"season_id": "S-2014-320400"}, by=PROVINCE)
    assert answer.json()["type"] == "/problems/not-known-here"
    assert answer.headers["retry-after"] == "1"


async def test_the_end_of_a_title_is_published_once_it_is_revoked(world: World) -> None:
    unknown = await world.post("/v1/announcements/revocations", ENDED, by=PROVINCE)
    assert unknown.json()["type"] == "/problems/not-known-here"
    await world.hear(certified)
    in_force = await world.post("/v1/announcements/revocations", ENDED, by=PROVINCE)
    assert in_force.json()["type"] == "/problems/not-revoked"
    await world.hear(revoked)
    await world.is_now("2014-06-25T10:00")
    published = await world.post("/v1/announcements/revocations", ENDED, by=PROVINCE)
    assert published.status_code == 201
    shown = (await world.get(f"/v1/announcements/{published.json()['id']}")).json()
    assert (shown["kind"], shown["certificate_number"], shown["ground"]) == ("revocation", NUMBER, "lax_management")
    again = await world.post("/v1/announcements/revocations", ENDED, by=PROVINCE)
    assert again.json() == published.json()


async def test_there_is_no_announcement_that_nobody_has_made(world: World) -> None:
    answer = await world.get("/v1/announcements/an-none")
    assert answer.json()["type"] == "/problems/no-such-announcement"


@pytest.mark.parametrize("path", [f"/v1/titles/{NUMBER}", "/v1/stations/st-jia/title"])
async def test_a_certificate_is_checked_as_of_a_day(world: World, path: str) -> None:
    await world.hear(certified, revoked)
    before = (await world.get(path, as_of="2013-12-19")).json()
    assert before == {
        "status": "no_such_title",
        "as_of": "2013-12-19",
        "since": None,
        "suspended_on": None,
        "revoked_on": None,
        "ground": None,
        "restored_on": None,
        "lapsed_on": None,
        "ended_on": None,
        "ended_by": None,
        "title": None,
    }
    since = (await world.get(path, as_of="2013-12-20")).json()
    assert (since["status"], since["since"], since["revoked_on"]) == ("in_force", "2013-12-20", None)
    assert since["title"] == title.model_dump(mode="json")
    after = (await world.get(path, as_of="2014-06-20")).json()
    assert (after["status"], after["revoked_on"], after["ground"]) == ("revoked", "2014-06-20", "lax_management")


@pytest.mark.parametrize("path", [f"/v1/titles/{NUMBER}", "/v1/stations/st-jia/title"])
async def test_a_title_that_ended_without_blame_says_how_and_since_when(world: World, path: str) -> None:
    await world.hear(ended, certified)
    before = (await world.get(path, as_of="2014-05-31")).json()
    assert (before["status"], before["ended_on"], before["ended_by"]) == ("in_force", None, None)
    after = (await world.get(path, as_of="2014-06-01")).json()
    assert (after["status"], after["ended_on"], after["ended_by"]) == ("ended", "2014-06-01", "closure")
    assert (after["revoked_on"], after["ground"], after["title"]) == (None, None, title.model_dump(mode="json"))


async def test_without_a_day_today_is_asked_about(world: World) -> None:
    await world.hear(certified)
    assert (await world.get(f"/v1/titles/{NUMBER}")).json()["status"] == "no_such_title"
    await world.is_now("2013-12-20T09:00")
    told = (await world.get(f"/v1/titles/{NUMBER}")).json()
    assert (told["status"], told["as_of"]) == ("in_force", str(date(2013, 12, 20)))


async def test_a_certificate_that_nobody_gave_is_no_title(world: World) -> None:
    assert (await world.get("/v1/titles/苏示站2013-9999")).json()["status"] == "no_such_title"
    assert (await world.get("/v1/stations/st-none/title")).json()["status"] == "no_such_title"
    assert (await world.get("/v1/titles/苏示站2013-9999", as_of="soon")).status_code == 422
