"""What was printed, kept with the events that it is printed from."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import orjson

from shared.events.event import Event
from shared.events.publication import (
    CandidatesPutOnNotice,
    CertificateIssued,
    PublicNoticeCorrected,
    PublicNoticeOpened,
    RestorationPublished,
    ResultPublished,
    RevocationPublished,
)
from shared.eventsourcing.commits import Statement

_PRINTED = """
INSERT INTO prints (document_id, kind, season_id, station_id, printed_on, template, printed_sha256, events)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (document_id) DO NOTHING
"""
# The record behind it stands in the same document; asked twice it is added once.
_FURTHER = """
UPDATE prints SET events = events || $2::jsonb WHERE document_id = $1 AND NOT events @> $2::jsonb
"""

About = tuple[str, str, str, str, date]
"""The document, its kind, season, station and day."""

_ABOUT: Mapping[type[Event], Callable[[Any], About]] = {
    PublicNoticeOpened: lambda e: (e.notice_id, "notice", e.season_id, "", e.opens_on),
    PublicNoticeCorrected: lambda e: (e.correction_id, "correction", e.season_id, e.station_id, e.corrected_on),
    ResultPublished: lambda e: (_part(e), "result", e.season_id, "", e.published_on),
    RevocationPublished: lambda e: (e.announcement_id, "revocation", "", e.station_id, e.published_on),
    RestorationPublished: lambda e: (e.announcement_id, "restoration", "", e.station_id, e.published_on),
    CertificateIssued: lambda e: (e.certificate_number, "certificate", "", e.station_id, e.issued_on),
}


def project(event: Event) -> list[Statement]:
    """Every event that was printed as a document of its own, or stands behind the first of one."""
    if isinstance(event, CandidatesPutOnNotice):
        return [(_FURTHER, (event.notice_id, _as_json(event)))]
    about = _ABOUT.get(type(event))
    if about is None:
        return []
    proof = (getattr(event, "template", ""), getattr(event, "printed_sha256", ""))
    return [(_PRINTED, (*about(event), *proof, _as_json(event)))]


def _part(event: ResultPublished) -> str:
    """Each part of a long list is a document of its own; the first one bears the announcement's name."""
    return event.announcement_id if event.part <= 1 else f"{event.announcement_id}-{event.part}"


def _as_json(event: Event) -> str:
    return orjson.dumps([{"type": event.type_name(), "payload": event.model_dump(mode="json")}]).decode()
