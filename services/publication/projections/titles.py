"""What the province decides, as publication has heard of it: the list, what becomes of its entries, and the titles."""

from datetime import date
from typing import Any

from services.publication import printed
from services.publication.projections.days import known_from
from shared.events.application import RecommendationsClosed
from shared.events.assessment import (
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
    TitleResumed,
    TitleSuspended,
)
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_PERIOD = """
INSERT INTO publication_periods (season_id, working_days) VALUES ($1, $2)
ON CONFLICT (season_id) DO UPDATE SET working_days = excluded.working_days
"""
_LIST = """
INSERT INTO lists (season_id, list_id, submitted_on) VALUES ($1, $2, $3)
ON CONFLICT (season_id) DO UPDATE SET list_id = excluded.list_id, submitted_on = excluded.submitted_on
"""
_LISTED = """
INSERT INTO list_entries (application_id, season_id, place, is_listed) VALUES ($1, $2, $3, true)
ON CONFLICT (application_id) DO UPDATE SET place = excluded.place, is_listed = true
"""
_DECIDED = """
INSERT INTO list_entries (application_id, season_id, decision, decided_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (application_id) DO UPDATE SET decision = excluded.decision, decided_on = excluded.decided_on
"""
_CERTIFIED = """
INSERT INTO titles (certificate_number, station_id, season_id, host_id, kind, printed, document_number, certified_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (certificate_number) DO UPDATE SET season_id = excluded.season_id, host_id = excluded.host_id,
    kind = excluded.kind, printed = excluded.printed, document_number = excluded.document_number,
    certified_on = excluded.certified_on
"""
_CHANGED = """
INSERT INTO title_changes (certificate_number, seq, change, station_id, on_day, known_from, station_name,
    document_number, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (certificate_number, seq, change) DO NOTHING
"""

Change = tuple[str, date, str, str, str]
"""What it is called, its day, and where the event tells them: the station's name, a document and a reason."""


def project(recorded: Recorded[Event]) -> list[Statement]:
    return [*_decided(recorded.event), *_changed(recorded)]


def _decided(event: Event) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    match event:
        case RecommendationsClosed() as e:
            return [(_PERIOD, (e.season_id, e.settings.publication_working_days))]
        case ListSubmitted() as e:
            return [(_LIST, (e.season_id, e.list_id, e.submitted_on)), *_listed(e.season_id, e.entries)]
        case ListSupplemented() as e:
            return _listed(e.season_id, e.entries)
        case RecognitionRefused() as e:
            return [(_DECIDED, (e.application_id, e.season_id, "refused", e.refused_on))]
        case TitleDeclined() as e:
            return [(_DECIDED, (e.application_id, e.season_id, "declined", e.declined_on))]
        case Certified() as e:
            return _certified(e)
        case _:
            return []


def _listed(season_id: str, entries: tuple[ListEntry, ...]) -> list[Statement]:
    return [(_LISTED, (entry.application_id, season_id, entry.rank)) for entry in entries]


def _certified(e: Certified) -> list[Statement]:
    title = (e.certificate_number, e.station_id, e.season_id, e.host_id, e.kind.value)
    return [
        (_CERTIFIED, (*title, printed.as_json(printed.of_title(e)), e.document_number, e.certified_on)),
        (_DECIDED, (e.application_id, e.season_id, "certified", e.certified_on)),
    ]


def _changed(recorded: Recorded[Event]) -> list[Statement]:
    """A station's titles have one stream, so the event's version tells which record is the later one."""
    event: Any = recorded.event
    told = _change(event)
    if told is None:
        return []
    change, on, *details = told
    place = (event.certificate_number, recorded.version, change, event.station_id)
    return [(_CHANGED, (*place, on, known_from(on, recorded), *details))]


def _change(event: Event) -> Change | None:  # noqa: PLR0911 (one return for each event)
    match event:
        case Certified() as e:
            return "certified", e.certified_on, e.station_name, e.document_number, ""
        case TitleSuspended() as e:
            return "suspended", e.suspended_on, "", "", e.reason
        case TitleResumed() as e:
            return "resumed", e.resumed_on, "", "", ""
        case Revoked() as e:
            return "revoked", e.decided_on, e.station_name, e.document_number, e.ground.value
        case RevocationSetAside() as e:
            return "restored", e.set_aside_on, e.station_name, e.document_number, ""
        case TitleLapsed() as e:
            return "lapsed", e.lapsed_on, e.station_name, "", ""
        case TitleEnded() as e:
            return "ended", e.ended_on, e.station_name, "", e.ended_by.value
        case _:
            return None
