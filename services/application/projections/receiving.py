"""Applications as rows: filed, taken up, handed over, withdrawn."""

from typing import assert_never

from services.application.filing.state import ReceivingEvent, Stage
from shared.events.application import ApplicationAccepted, ApplicationFiled, ApplicationWithdrawn
from shared.eventsourcing.commits import Statement

_FILED = """
INSERT INTO applications (application_id, version, stage, season_id, station_id, host_id, bureau_code, form_sha256,
                          self_score_tenths, filed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (application_id) DO UPDATE
   SET version = excluded.version, stage = excluded.stage
"""
_ACCEPTED = "UPDATE applications SET version = $2, stage = $3, accepted_on = $4 WHERE application_id = $1"
_WITHDRAWN = "UPDATE applications SET version = $2, stage = $3, withdrawn_at = $4 WHERE application_id = $1"


def project(event: ReceivingEvent, version: int) -> list[Statement]:
    application = event.application_id
    match event:
        case ApplicationFiled():
            return [_filed(event, version)]
        case ApplicationAccepted():
            return [(_ACCEPTED, (application, version, Stage.ACCEPTED.value, event.accepted_on))]
        case ApplicationWithdrawn():
            return [(_WITHDRAWN, (application, version, Stage.WITHDRAWN.value, event.withdrawn_at))]
        case _:
            assert_never(event)


def _filed(event: ApplicationFiled, version: int) -> Statement:
    return _FILED, (
        event.application_id,
        version,
        Stage.FILED.value,
        event.season_id,
        event.station_id,
        event.host_id,
        event.bureau_code,
        event.form_sha256,
        event.self_score_tenths,
        event.filed_at,
    )
