"""A matter's own events as rows: the matter, and which opinions belong to it."""

from services.publication.matter.state import MatterEvent
from shared.eventsourcing.commits import Statement

_GROUPED = """
INSERT INTO matters
    (matter_id, notice_id, application_id, station_id, certificate_number, stance, first_opinion_id, count,
     grouped_on, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (matter_id) DO UPDATE SET count = excluded.count, grouped_on = excluded.grouped_on,
    version = excluded.version
"""
_BELONG = "UPDATE opinions SET matter_id = $1 WHERE opinion_id = ANY($2::text[])"


def project(event: MatterEvent, version: int) -> list[Statement]:
    about = (event.notice_id, event.application_id, event.station_id, event.certificate_number, event.stance.value)
    counted = (event.opinion_ids[0], event.count, event.grouped_on, version)
    return [
        (_GROUPED, (event.matter_id, *about, *counted)),
        (_BELONG, (event.matter_id, list(event.opinion_ids))),
    ]
