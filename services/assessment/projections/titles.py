"""A title, its plaque and its revocation as rows. They come in the order of the log."""

from typing import assert_never

from services.assessment.title.numbering import year_and_number
from shared.events.assessment import (
    Certified,
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    PlaqueDeclaredVoid,
    PlaqueHandedOver,
    PlaqueReturned,
    RevocationProposed,
    Revoked,
    TitleEnded,
)
from shared.eventsourcing.commits import Statement

# Another application with the same number is no repetition: it violates the primary key, and the commit fails.
_TITLE = """
INSERT INTO titles (certificate_number, application_id, year, number, season_id, station_id, host_id, station_name,
    host_name, kind, trade, bureau_code, bureau_name, document_number, certified_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (certificate_number, application_id) DO NOTHING
"""
_PLAQUE = "UPDATE titles SET plaque_number = $2, handed_over_on = $3 WHERE certificate_number = $1"
_PROPOSED = "UPDATE titles SET ground = $2, proposed_on = $3 WHERE certificate_number = $1"
_HEARD = "UPDATE titles SET heard_on = $2 WHERE certificate_number = $1"
_REVOKED = "UPDATE titles SET revocation_document = $2, revoked_on = $3 WHERE certificate_number = $1"
_SERVED = "UPDATE titles SET served_on = $3 WHERE station_id = $1 AND revocation_document = $2"
_WAIVED = "UPDATE titles SET waived_on = $2 WHERE certificate_number = $1"
_VOID = "UPDATE titles SET void_reason = $2, void_on = $3 WHERE certificate_number = $1"
_ENDED = "UPDATE titles SET ended_by = $2, ended_on = $3 WHERE certificate_number = $1"
_RETURNED = "UPDATE titles SET returned_on = $2 WHERE certificate_number = $1"


TitleFactOfActs = (
    Certified
    | PlaqueHandedOver
    | PlaqueReturned
    | PlaqueDeclaredVoid
    | TitleEnded
    | RevocationProposed
    | DefenceHeard
    | DefenceWaived
    | Revoked
    | DecisionServed
)


def project(event: TitleFactOfActs) -> Statement:
    match event:
        case Certified() | PlaqueHandedOver() | PlaqueReturned() | PlaqueDeclaredVoid() | TitleEnded():
            return _of_the_title(event)
        case RevocationProposed() | DefenceHeard() | DefenceWaived() | Revoked() | DecisionServed():
            return _of_the_revocation(event)
        case _:
            assert_never(event)


def _of_the_title(
    event: Certified | PlaqueHandedOver | PlaqueReturned | PlaqueDeclaredVoid | TitleEnded,
) -> Statement:
    match event:
        case Certified():
            return _TITLE, (
                event.certificate_number,
                event.application_id,
                *year_and_number(event.certificate_number),
                event.season_id,
                event.station_id,
                event.host_id,
                event.station_name,
                event.host_name,
                str(event.kind),
                event.trade,
                event.bureau_code,
                event.bureau_name,
                event.document_number,
                event.certified_on,
            )
        case PlaqueHandedOver():
            return _PLAQUE, (event.certificate_number, event.plaque_number, event.handed_over_on)
        case PlaqueReturned():
            return _RETURNED, (event.certificate_number, event.returned_on)
        case PlaqueDeclaredVoid():
            return _VOID, (event.certificate_number, event.reason, event.declared_on)
        case TitleEnded():
            return _ENDED, (event.certificate_number, str(event.ended_by), event.ended_on)
        case _:
            assert_never(event)


def _of_the_revocation(
    event: RevocationProposed | DefenceHeard | DefenceWaived | Revoked | DecisionServed,
) -> Statement:
    match event:
        case RevocationProposed():
            return _PROPOSED, (event.certificate_number, str(event.ground), event.proposed_on)
        case DefenceHeard():
            return _HEARD, (event.certificate_number, event.heard_on)
        case DefenceWaived():
            return _WAIVED, (event.certificate_number, event.waived_on)
        case Revoked():
            return _REVOKED, (event.certificate_number, event.document_number, event.decided_on)
        case DecisionServed():
            return _SERVED, (event.station_id, event.document_number, event.served_on)
        case _:
            assert_never(event)
