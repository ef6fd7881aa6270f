"""What a recipient wishes of a channel: rules, the way in, and the address that no event tells."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from services.notification.preference.commands import SetPreference
from services.notification.preference.decisions import PREFERENCE
from services.notification.preference.rules import QuietHoursNotWhole
from shared.access.tokens import KeyFiles
from shared.events.notification import Channel, Language, PreferenceSet
from shared.eventsourcing.committer import Committer
from shared.testing.scenario import Scenario
from tests.notification.asking import AUDITOR, CITY, COUNTY, HOST, OTHER_HOST, Asker, asking
from tests.notification.told import a_place, hear, heard

given = Scenario(PREFERENCE)
TODAY = date(2013, 6, 3)
wish = SetPreference(
    channel=Channel.EMAIL,
    enabled=True,
    language=Language.EN,
    quiet_from=time(22),
    quiet_until=time(7),
    today=TODAY,
    recipient="host:ho-1",
)
wished = PreferenceSet(
    recipient="host:ho-1",
    channel=Channel.EMAIL,
    enabled=True,
    language=Language.EN,
    quiet_from="22:00",
    quiet_until="07:00",
    set_on=TODAY,
)
EMAIL = {"channel": "email", "enabled": True, "language": "en", "address": "a@example.cn"}


def test_a_wish_is_recorded() -> None:
    given().when(wish).then(wished)


def test_the_same_wish_is_recorded_once() -> None:
    given(wished).when(replace(wish, today=date(2013, 6, 4))).then_nothing()


def test_another_wish_takes_its_place() -> None:
    given(wished).when(replace(wish, enabled=False)).then(wished.model_copy(update={"enabled": False}))


@pytest.mark.parametrize("quiet", [(time(22), None), (None, time(7)), (time(7), time(7))])
def test_quiet_hours_begin_and_end(quiet: tuple[time | None, time | None]) -> None:
    given().when(replace(wish, quiet_from=quiet[0], quiet_until=quiet[1])).then_refused(QuietHoursNotWhole)


@pytest.fixture
async def asker(dsn: str, keys: KeyFiles, writer: Committer) -> AsyncIterator[Asker]:
    await hear(writer, [heard(event, position) for position, event in enumerate(a_place(), 1)])
    async with asking(dsn, keys) as asker:
        yield asker


async def test_each_sets_the_wishes_of_its_own(asker: Asker) -> None:
    for who, recipient in ((HOST, "host:ho-1"), (COUNTY, "bureau:B-320402"), (CITY, "city:320400")):
        answer = await asker.post("/v1/preferences", who, EMAIL | {"quiet_from": "22:00", "quiet_until": "07:00"})
        assert answer == {
            "recipient": recipient,
            "channel": "email",
            "enabled": True,
            "language": "en",
            "quiet_from": "22:00",
            "quiet_until": "07:00",
            "version": 1,
        }
        read = await asker.get("/v1/preferences", who)
        assert read["recipient"] == recipient
        assert [(one["channel"], one["address"], one["quiet_from"]) for one in read["items"]] == [
            ("email", "a@example.cn", "22:00:00")
        ]
    assert (await asker.get("/v1/preferences", OTHER_HOST))["items"] == []
    await asker.post("/v1/preferences", AUDITOR, EMAIL, 403)


async def test_the_address_is_told_by_no_event_and_is_forgotten_with_the_wish(asker: Asker, connection: Any) -> None:
    await asker.post("/v1/preferences", HOST, EMAIL)
    assert await connection.fetchval("SELECT count(*) FROM events WHERE payload::text LIKE '%example%'") == 0
    assert await connection.fetchval("SELECT count(*) FROM events WHERE convert_from(payload, 'UTF8') ~ 'example'") == 0
    await asker.post("/v1/preferences", HOST, {"channel": "email", "enabled": False})
    assert await connection.fetchval("SELECT count(*) FROM addresses") == 0


async def test_what_is_only_tried_keeps_no_address(asker: Asker, connection: Any) -> None:
    await asker.post("/v1/preferences?dry_run=true", HOST, EMAIL)
    assert await connection.fetchval("SELECT count(*) FROM addresses") == 0
    assert await connection.fetchval("SELECT count(*) FROM preferences") == 0


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        (EMAIL | {"address": ""}, 422, "address-missing"),
        (EMAIL | {"address": "a@b\r\nBcc: c@d"}, 422, "request-not-valid"),
        (EMAIL | {"address": "nobody"}, 422, "request-not-valid"),
        (EMAIL | {"channel": "pigeon"}, 422, "request-not-valid"),
        (EMAIL | {"quiet_from": "22:00"}, 422, "quiet-hours-not-whole"),
        (EMAIL | {"quiet_from": "22:00:30", "quiet_until": "07:00"}, 422, "request-not-valid"),
        (EMAIL | {"recipient": "host:ho-2"}, 422, "request-not-valid"),
    ],
)
async def test_what_cannot_be_wished_is_refused(asker: Asker, body: dict[str, Any], status: int, rule: str) -> None:
    assert (await asker.post("/v1/preferences", HOST, body, status))["type"].endswith(rule)
