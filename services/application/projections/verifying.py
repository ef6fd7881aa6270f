"""Applications as rows: what the county looked up, and what its inspectors saw."""

from typing import assert_never

import orjson

from services.application.filing.state import Stage, VerifyingEvent, Vetoes
from shared.events.application import InspectionRecorded, VetoChecked
from shared.eventsourcing.commits import Statement

_CHECKED = """
UPDATE applications SET version = $2, vetoes = $3, vetoes_found = $4, vetoes_checked_on = $5 WHERE application_id = $1
"""
_INSPECTED = """
UPDATE applications SET version = $2, stage = $3, inspectors = $4, failed_items = $5, inspected_on = $6,
       findings = $7, inspected_by_rubric = $8,
       took_part = ARRAY(SELECT DISTINCT who FROM unnest(took_part || $4) AS who ORDER BY who)
 WHERE application_id = $1
"""


def _json(event: InspectionRecorded) -> str:
    return orjson.dumps([one.model_dump(mode="json") for one in event.findings]).decode()


def project(event: VerifyingEvent, version: int) -> list[Statement]:
    application = event.application_id
    match event:
        case VetoChecked():
            vetoes = Vetoes.CLEAR if event.clear else Vetoes.FOUND
            found = [finding.item for finding in event.findings if finding.found]
            return [(_CHECKED, (application, version, vetoes.value, found, event.checked_on))]
        case InspectionRecorded(inspectors=inspectors, failed_items=failed):
            stage = Stage.FIT if event.meets_standard else Stage.UNFIT
            seen = (list(inspectors), list(failed), event.inspected_on, _json(event), event.rubric_id)
            return [(_INSPECTED, (application, version, stage.value, *seen))]
        case _:
            assert_never(event)
