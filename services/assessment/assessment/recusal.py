"""回避: a member of the panel who does not assess this candidate."""

from services.assessment.assessment.commands import RecuseAssessor
from services.assessment.assessment.scoring import NotOnThePanel, require_standing
from services.assessment.assessment.state import MARKING, Assessment, AssessmentFact
from shared.errors import Conflict
from shared.events.assessment import AssessorRecused


class RecusalTooLate(Conflict):
    """An assessor is recused before the conclusion."""

    title_zh = "测评人员的回避应当在作出结论之前。"


def recuse_assessor(command: RecuseAssessor, assessment: Assessment) -> list[AssessmentFact]:
    """回避: what the assessor has scored of this candidate does not count, and they do not score it any more."""
    facts = command.facts
    if command.assessor in assessment.recused:
        return []
    if command.assessor not in facts.panel:
        raise NotOnThePanel(f"{command.assessor} is not on the panel of {facts.season_id}.")
    require_standing(facts.standing, command.application_id)
    if assessment.stage not in MARKING:
        raise RecusalTooLate(f"The assessment of {command.application_id} is {assessment.stage}.")
    return [
        AssessorRecused(
            application_id=command.application_id,
            season_id=facts.season_id,
            station_id=facts.station_id,
            assessor=command.assessor,
            reason=command.reason,
            recused_on=command.today,
        )
    ]
