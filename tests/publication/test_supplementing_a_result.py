"""公布补充名单: what was recognised later is published in an announcement of its own; a long list in parts."""

from dataclasses import replace
from datetime import date

from hypothesis import given as with_any
from hypothesis import strategies as st

from services.publication import streams
from services.publication.announcement.commands import Batch, PublishResult
from services.publication.announcement.decisions import ANNOUNCEMENT, AlreadyPublished, NotAllDecided
from services.publication.announcement.parts import PART_BYTES, parts_of
from services.publication.printing import sealed
from shared.events.assessment import Certified
from shared.events.publication import PublishedTitle, ResultPublished
from shared.testing.scenario import Scenario
from tests.publication.conftest import World
from tests.publication.examples import (
    SEASON,
    certified,
    declined,
    entry,
    refused,
    revoked,
    submitted,
    supplemented,
    title,
)
from tests.publication.hearing import InOrder
from tests.publication.people import PROVINCE

given = Scenario(ANNOUNCEMENT)

FIRST = streams.result_id(SEASON)
SUPPLEMENT = streams.supplement_id(SEASON, 1)
publish = PublishResult(
    announcement_id=SUPPLEMENT,
    season_id=SEASON,
    media="新华日报",
    document_number="苏工商消〔2014〕2号",
    today=date(2014, 1, 20),
    facts=Batch(is_submitted=True, titles=(title,), supplements=FIRST),
)


def test_a_supplement_names_the_announcement_that_it_supplements() -> None:
    result = ResultPublished(
        announcement_id=SUPPLEMENT,
        season_id=SEASON,
        titles=(title,),
        media="新华日报",
        document_number="苏工商消〔2014〕2号",
        published_on=date(2014, 1, 20),
        supplements=FIRST,
    )
    given().when(publish).then(sealed(result))
    given(sealed(result)).when(publish).then_nothing()


def test_there_is_no_supplement_without_a_title() -> None:
    none_left = Batch(is_submitted=True, supplements=FIRST)
    given().when(replace(publish, facts=none_left)).then_refused(AlreadyPublished)


def test_a_supplement_waits_for_every_decision() -> None:
    undecided = replace(publish.facts, undecided=1)
    given().when(replace(publish, facts=undecided)).then_refused(NotAllDecided)


titles = st.lists(st.text(max_size=150).map(lambda name: title.model_copy(update={"station_name": name})), max_size=400)


@with_any(titles)
def test_parts_hold_every_title_once_in_its_order(told: list[PublishedTitle]) -> None:
    parts = parts_of(told)
    assert [one for part in parts for one in part.titles] == told
    assert [part.number for part in parts] == ([0] if len(parts) == 1 else list(range(1, len(parts) + 1)))
    for part in parts:
        assert part.titles or not told
        assert part.first_place == 1 + sum(len(one.titles) for one in parts[: max(part.number - 1, 0)])
        assert sum(len(one.model_dump_json().encode()) for one in part.titles) <= PART_BYTES


RESULT = {"season_id": SEASON, "media": "新华日报", "document_number": "苏工商消〔2013〕90号"}
LATER = RESULT | {"document_number": "苏工商消〔2014〕2号"}


def recognised(name: str, number: int) -> Certified:
    about = {
        "station_id": f"st-{name}",
        "application_id": f"A-2013-st-{name}",
        "host_id": f"ho-{name}",
        "station_name": f"{name}消费维权服务站",
        "certificate_number": f"苏示站2013-{number:04}",
    }
    return certified.model_copy(update=about)


async def test_a_supplement_publishes_what_stands_in_no_announcement_yet(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, certified, refused)
    first = (await world.post("/v1/announcements/results", RESULT, by=PROVINCE)).json()
    nothing_new = await world.post("/v1/announcements/results", LATER, by=PROVINCE)
    assert nothing_new.json()["type"] == "/problems/already-published"
    await hear.on("2014-01-10", supplemented)
    undecided = await world.post("/v1/announcements/results", LATER, by=PROVINCE)
    assert undecided.json()["type"] == "/problems/not-all-decided"
    await hear.on("2014-01-15", recognised("bing", 2))
    supplement = (await world.post("/v1/announcements/results", LATER, by=PROVINCE)).json()
    assert supplement["id"] != first["id"]
    shown = (await world.get(f"/v1/announcements/{supplement['id']}")).json()
    assert shown["supplements"] == first["id"]
    assert [one["station_id"] for one in shown["titles"]] == ["st-bing"]
    assert (await world.get(f"/v1/announcements/{first['id']}")).json()["supplements"] == ""
    again = await world.post("/v1/announcements/results", LATER, by=PROVINCE)
    assert again.json() == supplement
    assert (await world.post("/v1/announcements/results", RESULT, by=PROVINCE)).json() == first
    assert (await world.get("/v1/certificates/苏示站2013-0002")).json()["status"] == "valid"


async def test_who_declines_is_decided(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, supplemented, certified, refused)
    undecided = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    assert undecided.json()["detail"].startswith("1 ")
    await hear.on("2013-12-21", declined)
    assert (await world.post("/v1/announcements/results", RESULT, by=PROVINCE)).status_code == 201


async def test_a_title_that_is_over_before_its_publication_is_not_published(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, certified, refused, revoked)
    published = (await world.post("/v1/announcements/results", RESULT, by=PROVINCE)).json()
    assert (await world.get(f"/v1/announcements/{published['id']}")).json()["titles"] == []


async def test_three_hundred_titles_are_published_at_once(world: World) -> None:
    names = [f"n{number:03}" for number in range(1, 301)]
    hear = InOrder(world)
    listed = submitted.model_copy(update={"entries": tuple(entry(name, 1) for name in names)})
    await hear.on("2013-12-20", listed, *(recognised(name, number) for number, name in enumerate(names, 1)))
    published = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    assert published.status_code == 201, published.text
    shown = (await world.get(f"/v1/announcements/{FIRST}")).json()
    assert [one["station_id"] for one in shown["titles"]] == [f"st-{name}" for name in names]
    documents = (await world.get("/v1/documents", season_id=SEASON, kind="result")).json()["items"]
    assert [one["id"] for one in documents] == [FIRST, f"{FIRST}-2"]
    second = await world.get(f"/v1/documents/{FIRST}-2")
    assert "（二）" in second.text
    assert "n300消费维权服务站" in second.text
    issued = await world.runtime.pool.fetchval("SELECT count(*) FROM certificates")
    assert issued == len(names)
    assert (await world.post("/v1/announcements/results", RESULT, by=PROVINCE)).json() == published.json()
