"""An announcement's own events as rows."""

from typing import assert_never

import orjson

from services.publication.announcement.state import AnnouncementEvent
from shared.events.publication import ResultPublished, RevocationPublished
from shared.eventsourcing.commits import Statement

_PUBLISHED = """
INSERT INTO announcements
    (announcement_id, kind, season_id, station_id, media, document_number, published_on, contents, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (announcement_id) DO UPDATE SET contents = excluded.contents, version = excluded.version
"""


def project(event: AnnouncementEvent, version: int) -> list[Statement]:
    match event:
        case ResultPublished() as e:
            result = (e.announcement_id, "result", e.season_id, "", e.media, e.document_number, e.published_on)
            return [(_PUBLISHED, (*result, _contents(e), version))]
        case RevocationPublished() as e:
            ended = (e.announcement_id, "revocation", "", e.station_id, e.media, "", e.published_on)
            return [(_PUBLISHED, (*ended, _contents(e), version))]
        case _:
            assert_never(event)


def _contents(event: ResultPublished | RevocationPublished) -> str:
    """The publication as it was printed."""
    told = event.model_dump(mode="json")
    names = ("titles",) if isinstance(event, ResultPublished) else ("station_name", "certificate_number", "ground")
    return orjson.dumps({name: told[name] for name in names}, option=orjson.OPT_SORT_KEYS).decode()
