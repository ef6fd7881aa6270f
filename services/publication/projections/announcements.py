"""An announcement's own events as rows."""

from typing import assert_never

import orjson

from services.publication.announcement.state import AnnouncementEvent
from shared.events.publication import RestorationPublished, ResultPublished, RevocationPublished
from shared.eventsourcing.commits import Statement

_PUBLISHED = """
INSERT INTO announcements
    (announcement_id, kind, season_id, station_id, media, document_number, published_on, contents, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (announcement_id) DO UPDATE SET contents = excluded.contents, version = excluded.version
"""
_NEXT_PART = """
UPDATE announcements
   SET contents = jsonb_set(contents, '{titles}', (contents -> 'titles') || ($2::jsonb -> 'titles')), version = $3
 WHERE announcement_id = $1 AND version < $3
"""
_TITLES = """
INSERT INTO published_titles (certificate_number, announcement_id) SELECT unnest($1::text[]), $2
ON CONFLICT (certificate_number) DO NOTHING
"""


def project(event: AnnouncementEvent, version: int) -> list[Statement]:
    match event:
        case ResultPublished() as e:
            return _result(e, version)
        case RevocationPublished() as e:
            revoked = (e.announcement_id, "revocation", "", e.station_id, e.media, e.document_number, e.published_on)
            return [(_PUBLISHED, (*revoked, _contents(e, "station_name", "certificate_number", "ground"), version))]
        case RestorationPublished() as e:
            restored = (e.announcement_id, "restoration", "", e.station_id, e.media, e.document_number, e.published_on)
            return [(_PUBLISHED, (*restored, _contents(e, "station_name", "certificate_number"), version))]
        case _:
            assert_never(event)


def _result(e: ResultPublished, version: int) -> list[Statement]:
    """The parts of a long list make one announcement."""
    contents = _contents(e, "titles", "supplements")
    titles: Statement = (_TITLES, ([title.certificate_number for title in e.titles], e.announcement_id))
    if e.part > 1:
        return [(_NEXT_PART, (e.announcement_id, contents, version)), titles]
    result = (e.announcement_id, "result", e.season_id, "", e.media, e.document_number, e.published_on)
    return [(_PUBLISHED, (*result, contents, version)), titles]


def _contents(event: AnnouncementEvent, *names: str) -> str:
    """The publication as it was printed."""
    told = event.model_dump(mode="json")
    return orjson.dumps({name: told[name] for name in names}, option=orjson.OPT_SORT_KEYS).decode()
