"""A notice's own events as rows: the notice, its candidates, and what falls due for it."""

from datetime import timedelta
from typing import assert_never

from services.publication import printed, streams
from services.publication.notice.state import NoticeEvent
from services.publication.streams import CLOSE, CLOSE_AS_MOOT, WITHDRAW
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeCandidate,
    PublicNoticeClosed,
    PublicNoticeExtended,
    PublicNoticeOpened,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel, schedule
from shared.eventsourcing.instants import CHINA

_OPENED = """
INSERT INTO notices
    (notice_id, season_id, city_code, opens_on, closes_on, counting_rule, media, contact, stage, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)
ON CONFLICT (notice_id) DO UPDATE SET version = greatest(notices.version, excluded.version)
"""
_CANDIDATE = """
INSERT INTO notice_candidates (notice_id, application_id, place, station_id, printed) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (notice_id, application_id) DO UPDATE SET printed = excluded.printed
"""
# A withdrawal that was projected between the look-up of the candidates and this commit found no notice to act on:
# it is caught up with on the next day. The head of the log is locked, so nothing can slip in behind this statement.
_MISSED = """
INSERT INTO due ("on", stream, command, arguments)
SELECT $2, $3 || '/' || application_id, $4, jsonb_build_object(
           'notice_id', $1::text, 'application_id', application_id, 'withdrawn_at', withdrawn_at)
  FROM candidates WHERE application_id = ANY($5::text[]) AND withdrawn_at IS NOT NULL
ON CONFLICT (stream, command) DO UPDATE SET arguments = excluded.arguments
"""
_MOVED = "UPDATE notices SET version = $2 WHERE notice_id = $1"
_HELD = """
UPDATE notice_candidates SET result = 'held', held_by = array_append(array_remove(held_by, $3), $3)
 WHERE notice_id = $1 AND application_id = $2
"""
_RELEASED = """
UPDATE notice_candidates
   SET held_by = array_remove(held_by, $3), decided_on = $4,
       result = CASE WHEN array_remove(held_by, $3) = '{}' THEN 'kept' ELSE 'held' END
 WHERE notice_id = $1 AND application_id = $2
"""
_STRUCK_OFF = """
UPDATE notice_candidates SET result = 'struck_off', decided_on = $3 WHERE notice_id = $1 AND application_id = $2
"""
_WITHDRAWN = """
UPDATE notice_candidates SET result = 'withdrawn', withdrawn_at = $3 WHERE notice_id = $1 AND application_id = $2
"""
# An objection that came in between the look-up of the open ones and this commit is caught up with on the next day;
# those that were found are closed in this very commit, behind this statement.
_MOOT = """
INSERT INTO due ("on", stream, command, arguments)
SELECT $3, 'opinion-' || opinion_id, $4, jsonb_build_object('opinion_id', opinion_id)
  FROM opinions
 WHERE notice_id = $1 AND application_id = $2 AND stance = 'objection' AND screening IS NULL AND moot_on IS NULL
ON CONFLICT (stream, command) DO NOTHING
"""
_EXTENDED = "UPDATE notices SET closes_on = $2 WHERE notice_id = $1"
_EXTENSION = """
INSERT INTO notice_extensions (notice_id, former_closes_on, closes_on, reason, extended_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (notice_id, closes_on) DO NOTHING
"""
_CLOSED = "UPDATE notices SET stage = 'closed', closed_on = $2 WHERE notice_id = $1"


def project(event: NoticeEvent, version: int) -> list[Statement]:
    changed: list[Statement]
    match event:
        case PublicNoticeOpened() as e:
            return _opened(e, version)
        case PublicNoticeExtended() as e:
            changed = _extended(e)
        case CandidateHeld() as e:
            changed = [(_HELD, (e.notice_id, e.application_id, e.opinion_id))]
        case CandidateReleased() as e:
            changed = [(_RELEASED, (e.notice_id, e.application_id, e.opinion_id, e.decided_on))]
        case CandidateStruckOff() as e:
            changed = [(_STRUCK_OFF, (e.notice_id, e.application_id, e.decided_on))]
        case CandidateWithdrawn() as e:
            caught_up = cancel(f"{streams.notice(e.notice_id)}/{e.application_id}", WITHDRAW)
            moot = (e.notice_id, e.application_id, e.withdrawn_at.astimezone(CHINA).date(), CLOSE_AS_MOOT)
            changed = [(_WITHDRAWN, (e.notice_id, e.application_id, e.withdrawn_at)), caught_up, (_MOOT, moot)]
        case PublicNoticeClosed() as e:
            changed = [(_CLOSED, (e.notice_id, e.closed_on)), cancel(streams.notice(e.notice_id), CLOSE)]
        case _:
            assert_never(event)
    return [*changed, (_MOVED, (event.notice_id, version))]


def _opened(e: PublicNoticeOpened, version: int) -> list[Statement]:
    notice = (e.notice_id, e.season_id, e.city_code, e.opens_on, e.closes_on, e.counting_rule, e.media, e.contact)
    stream = streams.notice(e.notice_id)
    applications = [candidate.application_id for candidate in e.candidates]
    return [
        (_OPENED, (*notice, version)),
        *(_candidate(e.notice_id, place, candidate) for place, candidate in enumerate(e.candidates, 1)),
        schedule(e.closes_on + timedelta(days=1), stream, CLOSE, {"notice_id": e.notice_id}),
        (_MISSED, (e.notice_id, e.opens_on, stream, WITHDRAW, applications)),
    ]


def _extended(e: PublicNoticeExtended) -> list[Statement]:
    extension = (e.notice_id, e.former_closes_on, e.closes_on, e.reason, e.extended_on)
    closing = schedule(e.closes_on + timedelta(days=1), streams.notice(e.notice_id), CLOSE, {"notice_id": e.notice_id})
    return [(_EXTENDED, (e.notice_id, e.closes_on)), (_EXTENSION, extension), closing]


def _candidate(notice_id: str, place: int, candidate: NoticeCandidate) -> Statement:
    about = (notice_id, candidate.application_id, place, candidate.station_id)
    return _CANDIDATE, (*about, printed.as_json(candidate))
