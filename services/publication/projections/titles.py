"""What the province decides, as publication has heard of it: the list, what becomes of its entries, and the titles."""

from typing import assert_never

from services.publication import printed
from shared.events.assessment import Certified, ListEntry, ListSubmitted, RecognitionRefused, Revoked, TitleEnded
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_LIST = """
INSERT INTO lists (season_id, list_id, submitted_on) VALUES ($1, $2, $3)
ON CONFLICT (season_id) DO UPDATE SET list_id = excluded.list_id, submitted_on = excluded.submitted_on
"""
_LISTED = """
INSERT INTO list_entries (application_id, season_id, place, is_listed) VALUES ($1, $2, $3, true)
ON CONFLICT (application_id) DO UPDATE SET place = excluded.place, is_listed = true
"""
_DECIDED = """
INSERT INTO list_entries (application_id, season_id, decision) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE SET decision = excluded.decision
"""
_CERTIFIED = """
INSERT INTO titles (certificate_number, station_id, season_id, printed, document_number, certified_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (certificate_number) DO UPDATE SET season_id = excluded.season_id, printed = excluded.printed,
    document_number = excluded.document_number, certified_on = excluded.certified_on
"""
_REVOKED = """
INSERT INTO titles (certificate_number, station_id, revoked_on, revoked_as, ground) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (certificate_number) DO UPDATE SET revoked_on = excluded.revoked_on, revoked_as = excluded.revoked_as,
    ground = excluded.ground
"""
_ENDED = """
INSERT INTO titles (certificate_number, station_id, ended_on, ended_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (certificate_number) DO UPDATE SET ended_on = excluded.ended_on, ended_by = excluded.ended_by
"""


def project(event: Event) -> list[Statement]:
    match event:
        case ListSubmitted() | RecognitionRefused() | Certified() | Revoked() | TitleEnded() as e:
            return _decided(e)
        case _:
            return []


def _decided(event: ListSubmitted | RecognitionRefused | Certified | Revoked | TitleEnded) -> list[Statement]:
    match event:
        case ListSubmitted() as e:
            entries = [_listed(e, entry) for entry in e.entries]
            return [(_LIST, (e.season_id, e.list_id, e.submitted_on)), *entries]
        case RecognitionRefused() as e:
            return [(_DECIDED, (e.application_id, e.season_id, "refused"))]
        case Certified() as e:
            return _certified(e)
        case Revoked() as e:
            revoked = (e.certificate_number, e.station_id, e.decided_on, e.station_name, e.ground.value)
            return [(_REVOKED, revoked)]
        case TitleEnded() as e:
            return [(_ENDED, (e.certificate_number, e.station_id, e.ended_on, e.ended_by.value))]
        case _:
            assert_never(event)


def _listed(e: ListSubmitted, entry: ListEntry) -> Statement:
    return _LISTED, (entry.application_id, e.season_id, entry.rank)


def _certified(e: Certified) -> list[Statement]:
    title = (e.certificate_number, e.station_id, e.season_id, printed.as_json(printed.of_title(e)))
    return [
        (_CERTIFIED, (*title, e.document_number, e.certified_on)),
        (_DECIDED, (e.application_id, e.season_id, "certified")),
    ]
