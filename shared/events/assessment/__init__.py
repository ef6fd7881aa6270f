"""Events of assessment: the standard, the city's scoring, the list, the spot check, the title and its end."""

from shared.events.assessment.scoring import (
    AssessmentFailed,
    AssessmentPassed,
    AssessmentScored,
    AssessorRecused,
    CheckMode,
    DimensionScore,
    ItemScore,
    JointRemarkOrdered,
    ListEntry,
    ListSubmitted,
    PanelAppointed,
    RecognitionRefused,
    RubricPublished,
    SpotCheckOrdered,
    SpotCheckRecorded,
)
from shared.events.assessment.titles import (
    Certified,
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    EndedBy,
    PlaqueDeclaredVoid,
    PlaqueHandedOver,
    PlaqueReturned,
    RectificationAccepted,
    RectificationOrdered,
    RevocationGround,
    RevocationProposed,
    Revoked,
    TitleEnded,
    TitleResumed,
    TitleSuspended,
)

__all__ = [
    "AssessmentEvent",
    "AssessmentFailed",
    "AssessmentPassed",
    "AssessmentScored",
    "AssessorRecused",
    "Certified",
    "CheckMode",
    "DecisionServed",
    "DefenceHeard",
    "DefenceWaived",
    "DimensionScore",
    "EndedBy",
    "ItemScore",
    "JointRemarkOrdered",
    "ListEntry",
    "ListSubmitted",
    "PanelAppointed",
    "PlaqueDeclaredVoid",
    "PlaqueHandedOver",
    "PlaqueReturned",
    "RecognitionRefused",
    "RectificationAccepted",
    "RectificationOrdered",
    "RevocationGround",
    "RevocationProposed",
    "Revoked",
    "RubricPublished",
    "SpotCheckOrdered",
    "SpotCheckRecorded",
    "TitleEnded",
    "TitleResumed",
    "TitleSuspended",
]

AssessmentEvent = (
    RubricPublished
    | PanelAppointed
    | AssessmentScored
    | AssessorRecused
    | JointRemarkOrdered
    | AssessmentPassed
    | AssessmentFailed
    | ListSubmitted
    | SpotCheckOrdered
    | SpotCheckRecorded
    | RecognitionRefused
    | Certified
    | PlaqueHandedOver
    | RevocationProposed
    | DefenceHeard
    | Revoked
    | DecisionServed
    | PlaqueReturned
    | DefenceWaived
    | PlaqueDeclaredVoid
    | RectificationOrdered
    | RectificationAccepted
    | TitleSuspended
    | TitleResumed
    | TitleEnded
)
