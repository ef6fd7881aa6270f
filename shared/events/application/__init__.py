"""Events of the season and the application: the enterprise asks, its county verifies and recommends."""

from shared.events.application.filing import (
    ApplicationAccepted,
    ApplicationDrafted,
    ApplicationFiled,
    ApplicationHandedOver,
    ApplicationNotAccepted,
    ApplicationRefiled,
    ApplicationReturned,
    ApplicationWithdrawn,
    EvidenceAttached,
    EvidenceChecked,
    EvidenceRemoved,
    FilingChannel,
    InspectionRecorded,
    ItemFinding,
    ItemScore,
    KnownFact,
    SelfAssessed,
    TrustGrade,
    VetoChecked,
    VetoFinding,
)
from shared.events.application.recommending import (
    ApplicationPlacedInReserve,
    CaseAssigned,
    CaseReleased,
    OverWhat,
    QuotaPlaceFreed,
    QuotaPlaceTaken,
    RecommendationExchanged,
    RecommendationIssued,
    RecommendationRefused,
    RecommendationReturned,
)
from shared.events.application.seasons import (
    ApplicationsClosed,
    Candidate,
    CandidatesHandedOver,
    PaperCountsBy,
    RecommendationsClosed,
    ReviewPolicy,
    SeasonApproved,
    SeasonClosed,
    SeasonDrafted,
    SeasonExtended,
    SeasonOpened,
    SeasonSettings,
    SettingChanged,
)

__all__ = [
    "ApplicationAccepted",
    "ApplicationDrafted",
    "ApplicationEvent",
    "ApplicationFiled",
    "ApplicationHandedOver",
    "ApplicationNotAccepted",
    "ApplicationPlacedInReserve",
    "ApplicationRefiled",
    "ApplicationReturned",
    "ApplicationWithdrawn",
    "ApplicationsClosed",
    "Candidate",
    "CandidatesHandedOver",
    "CaseAssigned",
    "CaseReleased",
    "EvidenceAttached",
    "EvidenceChecked",
    "EvidenceRemoved",
    "FilingChannel",
    "InspectionRecorded",
    "ItemFinding",
    "ItemScore",
    "KnownFact",
    "OverWhat",
    "PaperCountsBy",
    "QuotaPlaceFreed",
    "QuotaPlaceTaken",
    "RecommendationExchanged",
    "RecommendationIssued",
    "RecommendationRefused",
    "RecommendationReturned",
    "RecommendationsClosed",
    "ReviewPolicy",
    "SeasonApproved",
    "SeasonClosed",
    "SeasonDrafted",
    "SeasonExtended",
    "SeasonOpened",
    "SeasonSettings",
    "SelfAssessed",
    "SettingChanged",
    "TrustGrade",
    "VetoChecked",
    "VetoFinding",
]

ApplicationEvent = (
    SeasonDrafted
    | SeasonApproved
    | SeasonOpened
    | SettingChanged
    | ApplicationsClosed
    | SeasonExtended
    | CandidatesHandedOver
    | RecommendationsClosed
    | SeasonClosed
    | ApplicationDrafted
    | SelfAssessed
    | EvidenceAttached
    | EvidenceRemoved
    | EvidenceChecked
    | ApplicationFiled
    | ApplicationReturned
    | ApplicationRefiled
    | ApplicationAccepted
    | ApplicationNotAccepted
    | ApplicationWithdrawn
    | ApplicationHandedOver
    | VetoChecked
    | InspectionRecorded
    | RecommendationIssued
    | RecommendationRefused
    | RecommendationReturned
    | ApplicationPlacedInReserve
    | RecommendationExchanged
    | QuotaPlaceTaken
    | QuotaPlaceFreed
    | CaseAssigned
    | CaseReleased
)
