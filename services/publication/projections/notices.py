"""A notice's own events as rows: the notice, its candidates, and what falls due for it."""

from datetime import date, timedelta
from typing import assert_never

from services.publication import printed, streams
from services.publication.notice.state import NoticeEvent
from services.publication.streams import CLOSE, CLOSE_AS_MOOT, END_CORRECTION, WITHDRAW
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidatesPutOnNotice,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeCandidate,
    PublicNoticeClosed,
    PublicNoticeCorrected,
    PublicNoticeExtended,
    PublicNoticeOpened,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel, schedule
from shared.eventsourcing.instants import CHINA

_OPENED = """
INSERT INTO notices
    (notice_id, season_id, city_code, opens_on, closes_on, counting_rule, media, contact, issued_by, stage, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10)
ON CONFLICT (notice_id) DO UPDATE SET version = greatest(notices.version, excluded.version)
"""
# A candidate stands behind those that stand there already: a long list comes in several events.
_CANDIDATE = """
INSERT INTO notice_candidates (notice_id, application_id, place, station_id, printed)
SELECT $1, $2, coalesce(max(place), 0) + 1, $3, $4 FROM notice_candidates WHERE notice_id = $1
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
_CORRECTED = "UPDATE notice_candidates SET printed = $3 WHERE notice_id = $1 AND application_id = $2"
_CORRECTION = """
INSERT INTO notice_corrections
    (correction_id, notice_id, application_id, former, corrected, opens_on, closes_on, reason, corrected_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (correction_id) DO NOTHING
"""
# Of what a release dismisses only a correction is found here.
_CORRECTION_ENDED = "UPDATE notice_corrections SET ended_on = $2 WHERE correction_id = $1"
# A candidate that leaves the notice takes its correction along.
_CORRECTION_LEFT = """
WITH left_behind AS (
    UPDATE notice_corrections SET ended_on = $4 WHERE notice_id = $1 AND application_id = $2 AND ended_on IS NULL
    RETURNING correction_id)
DELETE FROM due USING left_behind WHERE stream = $3 || '/' || correction_id AND command = $5
"""
_CLOSED = "UPDATE notices SET stage = 'closed', closed_on = $2 WHERE notice_id = $1"


def project(event: NoticeEvent, version: int) -> list[Statement]:
    changed: list[Statement]
    match event:
        case PublicNoticeOpened() as e:
            return _opened(e, version)
        case CandidatesPutOnNotice() as e:
            changed = _put_on(e)
        case PublicNoticeExtended() as e:
            changed = _extended(e)
        case PublicNoticeCorrected() as e:
            changed = _corrected(e)
        case CandidateHeld() as e:
            changed = [(_HELD, (e.notice_id, e.application_id, e.opinion_id))]
        case CandidateReleased() as e:
            released = (_RELEASED, (e.notice_id, e.application_id, e.opinion_id, e.decided_on))
            changed = [released, (_CORRECTION_ENDED, (e.opinion_id, e.decided_on)), _no_longer_due(e)]
        case CandidateStruckOff() as e:
            changed = [(_STRUCK_OFF, (e.notice_id, e.application_id, e.decided_on)), _left(e, e.decided_on)]
        case CandidateWithdrawn() as e:
            changed = _withdrawn(e)
        case PublicNoticeClosed() as e:
            changed = [(_CLOSED, (e.notice_id, e.closed_on)), cancel(streams.notice(e.notice_id), CLOSE)]
        case _:
            assert_never(event)
    return [*changed, (_MOVED, (event.notice_id, version))]


def _opened(e: PublicNoticeOpened, version: int) -> list[Statement]:
    notice = (e.notice_id, e.season_id, e.city_code, e.opens_on, e.closes_on, e.counting_rule, e.media, e.contact)
    stream = streams.notice(e.notice_id)
    return [
        (_OPENED, (*notice, e.issued_by, version)),
        schedule(e.closes_on + timedelta(days=1), stream, CLOSE, {"notice_id": e.notice_id}),
        *_put_on(e),
    ]


def _put_on(e: PublicNoticeOpened | CandidatesPutOnNotice) -> list[Statement]:
    applications = [candidate.application_id for candidate in e.candidates]
    return [
        *(_candidate(e.notice_id, candidate) for candidate in e.candidates),
        (_MISSED, (e.notice_id, e.opens_on, streams.notice(e.notice_id), WITHDRAW, applications)),
    ]


def _candidate(notice_id: str, candidate: NoticeCandidate) -> Statement:
    return _CANDIDATE, (notice_id, candidate.application_id, candidate.station_id, printed.as_json(candidate))


def _extended(e: PublicNoticeExtended) -> list[Statement]:
    extension = (e.notice_id, e.former_closes_on, e.closes_on, e.reason, e.extended_on)
    closing = schedule(e.closes_on + timedelta(days=1), streams.notice(e.notice_id), CLOSE, {"notice_id": e.notice_id})
    return [(_EXTENDED, (e.notice_id, e.closes_on)), (_EXTENSION, extension), closing]


def _corrected(e: PublicNoticeCorrected) -> list[Statement]:
    former, corrected = printed.as_json(e.former), printed.as_json(e.corrected)
    correction = (e.correction_id, e.notice_id, e.application_id, former, corrected, e.opens_on, e.closes_on)
    ending = {"notice_id": e.notice_id, "correction_id": e.correction_id, "application_id": e.application_id}
    stream = f"{streams.notice(e.notice_id)}/{e.correction_id}"
    return [
        (_CORRECTED, (e.notice_id, e.application_id, corrected)),
        (_CORRECTION, (*correction, e.reason, e.corrected_on)),
        schedule(e.closes_on + timedelta(days=1), stream, END_CORRECTION, ending),
    ]


def _no_longer_due(e: CandidateReleased) -> Statement:
    """What was released may have been a correction: it has ended."""
    return cancel(f"{streams.notice(e.notice_id)}/{e.opinion_id}", END_CORRECTION)


def _left(e: CandidateStruckOff | CandidateWithdrawn, day: date) -> Statement:
    return _CORRECTION_LEFT, (e.notice_id, e.application_id, streams.notice(e.notice_id), day, END_CORRECTION)


def _withdrawn(e: CandidateWithdrawn) -> list[Statement]:
    day = e.withdrawn_at.astimezone(CHINA).date()
    return [
        (_WITHDRAWN, (e.notice_id, e.application_id, e.withdrawn_at)),
        cancel(f"{streams.notice(e.notice_id)}/{e.application_id}", WITHDRAW),
        (_MOOT, (e.notice_id, e.application_id, day, CLOSE_AS_MOOT)),
        _left(e, day),
    ]
