"""A recipient's last days as a calendar (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from services.notification.templates.words import WORDS
from shared.database import Connection
from shared.events.notification import Language

# Where each deadline stands; what was met is no deadline any more.
_DAYS = """
SELECT turn.arguments->>'what' AS what, turn.arguments->>'case_id' AS case_id, turn.due_on,
       coalesce(nullif(stations.name, ''), turn.arguments->>'station_id') AS station
  FROM deadline_turns AS turn
  LEFT JOIN stations ON stations.station_id = turn.arguments->>'station_id'
 WHERE turn.due_on >= $3
   AND NOT EXISTS (SELECT FROM deadline_turns AS later
                    WHERE later.deadline_id = turn.deadline_id
                      AND (later.final OR (later.since, later.owner, later.position)
                                        > (turn.since, turn.owner, turn.position)))
   AND $1 IN (SELECT reached.recipient
                FROM recipients(turn.arguments->>'whose', turn.arguments->>'about', $2) AS reached (recipient))
"""
_TITLE = {Language.ZH: "示范站期限", Language.EN: "Shifan deadlines"}


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of something; `what` is a `DeadlineKind`, `station` a name, empty where it is no station's."""

    what: str
    case_id: str
    station: str
    due_on: date


async def last_days(connection: Connection, recipient: str, at: datetime) -> list[LastDay]:
    """The recipient's last days from this instant on."""
    return [LastDay(**row) for row in await connection.fetch(_DAYS, recipient, at, at.date())]


def calendar(days: Iterable[LastDay], language: Language, at: datetime) -> bytes:
    """The calendar as a file; a day that was moved keeps its id, so it moves in the reader's calendar, too."""
    made = Calendar()
    made.add("prodid", "-//Shifan//deadlines//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", _TITLE[language])
    for day in sorted(days, key=lambda one: (one.due_on, one.what, one.case_id)):
        made.add_component(_entry(day, language, at))
    written: bytes = made.to_ical()
    return written


def _entry(day: LastDay, language: Language, at: datetime) -> Event:
    zh, en = WORDS[day.what]
    about = day.station or day.case_id
    entry = Event()
    entry.add("uid", f"{day.what}-{day.case_id}@shifan")
    entry.add("dtstamp", at)
    entry.add("dtstart", day.due_on)
    entry.add("dtend", day.due_on + timedelta(days=1))
    entry.add("summary", f"{about}：{zh}截止" if language is Language.ZH else f"{about}: last day of {en}")
    entry.add("description", day.case_id)
    return entry
