"""An opinion's own events as rows: no words, no names."""

from typing import assert_never

from services.publication import streams
from services.publication.opinion.state import OpinionEvent
from shared.events.publication import OpinionClosedAsMoot, OpinionReceived, OpinionScreened
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel
from shared.eventsourcing.instants import milliseconds

_RECEIVED = """
INSERT INTO opinions
    (opinion_id, notice_id, application_id, station_id, side, stance, is_named, received_at, received_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (opinion_id) DO UPDATE SET version = excluded.version
"""
_SCREENED = "UPDATE opinions SET screening = $2, reason = $3, screened_on = $4, version = $5 WHERE opinion_id = $1"
_MOOT = "UPDATE opinions SET moot_on = $2, moot_reason = $3, version = $4 WHERE opinion_id = $1"


def project(event: OpinionEvent, version: int) -> list[Statement]:
    match event:
        case OpinionReceived() as e:
            about = (e.opinion_id, e.notice_id, e.application_id, e.station_id)
            instant = (e.received_at, milliseconds(e.received_at))
            return [(_RECEIVED, (*about, e.side.value, e.stance.value, e.is_named, *instant, version))]
        case OpinionScreened() as e:
            return [(_SCREENED, (e.opinion_id, e.result.value, e.reason, e.screened_on, version)), _caught_up(e)]
        case OpinionClosedAsMoot() as e:
            return [(_MOOT, (e.opinion_id, e.closed_on, e.reason, version)), _caught_up(e)]
        case _:
            assert_never(event)


def _caught_up(event: OpinionScreened | OpinionClosedAsMoot) -> Statement:
    """Decided one way or the other: a closing that a withdrawal left for the next day is no longer to be done."""
    return cancel(streams.opinion(event.opinion_id), streams.CLOSE_AS_MOOT)
