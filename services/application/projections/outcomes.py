"""What other services make of our applications and seasons, thrown onto tables of their own.

Topics come in no order among each other. Each event writes its own columns, in a row that may begin with any of
them, so the same events in another order lead to the same row.
"""

from collections.abc import Iterable
from datetime import date

from services.application.names import application_id
from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    Certified,
    ListEntry,
    ListSubmitted,
    ListSupplemented,
    RecognitionRefused,
    RevocationSetAside,
    Revoked,
    TitleDeclined,
    TitleEnded,
    TitleLapsed,
)
from shared.events.event import Event
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidatesPutOnNotice,
    CandidateStruckOff,
    PublicNoticeClosed,
    PublicNoticeExtended,
    PublicNoticeOpened,
    ResultPublished,
)
from shared.eventsourcing.commits import Statement

_NOTICED = """
INSERT INTO application_outcomes AS o (application_id, noticed_on, notice_closes_on) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE
   SET noticed_on = excluded.noticed_on,
       notice_closes_on = greatest(o.notice_closes_on, excluded.notice_closes_on)
"""
# An extension follows its opening in the stream of the notice, which names the candidates; a season has one notice.
_EXTENDED = """
UPDATE application_outcomes o SET notice_closes_on = greatest(o.notice_closes_on, $2::date)
  FROM applications a
 WHERE a.application_id = o.application_id AND a.season_id = $1 AND o.noticed_on IS NOT NULL
"""
# An objection's hold counts once, however often it is told; the notice's events come in the order of their stream.
_HELD = """
INSERT INTO application_outcomes AS o (application_id, held_by) VALUES ($1, ARRAY[$2::text])
ON CONFLICT (application_id) DO UPDATE SET held_by = array_append(array_remove(o.held_by, $2::text), $2::text)
"""
_RELEASED = """
INSERT INTO application_outcomes AS o (application_id) VALUES ($1)
ON CONFLICT (application_id) DO UPDATE SET held_by = array_remove(o.held_by, $2::text)
"""
_STRUCK_OFF = """
INSERT INTO application_outcomes (application_id, struck_off_on) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET struck_off_on = excluded.struck_off_on
"""
_NOTICE_CLOSED = """
INSERT INTO application_outcomes (application_id, notice_result, notice_closed_on) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE
   SET notice_result = excluded.notice_result, notice_closed_on = excluded.notice_closed_on
"""
_CONCLUDED = """
INSERT INTO application_outcomes (application_id, assessment, concluded_on) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE SET assessment = excluded.assessment, concluded_on = excluded.concluded_on
"""
_LISTED = """
INSERT INTO application_outcomes (application_id, list_standing, submitted_on) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE
   SET list_standing = excluded.list_standing, submitted_on = excluded.submitted_on
"""
_RECOGNITION_REFUSED = """
INSERT INTO application_outcomes (application_id, recognition_refused_on) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET recognition_refused_on = excluded.recognition_refused_on
"""
_DECLINED = """
INSERT INTO application_outcomes (application_id, declined_on) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET declined_on = excluded.declined_on
"""
_CERTIFIED = """
INSERT INTO application_outcomes (application_id, certificate_number, certified_on) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE
   SET certificate_number = excluded.certificate_number, certified_on = excluded.certified_on
"""
_PUBLISHED = """
INSERT INTO application_outcomes (application_id, published_on) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET published_on = excluded.published_on
"""
_SEASON_SUBMITTED = """
INSERT INTO season_outcomes (season_id, submitted_on) VALUES ($1, $2)
ON CONFLICT (season_id) DO UPDATE SET submitted_on = excluded.submitted_on
"""
_SEASON_PUBLISHED = """
INSERT INTO season_outcomes (season_id, published_on) VALUES ($1, $2)
ON CONFLICT (season_id) DO UPDATE SET published_on = excluded.published_on
"""
# A title's events come in the order of its stream: a revocation that follows a restoration stands again.
_REVOKED = """
INSERT INTO revocations (certificate_number, station_id, revoked_on) VALUES ($1, $2, $3)
ON CONFLICT (certificate_number) DO UPDATE
   SET station_id = excluded.station_id, revoked_on = excluded.revoked_on, set_aside_on = NULL
"""
_SET_ASIDE = "UPDATE revocations SET set_aside_on = $2 WHERE certificate_number = $1"
_LAPSED = """
INSERT INTO lapsed_titles (certificate_number, station_id, lapsed_on) VALUES ($1, $2, $3)
ON CONFLICT (certificate_number) DO UPDATE SET station_id = excluded.station_id, lapsed_on = excluded.lapsed_on
"""
_ENDED = """
INSERT INTO ended_titles (certificate_number, station_id, ended_on, ended_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (certificate_number) DO UPDATE SET station_id = excluded.station_id, ended_on = excluded.ended_on,
    ended_by = excluded.ended_by
"""


def of_publication(event: Event) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    """The notice before the decision, and the publication after it."""
    match event:
        case PublicNoticeOpened() | CandidatesPutOnNotice():
            return [(_NOTICED, (c.application_id, event.opens_on, event.closes_on)) for c in event.candidates]
        case PublicNoticeExtended():
            return [(_EXTENDED, (event.season_id, event.closes_on))]
        case CandidateHeld():
            return [(_HELD, (event.application_id, event.opinion_id))]
        case CandidateReleased():
            return [(_RELEASED, (event.application_id, event.opinion_id))]
        case CandidateStruckOff():
            return [(_STRUCK_OFF, (event.application_id, event.decided_on))]
        case PublicNoticeClosed():
            return [(_NOTICE_CLOSED, (r.application_id, r.result.value, event.closed_on)) for r in event.results]
        case ResultPublished():
            titles = [application_id(event.season_id, title.station_id) for title in event.titles]
            return [
                *((_PUBLISHED, (title, event.published_on)) for title in titles),
                (_SEASON_PUBLISHED, (event.season_id, event.published_on)),
            ]
        case _:
            return []


def of_assessment(event: Event) -> list[Statement]:
    """The city's assessment and list, what becomes of its entries, and the end of a title."""
    match event:
        case AssessmentPassed():
            return [(_CONCLUDED, (event.application_id, "passed", event.concluded_on))]
        case AssessmentFailed():
            return [(_CONCLUDED, (event.application_id, "failed", event.concluded_on))]
        case ListSubmitted():
            return [
                *_listed(event.entries, "listed", event.submitted_on),
                *_listed(event.reserve, "reserve", event.submitted_on),
                (_SEASON_SUBMITTED, (event.season_id, event.submitted_on)),
            ]
        case ListSupplemented():
            return _listed(event.entries, "listed", event.supplemented_on)
        case _:
            return _of_a_decision(event)


def _of_a_decision(event: Event) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    match event:
        case TitleDeclined():
            return [(_DECLINED, (event.application_id, event.declined_on))]
        case RecognitionRefused():
            return [(_RECOGNITION_REFUSED, (event.application_id, event.refused_on))]
        case Certified():
            return [(_CERTIFIED, (event.application_id, event.certificate_number, event.certified_on))]
        case Revoked():
            return [(_REVOKED, (event.certificate_number, event.station_id, event.decided_on))]
        case RevocationSetAside():
            return [(_SET_ASIDE, (event.certificate_number, event.set_aside_on))]
        case TitleLapsed():
            return [(_LAPSED, (event.certificate_number, event.station_id, event.lapsed_on))]
        case TitleEnded() as e:
            return [(_ENDED, (e.certificate_number, e.station_id, e.ended_on, e.ended_by.value))]
        case _:
            return []


def _listed(entries: Iterable[ListEntry], standing: str, day: date) -> list[Statement]:
    return [(_LISTED, (entry.application_id, standing, day)) for entry in entries]
