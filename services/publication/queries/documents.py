"""What can be asked of what was printed, and of certificates."""

from dataclasses import dataclass

import orjson
from asyncpg import Record

from services.publication import printing
from shared.database import Connection
from shared.events.catalogue import decode
from shared.events.event import Event

_COLUMNS = "document_id, kind, season_id, station_id, template, printed_sha256, printed_on"
_DOCUMENTS = f"""
SELECT {_COLUMNS} FROM prints
 WHERE kind = coalesce($1, kind) AND season_id = coalesce($2, season_id) AND station_id = coalesce($3, station_id)
   AND ($4::date IS NULL OR (printed_on, document_id) > ($4, $5))
 ORDER BY printed_on, document_id LIMIT $6
"""  # noqa: S608 (constants of ours)
_DOCUMENT = f"SELECT {_COLUMNS}, events FROM prints WHERE document_id = $1"  # noqa: S608
_CERTIFICATE = """
SELECT certificate_number, issued_on, withdrawn_on, because, reinstated_on, version, template, printed_sha256, events
  FROM certificates JOIN prints ON document_id = certificate_number AND kind = 'certificate'
 WHERE certificate_number = $1
"""


@dataclass(frozen=True, slots=True)
class DocumentsWanted:
    kind: str | None = None
    season_id: str | None = None
    station_id: str | None = None


async def documents(
    connection: Connection, wanted: DocumentsWanted, after: tuple[object, ...], limit: int
) -> list[Record]:
    """In the order in which they were printed."""
    return await connection.fetch(_DOCUMENTS, wanted.kind, wanted.season_id, wanted.station_id, *after, limit)


async def document(connection: Connection, document_id: str) -> Record | None:
    return await connection.fetchrow(_DOCUMENT, document_id)


async def certificate(connection: Connection, certificate_number: str) -> Record | None:
    return await connection.fetchrow(_CERTIFICATE, certificate_number)


def printed_again(document: Record) -> bytes:
    """The document from its events alone."""
    first, *further = map(_event, orjson.loads(document["events"]))
    assert isinstance(first, printing.Printable), "only what can be printed lies there"
    return printing.printed(first, *further)


def _event(kept: dict[str, object]) -> Event:
    return decode(str(kept["type"]), orjson.dumps(kept["payload"]))
