"""The rules of an assessment: one decider over what the city and the province may do with a candidate."""

from typing import assert_never

from services.assessment.assessment.commands import (
    AssessmentCommand,
    ConcludeAssessment,
    DeclineTitle,
    FindVeto,
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RecuseAssessor,
    RefuseRecognition,
    ScoreCandidate,
)
from services.assessment.assessment.falling import decline_title, find_veto
from services.assessment.assessment.recognition import (
    order_spot_check,
    recognise_station,
    record_spot_check,
    refuse_recognition,
)
from services.assessment.assessment.recusal import recuse_assessor
from services.assessment.assessment.scoring import conclude_assessment, score_candidate
from services.assessment.assessment.state import Assessment, AssessmentFact, evolve
from shared.eventsourcing.decider import Decider


def decide(command: AssessmentCommand, assessment: Assessment) -> list[AssessmentFact]:  # noqa: PLR0911 (one line a command)
    match command:
        case ScoreCandidate() | RecuseAssessor() | ConcludeAssessment():
            return _decide_for_the_city(command, assessment)
        case OrderSpotCheck():
            return order_spot_check(command, assessment)
        case RecordSpotCheck():
            return record_spot_check(command, assessment)
        case RecogniseStation():
            return recognise_station(command, assessment)
        case RefuseRecognition():
            return refuse_recognition(command, assessment)
        case FindVeto():
            return find_veto(command, assessment)
        case DeclineTitle():
            return decline_title(command, assessment)
        case _:
            assert_never(command)


def _decide_for_the_city(
    command: ScoreCandidate | RecuseAssessor | ConcludeAssessment, assessment: Assessment
) -> list[AssessmentFact]:
    match command:
        case ScoreCandidate():
            return score_candidate(command, assessment)
        case RecuseAssessor():
            return recuse_assessor(command, assessment)
        case ConcludeAssessment():
            return conclude_assessment(command, assessment)
        case _:
            assert_never(command)


ASSESSMENT = Decider(initial=Assessment(), decide=decide, evolve=evolve)
