"""What others record of stations that bear a title: opinions about the title, surveys, moves, publications of its end.

They come in any order between topics, and each writes columns of its own.
"""

from shared.clock import SHANGHAI
from shared.events.event import Event
from shared.events.publication import OpinionReceived, OpinionScreened, RevocationPublished
from shared.events.registry import SatisfactionSurveyed, StationMoved
from shared.eventsourcing.commits import Statement

_OPINION = """
INSERT INTO title_opinions (opinion_id, station_id, certificate_number, side, received_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (opinion_id) DO UPDATE SET station_id = excluded.station_id,
    certificate_number = excluded.certificate_number, side = excluded.side, received_on = excluded.received_on
"""
_SCREENED = """
INSERT INTO title_opinions (opinion_id, screening, screened_on) VALUES ($1, $2, $3)
ON CONFLICT (opinion_id) DO UPDATE SET screening = excluded.screening, screened_on = excluded.screened_on
"""
_SURVEY = """
INSERT INTO surveys (survey_id, station_id, asked, satisfied, score_tenths, surveyed_on) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (survey_id) DO NOTHING
"""
_MOVED = """
INSERT INTO station_moves (station_id, moved_on) VALUES ($1, $2)
ON CONFLICT (station_id) DO UPDATE SET moved_on = greatest(station_moves.moved_on, excluded.moved_on)
"""
_PUBLISHED = """
INSERT INTO revocation_publications (announcement_id, certificate_number, published_on) VALUES ($1, $2, $3)
ON CONFLICT (announcement_id) DO NOTHING
"""


def project(event: Event) -> list[Statement]:
    """Of opinions those about a title alone: those about a candidate are the notice's matter."""
    match event:
        case OpinionReceived() if event.certificate_number:
            received_on = event.received_at.astimezone(SHANGHAI).date()
            about = (event.station_id, event.certificate_number, str(event.side))
            return [(_OPINION, (event.opinion_id, *about, received_on))]
        case OpinionScreened() if event.certificate_number:
            return [(_SCREENED, (event.opinion_id, str(event.result), event.screened_on))]
        case SatisfactionSurveyed():
            figures = (event.asked, event.satisfied, event.score_tenths, event.surveyed_on)
            return [(_SURVEY, (event.survey_id, event.station_id, *figures))]
        case StationMoved():
            return [(_MOVED, (event.station_id, event.moved_on))]
        case RevocationPublished():
            return [(_PUBLISHED, (event.announcement_id, event.certificate_number, event.published_on))]
        case _:
            return []
