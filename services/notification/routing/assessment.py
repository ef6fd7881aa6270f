"""What is told of the events of assessment and of titles. That a check is on its way, no host is told."""

from collections.abc import Mapping

from services.notification.routing.whom import (
    CITY,
    COUNTY,
    HOST,
    PROVINCE,
    SEASON_CITY,
    SEASON_PROVINCE,
    THE_HOST,
    Route,
    To,
    route,
)
from shared.events import assessment as e
from shared.events.event import Event

_PANEL = "the city's own panel has done it; what it leads to is told"
_LISTED = To("station-host", "entries.station_id")

ROUTES: Mapping[type[Event], Route] = {
    e.PanelAppointed: route(SEASON_CITY, shows=("appointed_on",), station="", case="panel_id"),
    e.AssessorRecused: route(SEASON_CITY, shows=("recused_on",), case="application_id"),
    e.JointRemarkOrdered: route(SEASON_CITY, shows=("dimensions", "ordered_on"), case="application_id"),
    e.AssessmentPassed: route(HOST, COUNTY, shows=("concluded_on",), case="application_id"),
    e.AssessmentFailed: route(HOST, COUNTY, shows=("reasons", "concluded_on"), case="application_id"),
    e.ListSubmitted: route(SEASON_PROVINCE, _LISTED, shows=("submitted_on",), station="", case="list_id"),
    e.ListSupplemented: route(
        SEASON_PROVINCE, _LISTED, shows=("supplement", "reason", "supplemented_on"), station="", case="list_id"
    ),
    e.SpotCheckOrdered: route(CITY, PROVINCE, shows=("ordered_on",), case="check_id"),
    e.SpotCheckRecorded: route(HOST, CITY, shows=("passed", "checked_on"), case="check_id"),
    e.RecognitionRefused: route(HOST, CITY, shows=("reasons", "refused_on"), case="application_id"),
    e.UnannouncedVisitRecorded: route(HOST, COUNTY, shows=("is_in_order", "visited_on"), case="visit_id"),
    e.VetoFound: route(HOST, CITY, PROVINCE, shows=("item", "found_on"), case="application_id"),
    e.TitleDeclined: route(HOST, CITY, PROVINCE, shows=("declined_on",), case="application_id"),
    e.DrawRevealed: route(SEASON_CITY, SEASON_PROVINCE, shows=("revealed_on",), station="", case="draw_id"),
    e.Certified: route(THE_HOST, COUNTY, CITY, shows=("certificate_number", "certified_on"), case="certificate_number"),
    e.PlaqueHandedOver: route(HOST, shows=("plaque_number", "handed_over_on"), case="certificate_number"),
    e.PlaqueReturned: route(HOST, PROVINCE, shows=("plaque_number", "returned_on"), case="certificate_number"),
    e.PlaqueDeclaredVoid: route(
        HOST, PROVINCE, shows=("plaque_number", "reason", "declared_on"), case="certificate_number"
    ),
    e.TitleSuspended: route(HOST, COUNTY, shows=("reason", "suspended_on"), case="certificate_number"),
    e.TitleResumed: route(HOST, COUNTY, shows=("resumed_on",), case="certificate_number"),
    e.TitleEnded: route(HOST, COUNTY, PROVINCE, shows=("ended_by", "ended_on"), case="certificate_number"),
    e.RectificationOrdered: route(HOST, COUNTY, shows=("findings", "due_on", "due_is_provisional"), case="order_id"),
    e.RectificationAccepted: route(HOST, shows=("accepted_on",), case="order_id"),
    e.RectificationDaySettled: route(HOST, COUNTY, shows=("former_due_on", "due_on"), case="order_id"),
    e.ReviewFellDue: route(HOST, COUNTY, shows=("opens_on", "closes_on"), case="certificate_number"),
    e.ReviewReminded: route(HOST, shows=("days_left", "closes_on"), case="certificate_number"),
    e.ReviewSubmitted: route(COUNTY, shows=("submitted_on",), case="certificate_number"),
    e.ReviewPassed: route(HOST, shows=("reviewed_on",), case="certificate_number"),
    e.ReviewFailed: route(HOST, CITY, shows=("findings", "reviewed_on"), case="certificate_number"),
    e.TitleLapsed: route(HOST, COUNTY, PROVINCE, shows=("closes_on", "lapsed_on"), case="certificate_number"),
    e.RevocationProposed: route(HOST, PROVINCE, shows=("ground", "facts", "proposed_on"), case="certificate_number"),
    e.DefenceHeard: route(HOST, PROVINCE, shows=("heard_on",), case="certificate_number"),
    e.DefenceWaived: route(HOST, PROVINCE, shows=("waived_on",), case="certificate_number"),
    e.Revoked: route(
        HOST,
        COUNTY,
        CITY,
        shows=("reasons", "document_number", "appeal_days", "decided_on"),
        case="certificate_number",
    ),
    e.DecisionServed: route(HOST, PROVINCE, shows=("served_on", "appeal_until"), case="document_number"),
    e.AppealLodged: route(PROVINCE, HOST, shows=("organ", "lodged_on"), case="appeal_id"),
    e.AppealDecided: route(HOST, COUNTY, shows=("outcome", "organ", "decided_on"), case="appeal_id"),
    e.RevocationSetAside: route(HOST, COUNTY, CITY, shows=("document_number", "set_aside_on"), case="appeal_id"),
}

UNTOLD: Mapping[type[Event], str] = {
    e.RubricPublished: "a standard binds by the season that names it, whose opening is told",
    e.AssessmentScored: _PANEL,
    e.DrawCommitted: "nobody is drawn yet, and whoever it may be is not warned",
}
