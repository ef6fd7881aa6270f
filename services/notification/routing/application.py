"""What is told of the events of seasons and applications."""

from collections.abc import Mapping

from services.notification.routing.whom import (
    CASE_HOST,
    CITY,
    COUNTY,
    HOST,
    SEASON_CITY,
    SEASON_COUNTIES,
    SEASON_HOSTS,
    SEASON_PROVINCE,
    THE_BUREAU,
    THE_HOST,
    Route,
    To,
    direct,
    route,
)
from shared.events import application as e
from shared.events.event import Event

_DRAFT = "a draft binds nobody and is its host's own"
_PLACES = "the recommendation or the reserve that it belongs to is told"

ROUTES: Mapping[type[Event], Route] = {
    e.SeasonDrafted: route(SEASON_PROVINCE, SEASON_CITY, shows=("year",), station="", case="season_id"),
    e.SeasonApproved: route(
        SEASON_CITY, shows=("issuer", "approval_number", "document_date"), station="", case="season_id"
    ),
    e.SeasonOpened: route(
        SEASON_CITY, SEASON_COUNTIES, SEASON_HOSTS, shows=("opened_on",), station="", case="season_id"
    ),
    e.SettingChanged: route(
        SEASON_CITY,
        SEASON_COUNTIES,
        SEASON_HOSTS,
        shows=("name", "former_value", "value", "basis", "changed_on"),
        station="",
        case="season_id",
    ),
    e.ApplicationsClosed: route(
        SEASON_CITY, SEASON_COUNTIES, shows=("filed", "closed_at"), station="", case="season_id"
    ),
    e.SeasonExtended: route(
        SEASON_CITY,
        SEASON_COUNTIES,
        SEASON_HOSTS,
        shows=("applications_close_on", "recommendations_due_on", "document_number"),
        station="",
        case="season_id",
    ),
    e.RecommendationsClosed: route(SEASON_CITY, SEASON_COUNTIES, shows=("closed_on",), station="", case="season_id"),
    e.SeasonClosed: route(SEASON_CITY, SEASON_COUNTIES, shows=("closed_on",), station="", case="season_id"),
    e.EvidenceChecked: route(HOST, shows=("grade", "checked_on"), case="application_id"),
    e.ApplicationFiled: route(THE_BUREAU, THE_HOST, shows=("filed_at",), case="application_id"),
    e.ApplicationReturned: route(HOST, shows=("missing", "due_on", "due_is_provisional"), case="application_id"),
    e.ApplicationRefiled: route(COUNTY, shows=("refiled_at",), case="application_id"),
    e.ApplicationAccepted: route(HOST, shows=("accepted_on",), case="application_id"),
    e.ApplicationNotAccepted: route(HOST, shows=("reasons", "refused_on"), case="application_id"),
    e.ApplicationWithdrawn: route(HOST, COUNTY, CITY, shows=("reason", "withdrawn_at"), case="application_id"),
    e.ApplicationHandedOver: route(
        direct("bureau", "from_bureau"),
        direct("bureau", "to_bureau"),
        HOST,
        shows=("to_bureau", "premises_moved", "handed_over_on"),
        case="application_id",
    ),
    e.InspectionRecorded: route(HOST, shows=("meets_standard", "inspected_on"), case="application_id"),
    e.RecommendationIssued: route(HOST, CITY, shows=("recommended_on",), case="application_id"),
    e.RecommendationRefused: route(HOST, shows=("reasons", "refused_on"), case="application_id"),
    e.RecommendationReturned: route(COUNTY, HOST, shows=("reasons", "returned_on"), case="application_id"),
    e.ApplicationPlacedInReserve: route(HOST, shows=("reserve_number", "placed_on"), case="application_id"),
    e.RecommendationExchanged: route(
        To("application-host", "promoted_application_id"),
        To("application-host", "demoted_application_id"),
        SEASON_CITY,
        shows=("promoted_application_id", "demoted_application_id", "reason", "exchanged_on"),
        station="",
        case="season_id",
    ),
    e.CaseAssigned: route(THE_BUREAU, shows=("assignee", "assigned_on"), station="", case="application_id"),
    e.CaseReleased: route(THE_BUREAU, shows=("released_on",), station="", case="application_id"),
    e.VetoChecked: route(
        To(CASE_HOST.kind, CASE_HOST.field, when=lambda event: not event.clear),
        shows=("checked_on",),
        case="application_id",
    ),
}

UNTOLD: Mapping[type[Event], str] = {
    e.CandidatesHandedOver: "it is a part of the end of recommendations, which is told",
    e.ApplicationDrafted: _DRAFT,
    e.SelfAssessed: _DRAFT,
    e.EvidenceAttached: _DRAFT,
    e.EvidenceRemoved: _DRAFT,
    e.QuotaPlaceTaken: _PLACES,
    e.QuotaPlaceFreed: _PLACES,
}
