"""Events of the registry: hosts, stations and their staff, the desk's ledger, bureaus, divisions, and the days."""

from shared.events.registry.bureaus import (
    BureauEstablished,
    BureauSucceeded,
    DivisionChanged,
    InterestDeclared,
    OfficerLeft,
    OfficerPosted,
)
from shared.events.registry.care import (
    CampaignPublicised,
    CultivationEnded,
    CultivationStarted,
    EnterpriseOpinionHeard,
    GuidanceGiven,
    InformationShared,
    InvestmentRecorded,
    Platform,
    PlatformActivityRecorded,
    PracticeShared,
    RuleKind,
    SatisfactionSurveyed,
    StationRulesAdopted,
    StationSurveyed,
    SupportGiven,
    TrainingHeld,
    TrainingScheduled,
    UpliftMeasured,
)
from shared.events.registry.days import (
    CalendarPublished,
    DayBegan,
)
from shared.events.registry.hosts import (
    HostRegistered,
    HostRenamed,
    IdentifierLinked,
)
from shared.events.registry.kinds import (
    Absence,
    BureauLevel,
    DivisionMove,
    IdentifierType,
    NewDivision,
    Size,
    StationKind,
    StationPost,
)
from shared.events.registry.ledger import (
    Channel,
    ConsultationAnswered,
    DisputeReceived,
    DisputeReferred,
    DisputeSettled,
    FollowUpRecorded,
    Grade,
    PeriodSummarised,
    SettledWhere,
)
from shared.events.registry.mandates import (
    CaseTakenUp,
    CompetenceDelegated,
    DelegationEnded,
)
from shared.events.registry.staff import (
    AppointmentRefused,
    ErasureOrdered,
    PublicationConsentGiven,
    PublicationConsentWithdrawn,
    RecordCorrected,
    StaffAppointed,
    StaffLeft,
    StaffProposed,
    SubjectErased,
)
from shared.events.registry.stations import (
    JurisdictionResolved,
    RegistrationRefused,
    StationClosed,
    StationDetailsCorrected,
    StationMoved,
    StationProposed,
    StationRegistered,
    StationRenamed,
    StationResumed,
    StationSuspended,
    StationTransferred,
)

__all__ = [
    "Absence",
    "AppointmentRefused",
    "BureauEstablished",
    "BureauLevel",
    "BureauSucceeded",
    "CalendarPublished",
    "CampaignPublicised",
    "CaseTakenUp",
    "Channel",
    "CompetenceDelegated",
    "ConsultationAnswered",
    "CultivationEnded",
    "CultivationStarted",
    "DayBegan",
    "DelegationEnded",
    "DisputeReceived",
    "DisputeReferred",
    "DisputeSettled",
    "DivisionChanged",
    "DivisionMove",
    "EnterpriseOpinionHeard",
    "ErasureOrdered",
    "FollowUpRecorded",
    "Grade",
    "GuidanceGiven",
    "HostRegistered",
    "HostRenamed",
    "IdentifierLinked",
    "IdentifierType",
    "InformationShared",
    "InterestDeclared",
    "InvestmentRecorded",
    "JurisdictionResolved",
    "NewDivision",
    "OfficerLeft",
    "OfficerPosted",
    "PeriodSummarised",
    "Platform",
    "PlatformActivityRecorded",
    "PracticeShared",
    "PublicationConsentGiven",
    "PublicationConsentWithdrawn",
    "RecordCorrected",
    "RegistrationRefused",
    "RegistryEvent",
    "RuleKind",
    "SatisfactionSurveyed",
    "SettledWhere",
    "Size",
    "StaffAppointed",
    "StaffLeft",
    "StaffProposed",
    "StationClosed",
    "StationDetailsCorrected",
    "StationKind",
    "StationMoved",
    "StationPost",
    "StationProposed",
    "StationRegistered",
    "StationRenamed",
    "StationResumed",
    "StationRulesAdopted",
    "StationSurveyed",
    "StationSuspended",
    "StationTransferred",
    "SubjectErased",
    "SupportGiven",
    "TrainingHeld",
    "TrainingScheduled",
    "UpliftMeasured",
]

RegistryEvent = (
    HostRegistered
    | HostRenamed
    | IdentifierLinked
    | StationProposed
    | StationRegistered
    | RegistrationRefused
    | StationDetailsCorrected
    | StationRenamed
    | StationMoved
    | StationTransferred
    | StationSuspended
    | StationResumed
    | StationClosed
    | JurisdictionResolved
    | StaffProposed
    | StaffAppointed
    | AppointmentRefused
    | StaffLeft
    | PublicationConsentGiven
    | PublicationConsentWithdrawn
    | ErasureOrdered
    | SubjectErased
    | RecordCorrected
    | StationSurveyed
    | CampaignPublicised
    | StationRulesAdopted
    | InvestmentRecorded
    | CultivationStarted
    | SupportGiven
    | CultivationEnded
    | GuidanceGiven
    | UpliftMeasured
    | PlatformActivityRecorded
    | PracticeShared
    | EnterpriseOpinionHeard
    | InformationShared
    | SatisfactionSurveyed
    | TrainingScheduled
    | TrainingHeld
    | ConsultationAnswered
    | DisputeReceived
    | DisputeSettled
    | DisputeReferred
    | FollowUpRecorded
    | PeriodSummarised
    | BureauEstablished
    | BureauSucceeded
    | DivisionChanged
    | OfficerPosted
    | OfficerLeft
    | InterestDeclared
    | CompetenceDelegated
    | CaseTakenUp
    | DelegationEnded
    | CalendarPublished
    | DayBegan
)
