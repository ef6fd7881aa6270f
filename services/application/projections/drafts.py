"""Forms as rows: what a host drafts and scores, and the files that it attaches.

After the filing they go on, while a correction is asked for; the application's row then has the stream's version.
"""

from typing import assert_never

import orjson

from services.application.filing.state import DraftEvent
from shared.events.application import (
    ApplicationDrafted,
    EvidenceAttached,
    EvidenceChecked,
    EvidenceRemoved,
    SelfAssessed,
)
from shared.eventsourcing.commits import Statement

_VERSIONS = (
    "UPDATE drafts SET version = $2 WHERE application_id = $1",
    "UPDATE applications SET version = $2 WHERE application_id = $1",
)
_DRAFTED = """
INSERT INTO drafts (application_id, version, season_id, station_id, host_id, statement, contact, drafted_at,
                    copied_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (application_id) DO UPDATE
   SET version = excluded.version, host_id = excluded.host_id, statement = excluded.statement,
       contact = excluded.contact, drafted_at = excluded.drafted_at
"""
_ASSESSED = """
UPDATE drafts SET rubric_id = $2, scores = $3, total_tenths = $4, known = $5, assessed_on = $6
 WHERE application_id = $1
"""
_ATTACHED = """
INSERT INTO evidence (application_id, sha256, media_type, size_bytes, title, items, grade, attached_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (application_id, sha256) DO UPDATE
   SET title = excluded.title, items = excluded.items, grade = excluded.grade, attached_on = excluded.attached_on,
       checked_on = NULL
"""
_REMOVED = "DELETE FROM evidence WHERE application_id = $1 AND sha256 = $2"
_CHECKED = "UPDATE evidence SET grade = $3, checked_on = $4 WHERE application_id = $1 AND sha256 = $2"


def project(event: DraftEvent, version: int) -> list[Statement]:
    return [_what_changed(event, version), *((sql, (event.application_id, version)) for sql in _VERSIONS)]


def _what_changed(event: DraftEvent, version: int) -> Statement:
    application = event.application_id
    match event:
        case ApplicationDrafted(season_id=season, station_id=station, host_id=host):
            told = (event.statement, event.contact, event.drafted_at, event.copied_from)
            return _DRAFTED, (application, version, season, station, host, *told)
        case SelfAssessed():
            scores = orjson.dumps([score.model_dump() for score in event.scores]).decode()
            known = orjson.dumps([fact.model_dump() for fact in event.known]).decode()
            return _ASSESSED, (application, event.rubric_id, scores, event.total_tenths, known, event.assessed_on)
        case EvidenceAttached(sha256=sha256, media_type=media_type, size_bytes=size, title=title):
            told_of = (sha256, media_type, size, title, list(event.items), event.grade.value, event.attached_on)
            return _ATTACHED, (application, *told_of)
        case EvidenceRemoved():
            return _REMOVED, (application, event.sha256)
        case EvidenceChecked():
            return _CHECKED, (application, event.sha256, event.grade.value, event.checked_on)
        case _:
            assert_never(event)
