"""Which events set a last day, move it, or make it pointless. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.notification.reminder.commands import Deadline
from shared.events.application import (
    ApplicationRefiled,
    ApplicationReturned,
    ApplicationsClosed,
    ApplicationWithdrawn,
    RecommendationsClosed,
    SeasonDrafted,
    SeasonExtended,
    SeasonSettings,
    SettingChanged,
)
from shared.events.assessment import (
    AppealLodged,
    DecisionServed,
    ListSubmitted,
    RectificationAccepted,
    RectificationDaySettled,
    RectificationOrdered,
    ReviewFellDue,
    ReviewSubmitted,
    TitleLapsed,
)
from shared.events.event import Event
from shared.events.incentives import (
    ContestAnnounced,
    ContestClosed,
    LeaderboardFrozen,
    VotingOpened,
    WinnersAnnounced,
)
from shared.events.notification import DeadlineKind
from shared.events.publication import (
    InvestigationExtended,
    ObjectionDaySettled,
    ObjectionDecided,
    OpinionClosedAsMoot,
    OpinionScreened,
    PublicNoticeClosed,
    PublicNoticeExtended,
    PublicNoticeOpened,
)


def opened(event: Event) -> tuple[Deadline, ...]:
    """The deadlines that the event sets or moves."""
    return (*_of_seasons(event), *_of_stations(event), *_of_notices(event), *_of_contests(event))


def _deadline(what: DeadlineKind, case: str, whose: str, about: str, due_on: date, station: str = "") -> Deadline:
    return Deadline(_id(what, case), what, whose, about, station, case, due_on)


def _id(what: DeadlineKind, case: str) -> str:
    return f"{what}-{case}"


def _of_seasons(event: Event) -> Iterator[Deadline]:
    match event:
        case SeasonDrafted(season_id=season, settings=settings, city_code=city, province_code=province):
            if city != province:  # The whole province's season has no last days of its own: its chapters have.
                yield from _settings(season, settings)
        case SettingChanged(season_id=season, settings=settings):
            yield from _settings(season, settings)
        case SeasonExtended(season_id=season, settings=settings):
            yield from _settings(season, settings)
        case _:
            return


def _settings(season: str, settings: SeasonSettings) -> Iterator[Deadline]:
    yield _deadline(DeadlineKind.APPLICATIONS, season, "season-hosts", season, settings.applications_close_on)
    yield _deadline(DeadlineKind.RECOMMENDATIONS, season, "season-counties", season, settings.recommendations_due_on)
    yield _deadline(DeadlineKind.SUBMISSION, season, "season-city", season, settings.submission_due_on)


def _of_stations(event: Event) -> Iterator[Deadline]:
    match event:
        case ApplicationReturned(application_id=case, station_id=station, due_on=due_on):
            yield _deadline(DeadlineKind.CORRECTION, case, "station-host", station, due_on, station)
        case RectificationOrdered(order_id=case, station_id=station, due_on=due_on):
            yield _deadline(DeadlineKind.RECTIFICATION, case, "station-host", station, due_on, station)
        case RectificationDaySettled(order_id=case, station_id=station, due_on=due_on):
            yield _deadline(DeadlineKind.RECTIFICATION, case, "station-host", station, due_on, station)
        case ReviewFellDue(certificate_number=case, station_id=station, closes_on=due_on):
            yield _deadline(DeadlineKind.REVIEW, case, "station-host", station, due_on, station)
        case DecisionServed(station_id=station, appeal_until=date() as due_on):
            yield _deadline(DeadlineKind.APPEAL, station, "station-host", station, due_on, station)
        case _:
            return


def _of_notices(event: Event) -> Iterator[Deadline]:
    match event:
        case PublicNoticeOpened(notice_id=case, season_id=season, closes_on=due_on):
            yield _deadline(DeadlineKind.NOTICE, case, "season-city", season, due_on)
        case PublicNoticeExtended(notice_id=case, season_id=season, closes_on=due_on):
            yield _deadline(DeadlineKind.NOTICE, case, "season-city", season, due_on)
        case OpinionScreened(opinion_id=case, investigation_due_on=date() as due_on):
            yield _deadline(DeadlineKind.INVESTIGATION, case, "opinion-city", case, due_on)
        case InvestigationExtended(opinion_id=case, due_on=due_on):
            yield _deadline(DeadlineKind.INVESTIGATION, case, "opinion-city", case, due_on)
        case ObjectionDaySettled(opinion_id=case, due_on=due_on, what="investigation"):
            yield _deadline(DeadlineKind.INVESTIGATION, case, "opinion-city", case, due_on)
        case _:
            return


def _of_contests(event: Event) -> Iterator[Deadline]:
    match event:
        case ContestAnnounced(contest_id=contest, nominations_until=until):
            yield _deadline(DeadlineKind.NOMINATIONS, contest, "contest-organiser", contest, until)
        case VotingOpened(contest_id=contest, until=until):
            yield _deadline(DeadlineKind.VOTING, contest, "contest-organiser", contest, until)
        case WinnersAnnounced(contest_id=contest, objections_until=until):
            yield _deadline(DeadlineKind.OBJECTIONS, contest, "contest-organiser", contest, until)
        case _:
            return


_CLOSES: Mapping[type[Event], tuple[str, *tuple[DeadlineKind, ...]]] = {
    ApplicationRefiled: ("application_id", DeadlineKind.CORRECTION),
    ApplicationWithdrawn: ("application_id", DeadlineKind.CORRECTION),
    ApplicationsClosed: ("season_id", DeadlineKind.APPLICATIONS),
    RecommendationsClosed: ("season_id", DeadlineKind.RECOMMENDATIONS),
    ListSubmitted: ("season_id", DeadlineKind.SUBMISSION),
    RectificationAccepted: ("order_id", DeadlineKind.RECTIFICATION),
    ReviewSubmitted: ("certificate_number", DeadlineKind.REVIEW),
    TitleLapsed: ("certificate_number", DeadlineKind.REVIEW),
    AppealLodged: ("station_id", DeadlineKind.APPEAL),
    PublicNoticeClosed: ("notice_id", DeadlineKind.NOTICE),
    ObjectionDecided: ("opinion_id", DeadlineKind.INVESTIGATION),
    OpinionClosedAsMoot: ("opinion_id", DeadlineKind.INVESTIGATION),
    LeaderboardFrozen: ("contest_id", DeadlineKind.VOTING),
    ContestClosed: ("contest_id", DeadlineKind.NOMINATIONS, DeadlineKind.OBJECTIONS),
}
"""The field that tells whose deadline it was, and what is done with these events."""


def closed(event: Event) -> tuple[str, ...]:
    """The ids of the deadlines that the event makes pointless; none, most of the time."""
    if type(event) not in _CLOSES:
        return ()
    field, *done = _CLOSES[type(event)]
    return tuple(_id(what, getattr(event, field)) for what in done)


def is_final(event: Event) -> bool:
    """Whether what the event makes pointless stays so, also where its last day is moved afterwards."""
    return isinstance(event, ListSubmitted)
