"""A calendar of last days, and a feed of what is published."""

from datetime import date, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

from icalendar import Calendar

from services.notification.feeds.atom import Published, feed, published
from services.notification.feeds.calendar import LastDay, calendar, last_days
from shared.clock import SHANGHAI
from shared.database import Connection
from shared.events.application import ApplicationRefiled
from shared.events.incentives import WinnersAnnounced
from shared.events.notification import Language
from shared.events.publication import PublicNoticeOpened, RevocationPublished
from shared.eventsourcing.committer import Committer
from tests.notification.told import a_place, a_story, hear, heard, rectification, returned, sample

AT = datetime(2013, 9, 23, 9, 0, tzinfo=SHANGHAI)
_ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_last_day_is_a_whole_day_of_the_calendar_and_keeps_its_id() -> None:
    days = [LastDay("rectification", "ro-1", "莱蒙服务站", date(2013, 9, 30)), LastDay("review", "c-1", "", AT.date())]
    read = Calendar.from_ical(calendar(days, Language.ZH, AT))
    first, second = read.walk("VEVENT")
    assert (str(first["uid"]), str(first["summary"])) == ("review-c-1@shifan", "c-1：年度复核截止")
    assert str(second["summary"]) == "莱蒙服务站：整改截止"
    assert second.decoded("dtstart") == date(2013, 9, 30)
    assert second.decoded("dtend") == date(2013, 10, 1)
    moved = calendar([LastDay("rectification", "ro-1", "莱蒙服务站", date(2013, 10, 8))], Language.EN, AT)
    (again,) = Calendar.from_ical(moved).walk("VEVENT")
    assert (again["uid"], str(again["summary"])) == (second["uid"], "莱蒙服务站: last day of the rectification")


async def test_a_recipient_sees_its_own_last_days_and_no_others(writer: Committer, connection: Connection) -> None:
    place = [heard(event, position) for position, event in enumerate(a_place(), 1)]
    await hear(writer, [*place, heard(rectification(date(2099, 5, 13)), 1)])
    instant = datetime(2099, 5, 1, 9, 0, tzinfo=SHANGHAI)
    (day,) = [one for one in await last_days(connection, "host:ho-1", instant) if one.what == "rectification"]
    assert day.due_on == date(2099, 5, 13)
    assert not await last_days(connection, "host:ho-2", instant)
    assert not await last_days(connection, "host:ho-1", datetime(2099, 5, 14, tzinfo=SHANGHAI))


async def test_a_last_day_that_was_moved_stands_once_and_one_that_was_met_no_more(
    writer: Committer, connection: Connection
) -> None:
    place = [heard(event, position) for position, event in enumerate(a_place(), 1)]
    moved = [heard(rectification(date(2099, 5, 13)), 1), heard(rectification(date(2099, 5, 20)), 2, days=1)]
    refiled = sample(ApplicationRefiled).model_copy(update={"application_id": "A-2013-st-1", "station_id": "st-1"})
    met = [heard(returned("st-1", date(2099, 5, 13)), 3), heard(refiled, 4, days=2)]
    # The one that was met is heard of before it was set.
    await hear(writer, [*place, *moved, *reversed(met)])
    days = await last_days(connection, "host:ho-1", datetime(2099, 5, 1, 9, 0, tzinfo=SHANGHAI))
    assert [(one.what, one.due_on, one.station) for one in days] == [("rectification", date(2099, 5, 20), "莱蒙站")]


async def test_what_is_published_is_told_once_the_latest_first(writer: Committer, connection: Connection) -> None:
    story = a_story()
    opened, revoked = heard(sample(PublicNoticeOpened), 900, days=90), heard(sample(RevocationPublished), 901, days=91)
    await hear(writer, [*story, opened, revoked, opened])
    entries = await published(connection)
    assert [one.event_id for one in entries][:2] == [revoked.event_id, opened.event_id]
    assert len({one.event_id for one in entries}) == len(entries)


async def test_winners_are_posted_to_everybody_and_nobody_is_named(writer: Committer, connection: Connection) -> None:
    posted = sample(WinnersAnnounced)
    assert isinstance(posted, WinnersAnnounced)
    await hear(writer, [heard(posted, 902, days=92)])
    (one,) = await published(connection)
    assert (one.template, one.case_id) == ("winners_announced", posted.contest_id)
    read = {language: feed([one], language).decode() for language in Language}
    assert f"竞赛获奖人选公示 {posted.contest_id}" in read[Language.ZH]
    assert f"公示日期：{posted.announced_on}；异议截止：{posted.objections_until}" in read[Language.ZH]
    assert f"objections until: {posted.objections_until}" in read[Language.EN]
    who = {name for winner in posted.winners for name in (winner.staff_id, winner.station_id)}
    assert who
    assert [(name, text) for name in who for text in read.values() if name in text] == []


def test_the_feed_tells_what_is_public_and_no_more() -> None:
    data = {"opens_on": "2013-09-23", "closes_on": "2013-09-29", "media": ["<红盾网>"], "objector": "张三"}
    one = Published(UUID(int=1), "public_notice_opened", "no-1", data, AT)
    root = ET.fromstring(feed([one], Language.ZH))  # noqa: S314 (our own)
    (entry,) = root.findall(f"{_ATOM}entry")
    assert entry.findtext(f"{_ATOM}id") == f"urn:uuid:{UUID(int=1)}"
    assert entry.findtext(f"{_ATOM}title") == "公示开始 no-1"
    assert entry.findtext(f"{_ATOM}content") == "起：2013-09-23；止：2013-09-29；媒体：<红盾网>"
    assert root.findtext(f"{_ATOM}updated") == entry.findtext(f"{_ATOM}updated") == AT.isoformat()


def test_an_empty_feed_is_a_feed() -> None:
    root = ET.fromstring(feed([], Language.EN))  # noqa: S314 (our own)
    assert root.findtext(f"{_ATOM}title") == "Public notices of model stations"
    assert not root.findall(f"{_ATOM}entry")
