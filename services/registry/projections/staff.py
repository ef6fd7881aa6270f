"""Who is proposed for a station, serves there or has left, and what of it may be published."""

from collections.abc import Iterable

from shared.events.event import Event
from shared.events.registry import (
    AppointmentRefused,
    PublicationConsentGiven,
    PublicationConsentWithdrawn,
    StaffAppointed,
    StaffLeft,
    StaffProposed,
    StationPost,
    SubjectErased,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_PROPOSED = """
INSERT INTO staff (staff_id, station_id, name, posts, proposed_on, stage) VALUES ($1, $2, $3, $4, $5, 'proposed')
ON CONFLICT (staff_id) DO UPDATE SET station_id = excluded.station_id, name = excluded.name,
    posts = excluded.posts, proposed_on = excluded.proposed_on, stage = excluded.stage
"""
_APPOINTED = """
INSERT INTO staff (staff_id, station_id, name, posts, appointed_on, stage) VALUES ($1, $2, $3, $4, $5, 'serving')
ON CONFLICT (staff_id) DO UPDATE SET station_id = excluded.station_id, name = excluded.name,
    posts = excluded.posts, appointed_on = excluded.appointed_on, stage = excluded.stage
"""
_REFUSED = "UPDATE staff SET stage = 'refused', refused_on = $2, reasons = $3 WHERE staff_id = $1"
_LEFT = "UPDATE staff SET stage = 'left', left_on = $2 WHERE staff_id = $1"
_CONSENT = """
UPDATE staff SET consent_covers = $2, consent_sha256 = $3, consent_given_on = $4, consent_withdrawn_on = NULL
 WHERE staff_id = $1
"""
_WITHDRAWN = "UPDATE staff SET consent_withdrawn_on = $2 WHERE staff_id = $1"
# Erased or only closed to everybody: nobody is shown the name again.
_ERASED = "UPDATE staff SET name = '', erasure = $2 WHERE staff_id = $1"


def project(recorded: Recorded[Event]) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    match recorded.event:
        case StaffProposed() as e:
            return [(_PROPOSED, (e.staff_id, e.station_id, e.name, _words(e.posts), e.proposed_on))]
        case StaffAppointed() as e:
            return [(_APPOINTED, (e.staff_id, e.station_id, e.name, _words(e.posts), e.appointed_on))]
        case AppointmentRefused() as e:
            return [(_REFUSED, (e.staff_id, e.refused_on, e.reasons))]
        case StaffLeft() as e:
            return [(_LEFT, (e.staff_id, e.left_on))]
        case PublicationConsentGiven() as e:
            return [(_CONSENT, (e.staff_id, list(e.covers), e.document_sha256, e.given_on))]
        case PublicationConsentWithdrawn() as e:
            return [(_WITHDRAWN, (e.staff_id, e.withdrawn_on))]
        case SubjectErased() as e:
            return [(_ERASED, (e.subject_id, e.outcome))]
        case _:
            return []


def _words(posts: Iterable[StationPost]) -> list[str]:
    return [str(post) for post in posts]
