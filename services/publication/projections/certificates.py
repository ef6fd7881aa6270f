"""A certificate's own events as rows, and what falls due for it."""

from typing import assert_never

from services.publication import streams
from services.publication.certificate.state import CertificateEvent
from services.publication.streams import WITHDRAW_CERTIFICATE
from shared.events.publication import CertificateIssued, CertificateReinstated, CertificateWithdrawn
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel

_ISSUED = """
INSERT INTO certificates (certificate_number, station_id, issued_on, version) VALUES ($1, $2, $3, $4)
ON CONFLICT (certificate_number) DO NOTHING
"""
# The end of a title that was projected between the look-up of the titles and this commit found no certificate to
# withdraw: it is caught up with on the next day.
_MISSED = """
INSERT INTO due ("on", stream, command, arguments)
SELECT $2, $3, $4, jsonb_build_object('certificate_number', $1::text, 'station_id', last.station_id,
           'because', last.change, 'withdrawn_on', last.on_day)
  FROM (SELECT station_id, change, on_day FROM title_changes WHERE certificate_number = $1
         ORDER BY seq DESC, on_day DESC LIMIT 1) AS last
 WHERE last.change IN ('revoked', 'lapsed', 'ended')
ON CONFLICT (stream, command) DO UPDATE SET arguments = excluded.arguments
"""
_WITHDRAWN = """
UPDATE certificates SET withdrawn_on = $2, because = $3, reinstated_on = NULL, version = $4
 WHERE certificate_number = $1
"""
_REINSTATED = """
UPDATE certificates SET withdrawn_on = NULL, because = '', reinstated_on = $2, version = $3
 WHERE certificate_number = $1
"""


def project(event: CertificateEvent, version: int) -> list[Statement]:
    stream = streams.certificate(event.certificate_number)
    match event:
        case CertificateIssued() as e:
            missed = (e.certificate_number, e.issued_on, stream, WITHDRAW_CERTIFICATE)
            return [(_ISSUED, (e.certificate_number, e.station_id, e.issued_on, version)), (_MISSED, missed)]
        case CertificateWithdrawn() as e:
            withdrawn = (e.certificate_number, e.withdrawn_on, e.because, version)
            return [(_WITHDRAWN, withdrawn), cancel(stream, WITHDRAW_CERTIFICATE)]
        case CertificateReinstated() as e:
            return [(_REINSTATED, (e.certificate_number, e.reinstated_on, version))]
        case _:
            assert_never(event)
