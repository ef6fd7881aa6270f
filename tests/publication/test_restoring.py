"""恢复称号公布: the public is told that a revocation was set aside, where it was told of the revocation."""

from dataclasses import replace
from datetime import date

import pytest

from services.publication import streams
from services.publication.announcement.commands import Ended, PublishRestoration, PublishRevocation, Restored
from services.publication.announcement.decisions import (
    ANNOUNCEMENT,
    AlreadyPublished,
    MediaNotNamed,
    NotRestored,
    SetAsideBeforePublication,
)
from services.publication.printing import sealed
from shared.access.roles import Caller
from shared.testing.scenario import Scenario
from tests.publication.conftest import World
from tests.publication.examples import certified, restored, revoked, title
from tests.publication.hearing import InOrder
from tests.publication.people import CITY, OTHER_PROVINCE, PROVINCE, PUBLIC
from tests.publication.printables import NUMBER, PROVINCE_NAME, restoration

given = Scenario(ANNOUNCEMENT)

publish = PublishRestoration(
    announcement_id="an-restoration",
    station_id="st-jia",
    media="新华日报",
    today=date(2014, 9, 5),
    facts=Restored(
        certificate_number=NUMBER,
        station_name=title.station_name,
        document_number="工商复字〔2014〕3号",
        was_published=True,
        issued_by=PROVINCE_NAME,
    ),
)
published = sealed(restoration)


def test_a_restoration_is_published_once() -> None:
    given().when(publish).then(published)
    given(published).when(publish).then_nothing()
    given(published).when(replace(publish, media="江苏经济报")).then_refused(AlreadyPublished)


def test_it_may_bear_a_document_number_of_its_own() -> None:
    own = sealed(restoration.model_copy(update={"document_number": "苏工商消〔2014〕60号"}))
    given().when(replace(publish, document_number="苏工商消〔2014〕60号")).then(own)
    given(published).when(replace(publish, document_number="苏工商消〔2014〕60号")).then_refused(AlreadyPublished)


def test_it_names_its_media() -> None:
    given().when(replace(publish, media=" ")).then_refused(MediaNotNamed)


def test_nothing_is_restored_where_nothing_was_set_aside() -> None:
    given().when(replace(publish, facts=Restored())).then_refused(NotRestored)


def test_who_was_never_published_as_revoked_is_not_published_as_restored() -> None:
    facts = replace(publish.facts, was_published=False)
    given().when(replace(publish, facts=facts)).then_refused(SetAsideBeforePublication)


def test_a_revocation_that_was_set_aside_is_not_published_any_more() -> None:
    command = PublishRevocation(
        announcement_id="an-revocation",
        station_id="st-jia",
        media="新华日报",
        today=date(2014, 9, 5),
        facts=Ended(certificate_number=NUMBER, ground="lax_management", is_set_aside=True),
    )
    given().when(command).then_refused(SetAsideBeforePublication)


REVOCATIONS = "/v1/announcements/revocations"
RESTORATIONS = "/v1/announcements/restorations"
BODY = {"station_id": "st-jia", "media": "新华日报"}


async def test_the_public_is_told_of_both(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    early = await world.post(RESTORATIONS, BODY, by=PROVINCE)
    assert early.json()["type"] == "/problems/not-restored"
    await hear.on("2014-06-20", revoked)
    told = (await world.post(REVOCATIONS, BODY, by=PROVINCE)).json()
    shown = (await world.get(f"/v1/announcements/{told['id']}")).json()
    assert shown["document_number"] == revoked.document_number
    await hear.on("2014-09-01", restored)
    answer = await world.post(RESTORATIONS, BODY, by=PROVINCE)
    assert answer.status_code == 201, answer.text
    shown = (await world.get(f"/v1/announcements/{answer.json()['id']}")).json()
    assert (shown["kind"], shown["certificate_number"]) == ("restoration", NUMBER)
    assert shown["document_number"] == restored.document_number
    assert (await world.post(RESTORATIONS, BODY, by=PROVINCE)).json() == answer.json()
    listed = (await world.get("/v1/announcements", kind="restoration")).json()["items"]
    assert [one["id"] for one in listed] == [answer.json()["id"]]


async def test_what_was_set_aside_before_its_publication_needs_none(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-06-20", revoked)
    await hear.on("2014-06-23", restored)
    for path in (REVOCATIONS, RESTORATIONS):
        answer = await world.post(path, BODY, by=PROVINCE)
        assert answer.json()["type"] == "/problems/set-aside-before-publication"


async def test_a_second_revocation_is_published_apart(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-06-20", revoked)
    first = (await world.post(REVOCATIONS, BODY, by=PROVINCE)).json()["id"]
    await hear.on("2014-09-01", restored)
    await hear.on("2015-03-02", revoked.model_copy(update={"decided_on": date(2015, 3, 2)}))
    second = (await world.post(REVOCATIONS, BODY, by=PROVINCE)).json()["id"]
    assert (first, second) == (streams.revocation_id(NUMBER), streams.revocation_id(NUMBER, 2))


@pytest.mark.parametrize(
    ("by", "rule"),
    [(PUBLIC, "not-signed-in"), (CITY, "wrong-role"), (OTHER_PROVINCE, "outside-jurisdiction")],
)
async def test_only_the_province_restores(world: World, by: Caller, rule: str) -> None:
    await world.hear(certified)
    answer = await world.post(RESTORATIONS, BODY, by=by)
    assert answer.json()["type"] == f"/problems/{rule}"


async def test_a_station_without_a_title_may_be_known_in_a_second(world: World) -> None:
    answer = await world.post(RESTORATIONS, BODY, by=PROVINCE)
    assert answer.json()["type"] == "/problems/not-known-here"
