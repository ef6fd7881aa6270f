"""What is told of the events of notices, opinions and announcements. Whose an opinion is, no message says."""

from collections.abc import Mapping

from services.notification.routing.whom import (
    CITY,
    COUNTY,
    HOST,
    RECEIPT,
    SEASON_PROVINCE,
    Route,
    To,
    direct,
    route,
)
from shared.events import publication as e
from shared.events.event import Event

_ON_NOTICE = (direct("host", "candidates.host_id"), direct("bureau", "candidates.bureau_code"))
_NOTICE_HOSTS = To("notice-hosts", "notice_id")
_TITLES = To("station-host", "titles.station_id")

ROUTES: Mapping[type[Event], Route] = {
    e.PublicNoticeOpened: route(
        *_ON_NOTICE, SEASON_PROVINCE, shows=("opens_on", "closes_on", "media"), station="", case="notice_id"
    ),
    e.CandidatesPutOnNotice: route(*_ON_NOTICE, shows=("opens_on", "closes_on"), station="", case="notice_id"),
    e.PublicNoticeCorrected: route(HOST, COUNTY, shows=("opens_on", "closes_on", "reason"), case="application_id"),
    e.CandidateHeld: route(HOST, COUNTY, shows=("held_on",), case="application_id"),
    e.CandidateReleased: route(HOST, COUNTY, RECEIPT, shows=("decided_on",), case="application_id"),
    e.CandidateStruckOff: route(HOST, COUNTY, RECEIPT, shows=("decided_on",), case="application_id"),
    e.CandidateWithdrawn: route(HOST, CITY, COUNTY, shows=("withdrawn_at",), case="application_id"),
    e.PublicNoticeExtended: route(
        _NOTICE_HOSTS, SEASON_PROVINCE, shows=("former_closes_on", "closes_on", "reason"), station="", case="notice_id"
    ),
    e.PublicNoticeClosed: route(_NOTICE_HOSTS, SEASON_PROVINCE, shows=("closed_on",), station="", case="notice_id"),
    e.OpinionReceived: route(CITY, RECEIPT, shows=("received_at",), case="opinion_id"),
    e.OpinionScreened: route(
        RECEIPT,
        To(COUNTY.kind, COUNTY.field, when=lambda event: event.county_investigates),
        shows=("screened_on",),
        case="opinion_id",
    ),
    e.InvestigationExtended: route(CITY, RECEIPT, shows=("due_on", "extended_on"), case="opinion_id"),
    e.ObjectionInvestigated: route(CITY, shows=("investigated_on",), case="opinion_id"),
    e.ObjectionDecided: route(HOST, COUNTY, RECEIPT, shows=("decided_on",), case="opinion_id"),
    e.ObjectorAnswered: route(RECEIPT, shows=("answered_on",), case="opinion_id"),
    e.ObjectionDaySettled: route(
        To("opinion-city", "opinion_id"), shows=("former_due_on", "due_on"), station="", case="opinion_id"
    ),
    e.OpinionClosedAsMoot: route(RECEIPT, CITY, shows=("closed_on",), case="opinion_id"),
    e.ResultPublished: route(
        _TITLES, shows=("media", "document_number", "published_on"), station="", case="announcement_id"
    ),
    e.RevocationPublished: route(HOST, COUNTY, shows=("media", "published_on"), case="certificate_number"),
    e.RestorationPublished: route(HOST, COUNTY, shows=("media", "published_on"), case="certificate_number"),
    e.CertificateIssued: route(HOST, shows=("certificate_number", "issued_on"), case="certificate_number"),
    e.CertificateWithdrawn: route(HOST, shows=("certificate_number", "withdrawn_on"), case="certificate_number"),
    e.CertificateReinstated: route(HOST, shows=("certificate_number", "reinstated_on"), case="certificate_number"),
}

UNTOLD: Mapping[type[Event], str] = {
    e.OpinionsGrouped: "it saves the city reading, and decides nothing",
}
