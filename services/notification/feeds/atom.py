"""What is published to everybody, as a feed (RFC 4287): public notices, results, revocations, winners of contests.

Of winners the feed says that they are posted, where, and until when objections are taken; it names nobody. What a feed
has said cannot be taken back from its readers, and consent to be named can be: names are read on the contest's board.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson

from shared.database import Connection
from shared.events.notification import Language

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 50
_EPOCH = "1970-01-01T00:00:00+00:00"
_PUBLISHED = """
SELECT event_id, max(template) AS template, max(case_id) AS case_id, max(data::text) AS data,
       max(effective_at) AS effective_at
  FROM notices
 WHERE template IN ('public_notice_opened', 'public_notice_extended', 'public_notice_closed', 'result_published',
                    'revocation_published', 'restoration_published', 'winners_announced')
 GROUP BY event_id ORDER BY max(effective_at) DESC, event_id LIMIT $1
"""
_TITLES = {
    "public_notice_opened": ("公示开始", "Public notice opened"),
    "public_notice_extended": ("公示延期", "Public notice extended"),
    "public_notice_closed": ("公示结束", "Public notice closed"),
    "result_published": ("结果公布", "Result published"),
    "revocation_published": ("撤销公布", "Revocation published"),
    "restoration_published": ("恢复公布", "Restoration published"),
    "winners_announced": ("竞赛获奖人选公示", "Winners of a contest posted"),
}
_FEED = ("消费维权示范站公示公告", "Public notices of model stations")
_SEPARATORS = (("；", "：", "、"), ("; ", ": ", ", "))
"""Between two facts, a fact and its value, and two values, as in the titles in Chinese and in English."""
_FIELDS = {
    "opens_on": ("起", "from"),
    "closes_on": ("止", "until"),
    "closed_on": ("结束日期", "closed on"),
    "published_on": ("公布日期", "published on"),
    "announced_on": ("公示日期", "posted on"),
    "objections_until": ("异议截止", "objections until"),
    "document_number": ("文号", "document"),
    "media": ("媒体", "media"),
}
"""What of a notice the feed tells. What is not named here is not told, whatever the event holds."""


@dataclass(frozen=True, slots=True)
class Published:
    """Something that was published: an event, as its notice shows it."""

    event_id: UUID
    template: str
    case_id: str
    data: dict[str, Any]
    effective_at: datetime


async def published(connection: Connection) -> list[Published]:
    """The last fifty, the latest first."""
    rows = await connection.fetch(_PUBLISHED, _MOST)
    return [Published(**{**row, "data": orjson.loads(row["data"])}) for row in rows]


def feed(entries: Sequence[Published], language: Language) -> bytes:
    """The feed as a file."""
    place = 0 if language is Language.ZH else 1
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": str(language)})
    _say(root, "id", "urn:shifan:notices")
    _say(root, "title", _FEED[place])
    _say(root, "updated", entries[0].effective_at.isoformat() if entries else _EPOCH)
    _say(SubElement(root, "author"), "name", "Shifan 示范")
    for one in entries:
        entry = SubElement(root, "entry")
        _say(entry, "id", f"urn:uuid:{one.event_id}")
        _say(entry, "title", f"{_TITLES[one.template][place]} {one.case_id}")
        _say(entry, "updated", one.effective_at.isoformat())
        _say(entry, "content", _words(one.data, place))
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _words(data: dict[str, Any], place: int) -> str:
    told = [(names[place], data[field]) for field, names in _FIELDS.items() if data.get(field)]
    part, colon, item = _SEPARATORS[place]
    return part.join(f"{name}{colon}{item.join(value) if isinstance(value, list) else value}" for name, value in told)


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
