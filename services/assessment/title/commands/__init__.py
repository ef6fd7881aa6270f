"""What may be asked of a station's title."""

from services.assessment.title.commands.appealing import DecideAppeal, LodgeAppeal
from services.assessment.title.commands.checking import OrderTitleCheck, RecordTitleCheck, RecordUnannouncedVisit
from services.assessment.title.commands.ending import DeclarePlaqueVoid, EndTitle, TakePlaqueBack, WhyVoid
from services.assessment.title.commands.giving import CertificationFacts, CertifyStation, HandOverPlaque
from services.assessment.title.commands.reviewing import (
    EndReviewWindow,
    FailReview,
    LetReviewFallDue,
    PassReview,
    RemindOfReview,
    SubmitReview,
)
from services.assessment.title.commands.standing import (
    AcceptRectification,
    OrderRectification,
    ResumeTitle,
    SettleRectificationDay,
    SuspendTitle,
)
from services.assessment.title.commands.taking import (
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    WaiveDefence,
)

__all__ = [
    "AcceptRectification",
    "CertificationFacts",
    "CertifyStation",
    "DecideAppeal",
    "DeclarePlaqueVoid",
    "EndReviewWindow",
    "EndTitle",
    "FailReview",
    "HandOverPlaque",
    "HearDefence",
    "LetReviewFallDue",
    "LodgeAppeal",
    "OrderRectification",
    "OrderTitleCheck",
    "PassReview",
    "ProposeRevocation",
    "RecordTitleCheck",
    "RecordUnannouncedVisit",
    "RemindOfReview",
    "ResumeTitle",
    "RevokeTitle",
    "ServeDecision",
    "SettleRectificationDay",
    "SubmitReview",
    "SuspendTitle",
    "TakePlaqueBack",
    "TitleCommand",
    "WaiveDefence",
    "WhyVoid",
]

TitleCommand = (
    CertifyStation
    | HandOverPlaque
    | ProposeRevocation
    | HearDefence
    | WaiveDefence
    | RevokeTitle
    | ServeDecision
    | TakePlaqueBack
    | DeclarePlaqueVoid
    | EndTitle
    | OrderRectification
    | AcceptRectification
    | SuspendTitle
    | ResumeTitle
    | SettleRectificationDay
    | LetReviewFallDue
    | RemindOfReview
    | SubmitReview
    | PassReview
    | FailReview
    | EndReviewWindow
    | LodgeAppeal
    | DecideAppeal
    | OrderTitleCheck
    | RecordTitleCheck
    | RecordUnannouncedVisit
)
