"""Who serves where, what of them may be published, and what they settled. No name and no words are taken over.

The topic's partitions come in no order among each other. A station's events lie in one of them; what may come from two
stations is told apart by its day or by the station.
"""

from shared.events.event import Event
from shared.events.registry import (
    DisputeReceived,
    DisputeSettled,
    FollowUpRecorded,
    PublicationConsentGiven,
    PublicationConsentWithdrawn,
    StaffAppointed,
    StaffLeft,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.instants import CHINA

# Of two stations it is the one of the later appointment, and of one day always the same one.
_APPOINTED = """
INSERT INTO staff (staff_id, station_id, host_id, appointed_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (staff_id) DO UPDATE SET station_id = excluded.station_id, host_id = excluded.host_id,
    appointed_on = excluded.appointed_on, left_on = NULL
 WHERE (staff.appointed_on, staff.station_id) <= (excluded.appointed_on, excluded.station_id)
"""
_LEFT = "UPDATE staff SET left_on = $3 WHERE staff_id = $1 AND station_id = $2"
_CONSENT = """
INSERT INTO consents (staff_id, station_id, covers) VALUES ($1, $2, $3)
ON CONFLICT (staff_id, station_id) DO UPDATE SET covers = excluded.covers
"""
_RECEIVED = """
INSERT INTO disputes (dispute_id, station_id, grade, received_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (dispute_id) DO UPDATE SET grade = excluded.grade, received_on = excluded.received_on
"""
_SETTLED = """
INSERT INTO disputes (dispute_id, station_id, settled_by, settled_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (dispute_id) DO UPDATE SET settled_by = excluded.settled_by, settled_on = excluded.settled_on
"""
_FOLLOWED_UP = """
INSERT INTO disputes (dispute_id, station_id, satisfied) VALUES ($1, $2, $3)
ON CONFLICT (dispute_id) DO UPDATE SET satisfied = excluded.satisfied
"""


def project(event: Event) -> list[Statement]:
    match event:
        case StaffAppointed() as e:
            return [(_APPOINTED, (e.staff_id, e.station_id, e.host_id, e.appointed_on))]
        case StaffLeft() as e:
            return [(_LEFT, (e.staff_id, e.station_id, e.left_on))]
        case PublicationConsentGiven() as e:
            return [(_CONSENT, (e.staff_id, e.station_id, list(e.covers)))]
        case PublicationConsentWithdrawn() as e:
            return [(_CONSENT, (e.staff_id, e.station_id, []))]
        case _:
            return _of_disputes(event)


def _of_disputes(event: Event) -> list[Statement]:
    match event:
        case DisputeReceived() as e:
            day = e.received_at.astimezone(CHINA).date()
            return [(_RECEIVED, (e.dispute_id, e.station_id, str(e.grade), day))]
        case DisputeSettled() as e:
            day = e.settled_at.astimezone(CHINA).date()
            return [(_SETTLED, (e.dispute_id, e.station_id, e.settled_by, day))]
        case FollowUpRecorded() as e:
            return [(_FOLLOWED_UP, (e.dispute_id, e.station_id, e.satisfied))]
        case _:
            return []
