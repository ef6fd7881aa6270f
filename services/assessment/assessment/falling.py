"""How a candidate falls after the assessment: a veto that comes out late, or a host that does not want the title."""

from services.assessment.assessment.commands import DeclineTitle, FindVeto
from services.assessment.assessment.state import Assessment, AssessmentFact


def find_veto(command: FindVeto, assessment: Assessment) -> list[AssessmentFact]:
    raise NotImplementedError


def decline_title(command: DeclineTitle, assessment: Assessment) -> list[AssessmentFact]:
    raise NotImplementedError
