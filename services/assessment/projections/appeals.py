"""A revocation's own history, and the appeals against it, as rows. They come in the order of the log."""

from shared.events.assessment import AppealDecided, AppealLodged, DecisionServed, RevocationSetAside, Revoked
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_REVOKED = """
INSERT INTO revocations (certificate_number, document_number, station_id, ground, proposed_on, heard_on, waived_on,
    revoked_on, bar_seasons)
SELECT certificate_number, $2, station_id, $3, proposed_on, heard_on, waived_on, $4, $5
  FROM titles WHERE certificate_number = $1
ON CONFLICT (certificate_number, document_number) DO NOTHING
"""
_SERVED = """
UPDATE revocations SET served_on = $3, rights_told = $4, appeal_until = $5, appeal_is_provisional = $6
 WHERE station_id = $1 AND document_number = $2
"""
_SET_ASIDE = """
UPDATE revocations r SET set_aside_on = $2, set_aside_document = $3
  FROM appeals a
 WHERE a.appeal_id = $1 AND (r.certificate_number, r.document_number) = (a.certificate_number, a.revocation_document)
"""
# A plaque that came back, or was declared void, is the title's no more: it gets one anew.
_RESTORED = """
UPDATE titles SET set_aside_on = $2, ground = '', proposed_on = NULL, heard_on = NULL, waived_on = NULL,
    revocation_document = '', revoked_on = NULL, served_on = NULL,
    plaque_number = CASE WHEN returned_on IS NULL AND void_on IS NULL THEN plaque_number ELSE '' END,
    handed_over_on = CASE WHEN returned_on IS NULL AND void_on IS NULL THEN handed_over_on END,
    returned_on = NULL, void_reason = '', void_on = NULL
 WHERE certificate_number = $1
"""
_LODGED = """
INSERT INTO appeals (appeal_id, certificate_number, revocation_document, station_id, kind, organ, statement,
    late_reason, last_day, lodged_on)
SELECT $2, certificate_number, revocation_document, station_id, $3, $4, $5, $6, $7, $8
  FROM titles WHERE certificate_number = $1
ON CONFLICT (appeal_id) DO NOTHING
"""
_DECIDED = """
UPDATE appeals SET outcome = $2, decided_by = $3, document_number = $4, reasons = $5, decided_on = $6
 WHERE appeal_id = $1
"""


def project(event: Event) -> list[Statement]:
    match event:
        case Revoked():
            decided = (event.document_number, str(event.ground), event.decided_on, event.bar_seasons)
            return [(_REVOKED, (event.certificate_number, *decided))]
        case DecisionServed():
            until = (event.rights_told, event.appeal_until, event.appeal_is_provisional)
            return [(_SERVED, (event.station_id, event.document_number, event.served_on, *until))]
        case AppealLodged():
            lodged = (str(event.kind), event.organ, event.statement, event.late_reason, event.last_day)
            return [(_LODGED, (event.certificate_number, event.appeal_id, *lodged, event.lodged_on))]
        case AppealDecided():
            said = (str(event.outcome), event.organ, event.document_number, event.reasons, event.decided_on)
            return [(_DECIDED, (event.appeal_id, *said))]
        case RevocationSetAside():
            return [
                (_SET_ASIDE, (event.appeal_id, event.set_aside_on, event.document_number)),
                (_RESTORED, (event.certificate_number, event.set_aside_on)),
            ]
        case _:
            return []
