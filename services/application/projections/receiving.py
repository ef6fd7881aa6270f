"""Applications as rows: filed, returned and filed again, taken up or not, handed over, withdrawn."""

from typing import assert_never

from services.application.filing.state import ReceivingEvent, Stage
from shared.events.application import (
    ApplicationAccepted,
    ApplicationFiled,
    ApplicationHandedOver,
    ApplicationNotAccepted,
    ApplicationRefiled,
    ApplicationReturned,
    ApplicationWithdrawn,
)
from shared.eventsourcing.commits import Statement

_FILED = """
INSERT INTO applications (application_id, version, stage, season_id, station_id, host_id, bureau_code, form_sha256,
                          self_score_tenths, filed_at, channel, pledge_sha256, recorded_late, recorded_because)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (application_id) DO UPDATE
   SET version = excluded.version, stage = excluded.stage
"""
_RETURNED = """
UPDATE applications
   SET version = $2, stage = $3, missing = $4, correction_due_on = $5, correction_is_provisional = $6, returned_on = $7
 WHERE application_id = $1
"""
# Who mended its form here may have scored itself anew; the place in time stays that of the first filing.
_REFILED = """
UPDATE applications
   SET version = $2, stage = $3, form_sha256 = $4, refiled_at = $5,
       self_score_tenths = coalesce((SELECT total_tenths FROM drafts
                                      WHERE application_id = $1 AND assessed_on IS NOT NULL), self_score_tenths)
 WHERE application_id = $1
"""
_ACCEPTED = "UPDATE applications SET version = $2, stage = $3, accepted_on = $4 WHERE application_id = $1"
_NOT_ACCEPTED = """
UPDATE applications SET version = $2, stage = $3, refusal_reasons = $4, refused_on = $5 WHERE application_id = $1
"""
_HANDED_OVER = """
UPDATE applications SET version = $2, handed_over_from = $3, bureau_code = $4, handed_over_on = $5
 WHERE application_id = $1
"""
# What was seen at the old premises says nothing of the new ones.
_SEEN_ELSEWHERE = """
UPDATE applications
   SET stage = 'accepted', inspectors = '{}', failed_items = '{}', findings = '[]', inspected_by_rubric = '',
       inspected_on = NULL, recommender = '', recommended_on = NULL, over_what = '', reserve_number = 0
 WHERE application_id = $1 AND stage IN ('fit', 'unfit', 'recommended', 'reserve')
"""
_WITHDRAWN = "UPDATE applications SET version = $2, stage = $3, withdrawn_at = $4 WHERE application_id = $1"


def project(event: ReceivingEvent, version: int) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    application = event.application_id
    match event:
        case ApplicationFiled():
            return [_filed(event, version)]
        case ApplicationReturned(due_on=due_on, due_is_provisional=provisional, returned_on=day):
            missing = list(event.missing)
            return [(_RETURNED, (application, version, Stage.RETURNED.value, missing, due_on, provisional, day))]
        case ApplicationRefiled():
            arguments = (application, version, Stage.FILED.value, event.form_sha256, event.refiled_at)
            return [(_REFILED, arguments)]
        case ApplicationAccepted():
            return [(_ACCEPTED, (application, version, Stage.ACCEPTED.value, event.accepted_on))]
        case ApplicationNotAccepted(reasons=reasons, refused_on=day):
            return [(_NOT_ACCEPTED, (application, version, Stage.NOT_ACCEPTED.value, reasons, day))]
        case ApplicationHandedOver(from_bureau=former, to_bureau=new, handed_over_on=day):
            again = [(_SEEN_ELSEWHERE, (application,))] if event.premises_moved else []
            return [(_HANDED_OVER, (application, version, former, new, day)), *again]
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
        event.channel.value,
        event.pledge_sha256,
        event.recorded_late,
        event.recorded_because,
    )
