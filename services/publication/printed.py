"""What is printed of a candidate and of a title: names of the day, kept as they were, never looked up again."""

import orjson

from shared.events.application import Candidate
from shared.events.assessment import Certified
from shared.events.event import Part
from shared.events.publication import NoticeCandidate, PublishedTitle


def of_candidate(candidate: Candidate) -> NoticeCandidate:
    """A recommended station as a notice prints it: without who inspected or recommended it."""
    return NoticeCandidate(
        application_id=candidate.application_id,
        station_id=candidate.station_id,
        host_id=candidate.host_id,
        station_name=candidate.station_name,
        host_name=candidate.host_name,
        kind=candidate.kind,
        trade=candidate.trade,
        bureau_code=candidate.bureau_code,
        bureau_name=candidate.bureau_name,
    )


def of_title(certified: Certified) -> PublishedTitle:
    """A title as the province publishes it, with the names of the day on which it was given."""
    return PublishedTitle(
        station_id=certified.station_id,
        station_name=certified.station_name,
        host_name=certified.host_name,
        trade=certified.trade,
        bureau_name=certified.bureau_name,
        certificate_number=certified.certificate_number,
    )


def as_json(part: Part) -> str:
    """As a column of type jsonb takes it."""
    return orjson.dumps(part.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS).decode()
