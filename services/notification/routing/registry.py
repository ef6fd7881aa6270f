"""What is told of the registry's events, and of which nobody is told anything, each with the reason."""

from collections.abc import Mapping

from services.notification.routing.whom import COUNTY, HOST, STAFF, THE_BUREAU, THE_HOST, Route, To, direct, route
from shared.events import registry as e
from shared.events.event import Event

_NO_DUTY = "it is on the station's own file, and changes nobody's duty or standing"
_LEDGER = "the station's own desk has written it down"
_OWN_ACT = "the bureau has done it itself, and nothing follows for others"

ROUTES: Mapping[type[Event], Route] = {
    e.HostRegistered: route(THE_HOST, shows=("name", "registered_on"), station=""),
    e.HostRenamed: route(THE_HOST, shows=("name", "former_name", "renamed_on"), station=""),
    e.IdentifierLinked: route(THE_HOST, shows=("number", "valid_from"), station=""),
    e.StationProposed: route(THE_BUREAU, THE_HOST, shows=("name", "proposed_on")),
    e.StationRegistered: route(THE_HOST, shows=("name", "registered_on")),
    e.RegistrationRefused: route(THE_HOST, shows=("reasons", "refused_on")),
    e.StationDetailsCorrected: route(HOST, shows=("reason", "corrected_on")),
    e.StationRenamed: route(HOST, COUNTY, shows=("name", "former_name", "renamed_on")),
    e.StationMoved: route(HOST, COUNTY, shows=("moved_on",)),
    e.StationTransferred: route(THE_HOST, direct("host", "former_host_id"), COUNTY, shows=("transferred_on",)),
    e.StationSuspended: route(HOST, shows=("reason", "suspended_on")),
    e.StationResumed: route(HOST, shows=("resumed_on",)),
    e.StationClosed: route(HOST, COUNTY, shows=("reason", "closed_on")),
    e.JurisdictionResolved: route(THE_BUREAU, direct("bureau", "replaces"), HOST, shows=("bureau_code", "since")),
    e.StaffProposed: route(COUNTY, shows=("staff_id", "proposed_on"), case="staff_id"),
    e.StaffAppointed: route(STAFF, THE_HOST, shows=("staff_id", "appointed_on"), case="staff_id"),
    e.AppointmentRefused: route(HOST, shows=("staff_id", "reasons", "refused_on"), case="staff_id"),
    e.StaffLeft: route(COUNTY, HOST, shows=("staff_id", "left_on"), case="staff_id"),
    e.PublicationConsentGiven: route(STAFF, HOST, shows=("staff_id", "given_on"), case="staff_id"),
    e.PublicationConsentWithdrawn: route(STAFF, HOST, shows=("staff_id", "withdrawn_on"), case="staff_id"),
    e.ErasureOrdered: route(COUNTY, shows=("subject_id", "ordered_on"), case="subject_id"),
    e.RecordCorrected: route(HOST, shows=("record_type", "corrected_on"), case="correction_id"),
    e.CultivationStarted: route(HOST, shows=("year", "started_on")),
    e.CultivationEnded: route(HOST, shows=("year", "ready", "ended_on")),
    e.EnterpriseOpinionHeard: route(HOST, shows=("response", "heard_on"), case="hearing_id"),
    e.TrainingScheduled: route(
        To("station-host", "invited"), shows=("topic", "place", "planned_on"), station="", case="training_id"
    ),
    e.DisputeReferred: route(COUNTY, shows=("dispute_id", "referred_to", "referred_at"), case="dispute_id"),
    e.BureauSucceeded: route(
        direct("bureau", "successor_code"), shows=("bureau_code", "document_number", "succeeded_on"), station=""
    ),
    e.CompetenceDelegated: route(
        THE_BUREAU,
        direct("bureau", "delegate_code"),
        shows=("document_number", "since", "until"),
        case="mandate_id",
    ),
    e.CaseTakenUp: route(
        THE_BUREAU, direct("bureau", "lower_code"), HOST, shows=("document_number", "since"), case="mandate_id"
    ),
    e.DelegationEnded: route(
        THE_BUREAU, To("mandate-other", "mandate_id"), shows=("reason", "ended_on"), station="", case="mandate_id"
    ),
}

UNTOLD: Mapping[type[Event], str] = {
    e.SubjectErased: "whom it was about is no more to be addressed, and nobody else's duty changes",
    e.StationSurveyed: _NO_DUTY,
    e.CampaignPublicised: _OWN_ACT,
    e.StationRulesAdopted: _NO_DUTY,
    e.InvestmentRecorded: _NO_DUTY,
    e.SupportGiven: _NO_DUTY,
    e.GuidanceGiven: _NO_DUTY,
    e.UpliftMeasured: _NO_DUTY,
    e.PlatformActivityRecorded: _NO_DUTY,
    e.PracticeShared: _NO_DUTY,
    e.InformationShared: "the two who share it have it",
    e.SatisfactionSurveyed: _NO_DUTY,
    e.TrainingHeld: "who came was there, and who did not gave a reason",
    e.ConsultationAnswered: _LEDGER,
    e.DisputeReceived: _LEDGER,
    e.DisputeSettled: _LEDGER,
    e.FollowUpRecorded: _LEDGER,
    e.PeriodSummarised: _LEDGER,
    e.BureauEstablished: "a bureau is told by its document; nothing is asked of it here",
    e.DivisionChanged: "each station is told when its own jurisdiction is resolved",
    e.OfficerPosted: "the bureau posts its own officers",
    e.OfficerLeft: "the bureau knows who leaves it",
    e.InterestDeclared: "a declaration is between the officer and the rules",
    e.CalendarPublished: "last days that it settles are told one by one",
    e.DayBegan: "what falls due on the day is told by reminders",
}
