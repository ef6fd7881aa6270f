"""The yearly reviews as rows, and what falls due for them.

When a chapter is opened, every title in force that an earlier season has given to a station of that city is put down
for review. That may be known here in any order: the chapter's settings, its opening, the title, and where its station
stands. So each of these puts down anew whatever is not put down rightly; a review that has fallen due stays as it is.
"""

from datetime import date, timedelta

from services.assessment import streams
from services.assessment.streams import (
    END_REVIEW_WINDOW,
    LET_REVIEW_FALL_DUE,
    REMIND_OF_REVIEW,
    SETTLE_RECTIFICATION_DAY,
)
from shared.access.roles import Level
from shared.clock import SHANGHAI
from shared.events.application import RecommendationsClosed, SeasonExtended, SeasonOpened, SettingChanged
from shared.events.assessment import (
    Certified,
    RectificationOrdered,
    ReviewFailed,
    ReviewFellDue,
    ReviewPassed,
    ReviewReminded,
    ReviewSubmitted,
    RevocationSetAside,
    Revoked,
    TitleEnded,
    TitleLapsed,
)
from shared.events.event import Event
from shared.events.registry import DayBegan, StationMoved
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel, schedule
from shared.eventsourcing.envelope import Recorded

REMINDERS = (30, 7)
"""So many days before the last one, as far as they are still to come."""

_NOT_OF_SEASON = "DELETE FROM due WHERE command = $1 AND arguments ->> 'season_id' = $2"
_NOT_OF_STATION = "DELETE FROM due WHERE command = ANY($1::text[]) AND arguments ->> 'station_id' = $2"
# A title is its season's city's as long as the station stands there, and else that of the city where it stands.
# Of two chapters of one year, between which the station has moved, the first one that let the review fall due has it.
_PUT_DOWN = f"""
INSERT INTO due ("on", stream, command, arguments)
SELECT s.review_opens_on, 'title-' || t.station_id || '/' || s.season_id, '{LET_REVIEW_FALL_DUE}',
       jsonb_build_object('station_id', t.station_id, 'season_id', s.season_id,
                          'opens_on', s.review_opens_on, 'closes_on', s.review_closes_on)
  FROM seasons s
  JOIN titles t ON t.year < s.year
  JOIN seasons own ON own.season_id = t.season_id
  LEFT JOIN stations st ON st.station_id = t.station_id
 WHERE s.opened_on IS NOT NULL AND s.review_opens_on > '0001-01-01'
   AND s.review_closes_on >= greatest($2::date, s.review_opens_on)
   AND left(s.city_code, 4) = left(coalesce(nullif(st.division_code, ''), own.city_code), 4)
   AND t.revoked_on IS NULL AND t.ended_on IS NULL AND t.lapsed_on IS NULL
   AND NOT EXISTS (SELECT FROM reviews r JOIN seasons x ON x.season_id = r.season_id
                    WHERE r.certificate_number = t.certificate_number AND x.year = s.year)
   AND %s = $1
ON CONFLICT (stream, command) DO UPDATE SET "on" = excluded."on", arguments = excluded.arguments
"""  # noqa: S608 (constants of ours)
_PUT_DOWN_SEASON = _PUT_DOWN % "s.season_id"
_PUT_DOWN_STATION = _PUT_DOWN % "t.station_id"
# Whose window was over before anybody was told of it is not told any more.
_TOO_LATE = """
DELETE FROM due WHERE command = ANY($1::text[]) AND (arguments ->> 'closes_on')::date < $2
"""

_FELL_DUE = """
INSERT INTO reviews (certificate_number, season_id, station_id, opens_on, closes_on, fell_due_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (certificate_number, season_id) DO NOTHING
"""
_SUBMITTED = """
UPDATE reviews SET submitted_on = $3, form_sha256 = $4, summary = $5 WHERE certificate_number = $1 AND season_id = $2
"""
_JUDGED = """
UPDATE reviews SET passed = $3, findings = $4, reviewed_on = $5 WHERE certificate_number = $1 AND season_id = $2
"""
_MISSED = """
UPDATE reviews SET missed_on = $2
 WHERE certificate_number = $1 AND submitted_on IS NULL AND missed_on IS NULL AND closes_on < $2
"""
_LAPSED = "UPDATE reviews SET lapsed_on = $3 WHERE certificate_number = $1 AND season_id = $2"
_TITLE_LAPSED = "UPDATE titles SET lapsed_on = $2 WHERE certificate_number = $1"
_OVER = "UPDATE reviews SET over_on = $2 WHERE certificate_number = $1 AND passed IS NULL AND over_on IS NULL"
# A window that was over while the title was revoked has ended without anything that follows from it.
_GOES_ON = "UPDATE reviews SET over_on = NULL WHERE certificate_number = $1"
_ENDS_AFTER_ALL = f"""
INSERT INTO due ("on", stream, command, arguments)
SELECT r.closes_on + 1, 'title-' || r.station_id || '/' || r.season_id, '{END_REVIEW_WINDOW}',
       jsonb_build_object('station_id', r.station_id, 'season_id', r.season_id)
  FROM reviews r WHERE r.certificate_number = $1 AND r.submitted_on IS NULL AND r.closes_on >= $2
ON CONFLICT (stream, command) DO NOTHING
"""  # noqa: S608 (constants of ours)


_OF_A_WINDOW = (REMIND_OF_REVIEW, END_REVIEW_WINDOW)
_OF_A_TITLE = (LET_REVIEW_FALL_DUE, *_OF_A_WINDOW, SETTLE_RECTIFICATION_DAY)


def project(recorded: Recorded[Event]) -> list[Statement]:
    """After the other projections have taken the event: seasons, titles and stations are as it has left them."""
    event, day = recorded.event, recorded.effective_at.astimezone(SHANGHAI).date()
    match event:
        case SeasonOpened() | SettingChanged() | SeasonExtended() | RecommendationsClosed():
            nothing = (_NOT_OF_SEASON, (LET_REVIEW_FALL_DUE, event.season_id))
            return [nothing, (_PUT_DOWN_SEASON, (event.season_id, day))]
        case StationMoved():
            return [
                _nothing(event.station_id, LET_REVIEW_FALL_DUE),
                (_PUT_DOWN_STATION, (event.station_id, day)),
            ]
        case DayBegan():
            return [(_TOO_LATE, ([LET_REVIEW_FALL_DUE, REMIND_OF_REVIEW], event.day))]
        case RectificationOrdered() if recorded.attributes.get("level") == Level.SERVICE:
            missed = (_MISSED, (event.certificate_number, event.ordered_on))
            return [missed, _nothing(event.station_id, *_OF_A_WINDOW)]
        case _:
            return [*_of_the_review(event), *_of_the_title(event, day)]


def _nothing(station_id: str, *commands: str) -> Statement:
    """None of these is to be done for the station any more."""
    return _NOT_OF_STATION, (list(commands), station_id)


def _of_the_review(event: Event) -> list[Statement]:
    match event:
        case ReviewFellDue():
            return _fell_due(event)
        case ReviewReminded():
            return [cancel(_reminder(event, event.days_left), REMIND_OF_REVIEW)]
        case ReviewSubmitted():
            sent = (event.submitted_on, event.form_sha256, event.summary)
            submitted = (_SUBMITTED, (event.certificate_number, event.season_id, *sent))
            return [submitted, _nothing(event.station_id, *_OF_A_WINDOW)]
        case ReviewPassed() | ReviewFailed():
            found = (isinstance(event, ReviewPassed), event.findings, event.reviewed_on)
            return [(_JUDGED, (event.certificate_number, event.season_id, *found))]
        case _:
            return []


def _fell_due(event: ReviewFellDue) -> list[Statement]:
    """The window of an earlier season is behind this one."""
    review = streams.review(event.station_id, event.season_id)
    about: dict[str, object] = {"station_id": event.station_id, "season_id": event.season_id}
    window = (event.station_id, event.opens_on, event.closes_on, event.fell_due_on)
    reminders = [(days, event.closes_on - timedelta(days=days)) for days in REMINDERS]
    return [
        (_FELL_DUE, (event.certificate_number, event.season_id, *window)),
        cancel(review, LET_REVIEW_FALL_DUE),
        _nothing(event.station_id, *_OF_A_WINDOW),
        *(
            schedule(
                on,
                _reminder(event, days),
                REMIND_OF_REVIEW,
                about | {"days_left": days, "closes_on": event.closes_on},
            )
            for days, on in reminders
            if on > event.fell_due_on
        ),
        schedule(event.closes_on + timedelta(days=1), review, END_REVIEW_WINDOW, about),
    ]


def _reminder(event: ReviewFellDue | ReviewReminded, days: int) -> str:
    return f"{streams.review(event.station_id, event.season_id)}/{days}"


def _of_the_title(event: Event, day: date) -> list[Statement]:
    """What is over is not looked after any more; what is restored is again, as far as its days are still to come."""
    match event:
        case Certified():
            return [(_PUT_DOWN_STATION, (event.station_id, day))]
        case Revoked():
            over = (_OVER, (event.certificate_number, event.decided_on))
            return [over, _nothing(event.station_id, *_OF_A_TITLE)]
        case TitleEnded():
            over = (_OVER, (event.certificate_number, event.ended_on))
            return [over, _nothing(event.station_id, *_OF_A_TITLE)]
        case TitleLapsed():
            return [
                (_TITLE_LAPSED, (event.certificate_number, event.lapsed_on)),
                (_LAPSED, (event.certificate_number, event.season_id, event.lapsed_on)),
                _nothing(event.station_id, *_OF_A_TITLE),
            ]
        case RevocationSetAside():
            return [
                (_GOES_ON, (event.certificate_number,)),
                (_ENDS_AFTER_ALL, (event.certificate_number, event.set_aside_on)),
                (_PUT_DOWN_STATION, (event.station_id, day)),
            ]
        case _:
            return []
