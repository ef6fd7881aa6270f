"""Facts thrown onto tables: who is concerned, what is told, the messages and deliveries, deadlines, and preferences.

Messages follow from notices and concerns, whichever is heard of first. Whatever adds either makes the messages of the
events that it touches right, in the same transaction.
"""

from datetime import date, datetime, time

import orjson

from services.notification.ids import DELIVERY_ID, MESSAGE_ID
from services.notification.reminder import deadlines
from services.notification.reminder.commands import Deadline
from services.notification.reminder.decisions import MARKS
from services.notification.routing.learned import SEVERAL, Concern, learned
from services.notification.routing.told import Notice, told
from services.notification.sending.reasons import TOO_LATE
from services.notification.templates import version_of
from shared.access import directory_projection
from shared.clock import SHANGHAI
from shared.events.event import Event
from shared.events.notification import DeadlineReminded, PreferenceSet
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_LEARNED = """
INSERT INTO concerns (kind, id, since, position, recipient, several)
SELECT kind, id, $1, $2, recipient, several
  FROM unnest($3::text[], $4::text[], $5::text[], $6::boolean[]) AS new (kind, id, recipient, several)
ON CONFLICT (kind, id, since, position, recipient) DO NOTHING
"""
_TOLD = """
INSERT INTO notices (event_id, ordinal, kind, id, owner, position, template, version, data, station_id, case_id,
                     effective_at, recorded_at)
SELECT $1, ordinal, kind, id, $2, $3, $4, $5, $6, $7, $8, $9, $10
  FROM unnest($11::text[], $12::text[]) WITH ORDINALITY AS new (kind, id, ordinal)
ON CONFLICT (event_id, ordinal) DO NOTHING
"""
_TURN = "SELECT FROM message_turn FOR UPDATE"
# The events whose notices go by a way that was learned anew, at its first step or at its second. Of a way to many, one
# more concerns only what happens from then on.
_AFFECTED = """
SELECT notices.event_id FROM unnest($1::text[], $2::text[], $3::boolean[]) AS new (kind, id, several)
  JOIN notices ON notices.kind = new.kind AND notices.id = new.id
 WHERE NOT new.several OR notices.effective_at >= $4
UNION
SELECT notices.event_id FROM unnest($1::text[], $2::text[], $3::boolean[]) AS new (kind, id, several)
  JOIN onward ON onward.then_by = new.kind
  JOIN concerns ON concerns.kind = onward.way AND concerns.recipient = new.id
  JOIN notices ON notices.kind = concerns.kind AND notices.id = concerns.id
 WHERE NOT new.several OR notices.effective_at >= $4
"""
_MADE = f"""
INSERT INTO messages (message_id, event_id, recipient, owner, position, template, template_version, data, station_id,
                      case_id, effective_at, recorded_at, told_on)
SELECT DISTINCT ON (notices.event_id, reached.recipient)
       {MESSAGE_ID}, notices.event_id, reached.recipient, notices.owner, notices.position, notices.template,
       notices.version, notices.data, notices.station_id, notices.case_id, notices.effective_at, notices.recorded_at,
       (notices.effective_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM notices, recipients(notices.kind, notices.id, notices.effective_at) AS reached (recipient)
 WHERE notices.event_id {{which}}
 ORDER BY notices.event_id, reached.recipient, notices.ordinal
ON CONFLICT (message_id) DO NOTHING
"""  # noqa: S608 (constants of ours)
_MADE_OF_EVENT = _MADE.format(which="= $1")
_MADE_OF_AFFECTED = _MADE.format(which=f"IN ({_AFFECTED})")
_MISDIRECTED = f"""
DELETE FROM messages
 WHERE event_id IN ({_AFFECTED})
   AND recipient NOT IN (SELECT reached.recipient
                           FROM notices,
                                recipients(notices.kind, notices.id, notices.effective_at) AS reached (recipient)
                          WHERE notices.event_id = messages.event_id)
"""  # noqa: S608 (constants of ours)
# Whoever has the powers of a bureau today wishes for it. What is recorded here has no position yet: it is a reminder,
# and late when its day is over, which only the calendar tells. So days that are heard of anew remind nobody.
_TO_SEND = f"""
INSERT INTO deliveries (delivery_id, message_id, recipient, channel, endpoint, state, due_at, made_at, delivered_at,
                        last_error)
SELECT {DELIVERY_ID}, messages.message_id, messages.recipient, wished.channel, wished.endpoint,
       CASE WHEN late.is_so THEN 'skipped' WHEN wished.channel = 'in_app' THEN 'delivered' ELSE 'waiting' END,
       after_quiet(now(), wished.quiet_from, wished.quiet_until), now(),
       CASE WHEN wished.channel = 'in_app' THEN now() END, CASE WHEN late.is_so THEN '{TOO_LATE}' ELSE '' END
  FROM messages CROSS JOIN sending
 CROSS JOIN LATERAL (
       SELECT CASE WHEN messages.position > 0 THEN messages.recorded_at < now() - sending.notify_within
                   ELSE sending.by_the_calendar
                        AND messages.effective_at + interval '1 day' < now() - sending.notify_within
              END AS is_so) AS late
  LEFT JOIN bureaus ON 'bureau:' || bureaus.bureau_code = messages.recipient AND bureaus.heir <> ''
 CROSS JOIN LATERAL (
       SELECT 'in_app' AS channel, '' AS endpoint, NULL::time AS quiet_from, NULL::time AS quiet_until
       UNION ALL
       SELECT preferences.channel, '', preferences.quiet_from, preferences.quiet_until
         FROM preferences JOIN addresses USING (recipient, channel)
        WHERE preferences.recipient = coalesce('bureau:' || bureaus.heir, messages.recipient)
          AND preferences.channel = 'email' AND preferences.enabled
       UNION ALL
       SELECT 'webhook', endpoints.endpoint_id::text, preferences.quiet_from, preferences.quiet_until
         FROM endpoints
         LEFT JOIN preferences ON preferences.recipient = endpoints.recipient AND preferences.channel = 'webhook'
        WHERE endpoints.recipient = coalesce('bureau:' || bureaus.heir, messages.recipient)
          AND endpoints.state = 'active' AND coalesce(preferences.enabled, true)
          AND (endpoints.templates = '{{{{}}}}' OR messages.template = ANY (endpoints.templates))) AS wished
 WHERE messages.event_id {{which}}
ON CONFLICT (message_id, channel, endpoint) DO NOTHING
"""  # noqa: S608 (constants of ours)
_TO_SEND_OF_EVENT = _TO_SEND.format(which="= $1")
_TO_SEND_OF_AFFECTED = _TO_SEND.format(which=f"IN ({_AFFECTED})")
_TURNED = """
INSERT INTO deadline_turns (deadline_id, since, owner, position, due_on, final, arguments)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (deadline_id, since, owner, position) DO NOTHING
"""
_REMINDED = """
INSERT INTO reminded (deadline_id, due_on, days_left) VALUES ($1, $2, $3)
ON CONFLICT (deadline_id, due_on, days_left) DO NOTHING
"""
_NOTHING_DUE = "DELETE FROM due WHERE stream = 'deadline-' || $1"
_DUE = """
INSERT INTO due ("on", stream, command, arguments)
SELECT one."on", 'deadline-' || $1, 'remind_' || one.mark || '_' || one.due_on, one.arguments
  FROM reminders($1, $2::integer[]) AS one
"""
_WISHED = """
INSERT INTO preferences (recipient, channel, enabled, language, quiet_from, quiet_until, set_on)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (recipient, channel) DO UPDATE SET enabled = excluded.enabled, language = excluded.language,
    quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, set_on = excluded.set_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes here: the directory, who is concerned, messages, reminders to come, and preferences."""
    return [
        *directory_projection.project(recorded),
        *_concerns(recorded, learned(recorded.event)),
        *_messages(recorded, told(recorded.event)),
        *_deadlines(recorded),
        *_preference(recorded.event),
    ]


def _concerns(recorded: Recorded[Event], new: tuple[Concern, ...]) -> list[Statement]:
    if not new:
        return []
    kinds, ids, several = [one.kind for one in new], [one.id for one in new], [one.kind in SEVERAL for one in new]
    rows = (kinds, ids, [one.recipient for one in new], several)
    affected = (kinds, ids, several, recorded.effective_at)
    return [
        (_LEARNED, (recorded.effective_at, recorded.position, *rows)),
        (_MISDIRECTED, affected),
        (_TURN, ()),
        (_MADE_OF_AFFECTED, affected),
        (_TO_SEND_OF_AFFECTED, affected),
    ]


def _messages(recorded: Recorded[Event], notices: tuple[Notice, ...]) -> list[Statement]:
    if not notices:
        return []
    one, event_id = notices[0], recorded.event_id
    about = (one.template, version_of(one.template), orjson.dumps(one.data).decode(), one.station_id, one.case_id)
    when = (_instant(recorded), recorded.recorded_at)
    ways = ([notice.kind for notice in notices], [notice.id for notice in notices])
    return [
        (_TOLD, (event_id, recorded.event.owner(), recorded.position, *about, *when, *ways)),
        (_TURN, ()),
        (_MADE_OF_EVENT, (event_id,)),
        (_TO_SEND_OF_EVENT, (event_id,)),
    ]


def _instant(recorded: Recorded[Event]) -> datetime:
    """When somebody was told. A reminder belongs to its day, also where the service comes to it later."""
    event = recorded.event
    if isinstance(event, DeadlineReminded):
        return datetime.combine(event.reminded_on, time(), SHANGHAI)
    return recorded.effective_at


def _deadlines(recorded: Recorded[Event]) -> list[Statement]:
    event, place = recorded.event, (recorded.effective_at, recorded.event.owner(), recorded.position)
    if isinstance(event, DeadlineReminded):
        return _made_due(event.deadline_id, (_REMINDED, (event.deadline_id, event.due_on, event.days_left)))
    turns: list[tuple[str, date | None, bool, str]] = [
        *((one, None, deadlines.is_final(event), "{}") for one in deadlines.closed(event)),
        *((one.deadline_id, one.due_on, False, _arguments(one)) for one in deadlines.opened(event)),
    ]
    return [
        statement
        for deadline_id, *turn in turns
        for statement in _made_due(deadline_id, (_TURNED, (deadline_id, *place, *turn)))
    ]


def _made_due(deadline_id: str, changed: Statement) -> list[Statement]:
    """What a deadline has still to come, made anew after a change; another process may be changing it, too."""
    return [changed, (_TURN, ()), (_NOTHING_DUE, (deadline_id,)), (_DUE, (deadline_id, list(MARKS)))]


def _arguments(deadline: Deadline) -> str:
    arguments = {
        "deadline_id": deadline.deadline_id,
        "what": str(deadline.what),
        "whose": deadline.whose,
        "about": deadline.about,
        "station_id": deadline.station_id,
        "case_id": deadline.case_id,
        "due_on": deadline.due_on.isoformat(),
    }
    return orjson.dumps(arguments).decode()


def _preference(event: Event) -> list[Statement]:
    if not isinstance(event, PreferenceSet):
        return []
    quiet = tuple(time.fromisoformat(one) if one else None for one in (event.quiet_from, event.quiet_until))
    wish = (event.recipient, str(event.channel), event.enabled, str(event.language))
    return [(_WISHED, (*wish, *quiet, event.set_on))]
