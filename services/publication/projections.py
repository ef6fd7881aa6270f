"""Keeps publication's tables in step with its own events and with what it hears from others.

Events of other services come in any order between streams: each statement about them writes its own columns only.
"""

from typing import assert_never, get_args

import orjson

from services.publication import printed, projected_notices, streams
from shared.access import directory
from shared.events.application import ApplicationWithdrawn, Candidate, RecommendationsClosed
from shared.events.assessment import Certified, ListEntry, ListSubmitted, RecognitionRefused, Revoked, TitleEnded
from shared.events.event import Event
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateStruckOff,
    CandidateWithdrawn,
    OpinionClosedAsMoot,
    OpinionReceived,
    OpinionScreened,
    PublicationEvent,
    PublicNoticeClosed,
    PublicNoticeExtended,
    PublicNoticeOpened,
    ResultPublished,
    RevocationPublished,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.instants import milliseconds

_SEASON = """
INSERT INTO seasons (season_id, year, city_code, working_days, counts_first_day, recommendations_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (season_id) DO UPDATE SET year = excluded.year, city_code = excluded.city_code,
    working_days = excluded.working_days, counts_first_day = excluded.counts_first_day,
    recommendations_on = excluded.recommendations_on
"""
_CANDIDATE = """
INSERT INTO candidates (application_id, season_id, place, printed, took_part) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (application_id) DO UPDATE SET season_id = excluded.season_id, place = excluded.place,
    printed = excluded.printed, took_part = excluded.took_part
"""
_WITHDRAWN = """
INSERT INTO candidates (application_id, withdrawn_at) VALUES ($1, $2)
ON CONFLICT (application_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
"""
_LIST = """
INSERT INTO lists (season_id, list_id, submitted_on) VALUES ($1, $2, $3)
ON CONFLICT (season_id) DO UPDATE SET list_id = excluded.list_id, submitted_on = excluded.submitted_on
"""
_LISTED = """
INSERT INTO list_entries (application_id, season_id, place, is_listed) VALUES ($1, $2, $3, true)
ON CONFLICT (application_id) DO UPDATE SET place = excluded.place, is_listed = true
"""
_DECIDED = """
INSERT INTO list_entries (application_id, season_id, decision) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE SET decision = excluded.decision
"""
_CERTIFIED = """
INSERT INTO titles (certificate_number, station_id, season_id, printed, document_number, certified_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (certificate_number) DO UPDATE SET season_id = excluded.season_id, printed = excluded.printed,
    document_number = excluded.document_number, certified_on = excluded.certified_on
"""
_REVOKED = """
INSERT INTO titles (certificate_number, station_id, revoked_on, revoked_as, ground) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (certificate_number) DO UPDATE SET revoked_on = excluded.revoked_on, revoked_as = excluded.revoked_as,
    ground = excluded.ground
"""
_ENDED = """
INSERT INTO titles (certificate_number, station_id, ended_on, ended_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (certificate_number) DO UPDATE SET ended_on = excluded.ended_on, ended_by = excluded.ended_by
"""
_RECEIVED = """
INSERT INTO opinions
    (opinion_id, notice_id, application_id, station_id, side, stance, is_named, received_at, received_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (opinion_id) DO UPDATE SET version = excluded.version
"""
_SCREENED = "UPDATE opinions SET screening = $2, reason = $3, screened_on = $4, version = $5 WHERE opinion_id = $1"
_MOOT = "UPDATE opinions SET moot_on = $2, moot_reason = $3, version = $4 WHERE opinion_id = $1"
_PUBLISHED = """
INSERT INTO announcements
    (announcement_id, kind, season_id, station_id, media, document_number, published_on, contents, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (announcement_id) DO UPDATE SET contents = excluded.contents, version = excluded.version
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes here. Most events of others change nothing."""
    match recorded.event:
        case RecommendationsClosed() as e:
            return _recommended(e)
        case ApplicationWithdrawn() as e:
            return [(_WITHDRAWN, (e.application_id, e.withdrawn_at))]
        case ListSubmitted() | RecognitionRefused() | Certified() | Revoked() | TitleEnded() as e:
            return _decided(e)
        case event if isinstance(event, get_args(PublicationEvent)):
            return _own(event, recorded.version)
        case _:
            return directory.project(recorded)


def _recommended(e: RecommendationsClosed) -> list[Statement]:
    settings = e.settings
    season = (e.season_id, e.year, e.city_code, settings.notice_working_days, settings.notice_counts_first_day)
    candidates = [_candidate(e.season_id, place, candidate) for place, candidate in enumerate(e.candidates, 1)]
    return [(_SEASON, (*season, e.closed_on)), *candidates]


def _candidate(season_id: str, place: int, candidate: Candidate) -> Statement:
    took_part = sorted({*candidate.inspectors, candidate.recommender})
    as_printed = printed.as_json(printed.of_candidate(candidate))
    return _CANDIDATE, (candidate.application_id, season_id, place, as_printed, took_part)


def _decided(event: ListSubmitted | RecognitionRefused | Certified | Revoked | TitleEnded) -> list[Statement]:
    match event:
        case ListSubmitted() as e:
            entries = [_listed(e, entry) for entry in e.entries]
            return [(_LIST, (e.season_id, e.list_id, e.submitted_on)), *entries]
        case RecognitionRefused() as e:
            return [(_DECIDED, (e.application_id, e.season_id, "refused"))]
        case Certified() as e:
            return _certified(e)
        case Revoked() as e:
            revoked = (e.certificate_number, e.station_id, e.decided_on, e.station_name, e.ground.value)
            return [(_REVOKED, revoked)]
        case TitleEnded() as e:
            return [(_ENDED, (e.certificate_number, e.station_id, e.ended_on, e.ended_by.value))]
        case _:
            assert_never(event)


def _listed(e: ListSubmitted, entry: ListEntry) -> Statement:
    return _LISTED, (entry.application_id, e.season_id, entry.rank)


def _certified(e: Certified) -> list[Statement]:
    title = (e.certificate_number, e.station_id, e.season_id, printed.as_json(printed.of_title(e)))
    return [
        (_CERTIFIED, (*title, e.document_number, e.certified_on)),
        (_DECIDED, (e.application_id, e.season_id, "certified")),
    ]


def _own(event: PublicationEvent, version: int) -> list[Statement]:
    match event:
        case OpinionReceived() as e:
            about = (e.opinion_id, e.notice_id, e.application_id, e.station_id)
            instant = (e.received_at, milliseconds(e.received_at))
            return [(_RECEIVED, (*about, e.side.value, e.stance.value, e.is_named, *instant, version))]
        case OpinionScreened() as e:
            return [(_SCREENED, (e.opinion_id, e.result.value, e.reason, e.screened_on, version)), _caught_up(e)]
        case OpinionClosedAsMoot() as e:
            return [(_MOOT, (e.opinion_id, e.closed_on, e.reason, version)), _caught_up(e)]
        case ResultPublished() as e:
            result = (e.announcement_id, "result", e.season_id, "", e.media, e.document_number, e.published_on)
            return [(_PUBLISHED, (*result, _contents(e), version))]
        case RevocationPublished() as e:
            ended = (e.announcement_id, "revocation", "", e.station_id, e.media, "", e.published_on)
            return [(_PUBLISHED, (*ended, _contents(e), version))]
        case (
            PublicNoticeOpened()
            | PublicNoticeExtended()
            | PublicNoticeClosed()
            | CandidateHeld()
            | CandidateReleased()
            | CandidateStruckOff()
            | CandidateWithdrawn()
        ):
            return projected_notices.project(event, version)
        case _:
            assert_never(event)


def _caught_up(event: OpinionScreened | OpinionClosedAsMoot) -> Statement:
    """Decided one way or the other: a closing that a withdrawal left for the next day is no longer to be done."""
    return cancel(streams.opinion(event.opinion_id), streams.CLOSE_AS_MOOT)


def _contents(event: ResultPublished | RevocationPublished) -> str:
    """The publication as it was printed."""
    told = event.model_dump(mode="json")
    names = ("titles",) if isinstance(event, ResultPublished) else ("station_name", "certificate_number", "ground")
    return orjson.dumps({name: told[name] for name in names}, option=orjson.OPT_SORT_KEYS).decode()
