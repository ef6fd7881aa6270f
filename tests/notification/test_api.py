"""Who reads which messages, as pages and one by one, in which language, and what they have read."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from shared.access.roles import Caller
from shared.access.tokens import KeyFiles
from shared.events.incentives import StaffNominated
from shared.eventsourcing.committer import Committer
from tests.notification.asking import AUDITOR, CITY, COUNTY, HOST, OPERATOR, OTHER_HOST, PROVINCE, Asker, asking
from tests.notification.told import a_story, hear, heard, sample


@pytest.fixture
async def asker(dsn: str, keys: KeyFiles, writer: Committer) -> AsyncIterator[Asker]:
    await hear(writer, a_story())
    async with asking(dsn, keys) as asker:
        yield asker


async def told(asker: Asker, who: Caller, *, unread: bool = False) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await asker.get("/v1/messages", who, unread=unread))["items"]
    return found


async def test_each_reads_what_they_were_told(asker: Asker) -> None:
    for who, recipient in ((HOST, "host:ho-1"), (OTHER_HOST, "host:ho-2"), (COUNTY, "bureau:B-320402")):
        assert {one["recipient"] for one in await told(asker, who)} == {recipient}
    assert {one["template"] for one in await told(asker, CITY)} == {"season_drafted", "season_opened"}
    assert {one["template"] for one in await told(asker, PROVINCE)} == {"season_drafted"}
    everything = await told(asker, AUDITOR)
    assert {one["recipient"] for one in everything} >= {"host:ho-1", "host:ho-2", "bureau:B-320402", "city:320400"}


async def test_a_message_tells_what_is_to_be_done_by_when_and_how_it_went_out(asker: Asker) -> None:
    found = next(one for one in await told(asker, HOST) if one["template"] == "application_returned")
    assert found["subject"] == "申请需补正"
    assert "2013年7月10日" in found["text"]
    assert "莱蒙站" in found["text"]
    assert [(one["channel"], one["state"]) for one in found["deliveries"]] == [("in_app", "delivered")]
    english = await asker.get(f"/v1/messages/{found['id']}", HOST, language="en")
    assert english["subject"] == "Your application is to be mended"
    assert "<h1>Your application is to be mended</h1>" in english["html"]


async def test_a_list_goes_on_where_its_page_ends(asker: Asker) -> None:
    whole = await told(asker, AUDITOR)
    first = await asker.get("/v1/messages", AUDITOR, limit=3)
    second = await asker.get("/v1/messages", AUDITOR, limit=200, cursor=first["next"])
    assert [one["id"] for one in first["items"] + second["items"]] == [one["id"] for one in whole]
    assert [one["seq"] for one in whole] == sorted((one["seq"] for one in whole), reverse=True)


async def test_what_was_read_is_no_more_unread_for_whoever_read_it(asker: Asker) -> None:
    whole = await told(asker, HOST)
    of_another = (await told(asker, OTHER_HOST))[0]["id"]
    asked = {"message_ids": [whole[0]["id"], of_another, str(uuid4())]}
    for _ in range(2):
        assert (await asker.post("/v1/messages/read", HOST, asked))["message_ids"] == [whole[0]["id"]]
    assert [one["id"] for one in await told(asker, HOST, unread=True)] == [one["id"] for one in whole[1:]]
    colleague = Caller("p-9", HOST.level, HOST.bureau, HOST.post)
    assert len(await told(asker, colleague, unread=True)) == len(whole)


async def test_nobody_reads_what_is_for_others(asker: Asker) -> None:
    theirs = (await told(asker, HOST))[0]["id"]
    for who in (OTHER_HOST, COUNTY, CITY, PROVINCE):
        problem = await asker.get(f"/v1/messages/{theirs}", who, 403)
        assert problem["type"].endswith("not-your-message")
    assert (await asker.get(f"/v1/messages/{uuid4()}", HOST, 404))["type"].endswith("not-known-here")
    await asker.get("/v1/messages", OPERATOR, 403)
    await asker.get("/v1/messages", None, 401)
    await asker.get("/v1/messages/none", HOST, 422)


async def test_a_host_reads_what_its_staff_is_told(asker: Asker, writer: Committer) -> None:
    event = sample(StaffNominated).model_copy(update={"station_id": "st-1", "host_id": "ho-2", "staff_id": "sf-1"})
    await hear(writer, [heard(event, 1)])
    # The station is run by the other host since the story's transfer.
    assert "staff:sf-1" in {one["recipient"] for one in await told(asker, OTHER_HOST)}
    assert "staff:sf-1" not in {one["recipient"] for one in await told(asker, HOST)}


async def test_the_heir_of_a_bureau_reads_what_that_was_told(asker: Asker, connection: Any) -> None:
    await connection.execute("UPDATE bureaus SET heir = 'B-320400' WHERE bureau_code = 'B-320402'")
    assert "bureau:B-320402" in {one["recipient"] for one in await told(asker, CITY)}


async def test_every_template_is_listed_and_shown(asker: Asker) -> None:
    listed = (await asker.get("/v1/templates", OPERATOR))["items"]
    assert {"template": "revoked", "version": 1} in listed
    shown = await asker.get("/v1/templates/revoked/preview", HOST, language="en")
    assert shown["subject"] == "The title is revoked"
    assert (await asker.get("/v1/templates/nothing/preview", HOST, 404))["type"].endswith("no-such-template")
    assert (await asker.get("/v1/templates/revoked/preview", HOST, 404, version=9))["type"].endswith("no-such-template")
