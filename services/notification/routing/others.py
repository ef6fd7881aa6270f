"""What is told of contests, and of notification's own reminders; nobody is told what the audit records."""

from collections.abc import Mapping

from services.notification.routing.whom import (
    CONTEST_HOSTS,
    HOST,
    ORGANISER,
    STAFF,
    STAFF_HOST,
    THE_BUREAU,
    THE_HOST,
    Route,
    direct,
    route,
)
from shared.events import audit, incentives, notification
from shared.events.event import Event

_DELIVERY = "a delivery is shown beside its message; a message about it would never end"
_SCORES = "what goes into a total is told by the board that is frozen"

ROUTES: Mapping[type[Event], Route] = {
    incentives.ContestAnnounced: route(
        THE_HOST, THE_BUREAU, shows=("title", "nominations_until"), station="", case="contest_id"
    ),
    incentives.StaffNominated: route(STAFF, THE_HOST, shows=("staff_id", "nominated_on"), case="contest_id"),
    incentives.NominationWithdrawn: route(
        STAFF, STAFF_HOST, shows=("staff_id", "reason", "withdrawn_on"), station="", case="contest_id"
    ),
    incentives.NominationReviewed: route(
        STAFF, STAFF_HOST, shows=("staff_id", "qualified", "reasons", "reviewed_on"), station="", case="contest_id"
    ),
    incentives.VotingOpened: route(
        ORGANISER, CONTEST_HOSTS, shows=("until", "opened_on"), station="", case="contest_id"
    ),
    incentives.VotesSetAside: route(
        ORGANISER, CONTEST_HOSTS, shows=("votes", "reason", "set_aside_on"), station="", case="contest_id"
    ),
    incentives.LeaderboardFrozen: route(
        ORGANISER,
        CONTEST_HOSTS,
        direct("staff", "rows.staff_id"),
        shows=("frozen_on", "sha256"),
        station="",
        case="contest_id",
    ),
    incentives.WinnersAnnounced: route(
        ORGANISER,
        CONTEST_HOSTS,
        direct("staff", "winners.staff_id"),
        shows=("objections_until", "announced_on"),
        station="",
        case="contest_id",
    ),
    incentives.ContestClosed: route(
        ORGANISER,
        direct("staff", "ranking.staff_id"),
        shows=("closed_on",),
        station="",
        case="contest_id",
    ),
    incentives.StaffAwarded: route(
        STAFF, THE_HOST, HOST, shows=("staff_id", "rank", "honour", "awarded_on"), case="contest_id"
    ),
    incentives.RewardGiven: route(STAFF, HOST, shows=("staff_id", "kind", "what", "given_on"), case="contest_id"),
    incentives.AwardReviewOpened: route(
        ORGANISER, STAFF, HOST, shows=("staff_id", "certificate_number", "opened_on"), case="contest_id"
    ),
    incentives.AwardWithdrawn: route(
        ORGANISER, STAFF, HOST, shows=("staff_id", "reason", "to_return_fen", "withdrawn_on"), case="contest_id"
    ),
}

UNTOLD: Mapping[type[Event], str] = {
    incentives.KnowledgeTested: _SCORES,
    incentives.StaffScored: _SCORES,
    incentives.VoteCast: "whoever votes is known to nobody, and how the votes stand is not told before the board is",
    audit.AccessLogged: "it is for the auditor, who asks for it",
    audit.CheckpointSigned: "it changes nobody's duty; who watches the logs reads their checkpoints",
    notification.PreferenceSet: "who has set it knows it",
    notification.DeliverySucceeded: _DELIVERY,
    notification.DeliveryFailed: _DELIVERY,
}
