"""Events of assessment: the standard, the city's scoring, the list, the spot check, the title and its whole life."""

from shared.events.assessment.checks import (
    CheckedThing,
    CheckMode,
    DrawCommitted,
    DrawnStation,
    DrawRevealed,
    RecognitionRefused,
    SpotCheckOrdered,
    SpotCheckRecorded,
    TitleDeclined,
    UnannouncedVisitRecorded,
    VetoFound,
)
from shared.events.assessment.lists import (
    ListEntry,
    ListSubmitted,
    ListSupplemented,
)
from shared.events.assessment.reviews import (
    RectificationAccepted,
    RectificationDaySettled,
    RectificationOrdered,
    ReviewFailed,
    ReviewFellDue,
    ReviewPassed,
    ReviewReminded,
    ReviewSubmitted,
    TitleLapsed,
)
from shared.events.assessment.revoking import (
    AppealDecided,
    AppealKind,
    AppealLodged,
    AppealOutcome,
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    RevocationGround,
    RevocationProposed,
    RevocationSetAside,
    Revoked,
)
from shared.events.assessment.scoring import (
    AssessmentFailed,
    AssessmentPassed,
    AssessmentScored,
    AssessorRecused,
    DimensionScore,
    ItemScore,
    JointRemarkOrdered,
    PanelAppointed,
    RubricPublished,
)
from shared.events.assessment.titles import (
    Certified,
    EndedBy,
    PlaqueDeclaredVoid,
    PlaqueHandedOver,
    PlaqueReturned,
    TitleEnded,
    TitleResumed,
    TitleSuspended,
)

__all__ = [
    "AppealDecided",
    "AppealKind",
    "AppealLodged",
    "AppealOutcome",
    "AssessmentEvent",
    "AssessmentFailed",
    "AssessmentPassed",
    "AssessmentScored",
    "AssessorRecused",
    "Certified",
    "CheckMode",
    "CheckedThing",
    "DecisionServed",
    "DefenceHeard",
    "DefenceWaived",
    "DimensionScore",
    "DrawCommitted",
    "DrawRevealed",
    "DrawnStation",
    "EndedBy",
    "ItemScore",
    "JointRemarkOrdered",
    "ListEntry",
    "ListSubmitted",
    "ListSupplemented",
    "PanelAppointed",
    "PlaqueDeclaredVoid",
    "PlaqueHandedOver",
    "PlaqueReturned",
    "RecognitionRefused",
    "RectificationAccepted",
    "RectificationDaySettled",
    "RectificationOrdered",
    "ReviewFailed",
    "ReviewFellDue",
    "ReviewPassed",
    "ReviewReminded",
    "ReviewSubmitted",
    "RevocationGround",
    "RevocationProposed",
    "RevocationSetAside",
    "Revoked",
    "RubricPublished",
    "SpotCheckOrdered",
    "SpotCheckRecorded",
    "TitleDeclined",
    "TitleEnded",
    "TitleLapsed",
    "TitleResumed",
    "TitleSuspended",
    "UnannouncedVisitRecorded",
    "VetoFound",
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
    | ListSupplemented
    | SpotCheckOrdered
    | SpotCheckRecorded
    | RecognitionRefused
    | UnannouncedVisitRecorded
    | VetoFound
    | TitleDeclined
    | DrawCommitted
    | DrawRevealed
    | Certified
    | PlaqueHandedOver
    | PlaqueReturned
    | PlaqueDeclaredVoid
    | TitleSuspended
    | TitleResumed
    | TitleEnded
    | RectificationOrdered
    | RectificationAccepted
    | RectificationDaySettled
    | ReviewFellDue
    | ReviewReminded
    | ReviewSubmitted
    | ReviewPassed
    | ReviewFailed
    | TitleLapsed
    | RevocationProposed
    | DefenceHeard
    | DefenceWaived
    | Revoked
    | DecisionServed
    | AppealLodged
    | AppealDecided
    | RevocationSetAside
)
