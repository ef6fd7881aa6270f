"""`./shifan history` and `./shifan search`: what happened, across services and levels, as the audit tells it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from deploy.asking import all_pages, client
from deploy.using import reached
from deploy.words import Language, table, word
from shared.access.roles import Level

_BY_PAGES = frozenset({"bureaus", "people"})
_SHOWN = 60
"""So much of a value is shown in a table; --json has all of it."""


async def history(folder: Path | None, kind: str, subject: str, as_of: str, as_of_position: str) -> dict[str, Any]:
    """The audit service's answer, of all pages; `kind` is the word of the route, as `stations`."""
    wanted = {name: value for name, value in (("as_of", as_of), ("as_of_position", as_of_position)) if value}
    async with reached(folder, ("audit",)) as there, client(there.issuer_key, Level.AUDITOR) as asker:
        url = f"{there.urls['audit']}/v1/{kind}/{quote(subject, safe='')}/history"
        if kind in _BY_PAGES:
            return _counted({"id": subject} | await all_pages(asker, url, wanted))
        return {"id": subject} | await all_pages(asker, url, wanted, follow="after", limit=5_000)


async def search(folder: Path | None, wanted: Mapping[str, Any], most: int) -> dict[str, Any]:
    """The entries that are found, at most so many; `next` says where it would go on."""
    said = {name: value for name, value in wanted.items() if value}
    async with reached(folder, ("audit",)) as there, client(there.issuer_key, Level.AUDITOR) as asker:
        url = f"{there.urls['audit']}/v1/search"
        return _counted(await all_pages(asker, url, said, most=most))


def _counted(found: dict[str, Any]) -> dict[str, Any]:
    """With how many there are, where the answer comes by pages and does not say."""
    return {"total": len(found["items"])} | found


def history_table(found: dict[str, Any], lang: Language, *, changes: bool = False) -> Any:
    """The entries, one a row; with `changes` also what each field was before and after."""
    columns = ["when", "level", "bureau", "actor", "act", "reason"]
    rows = [
        (
            item["effective_at"][:16].replace("T", " "),
            word("service-level" if item["level"] == "service" else item["level"], lang),
            _bureau(item, lang),
            f"{item['actor']} {item['post']}".strip(),
            _act(item, lang),
            item["reason"],
            *([_changes(item)] if changes else []),
        )
        for item in found["items"]
    ]
    return table([*columns, "before → after"] if changes else columns, rows, lang)


def _changes(item: dict[str, Any]) -> str:
    """What the act changed, a field a line."""
    lines = (f"{one['field']}: {_value(one['before'])} → {_value(one['after'])}" for one in item["changes"] or ())
    return "\n".join(lines)


def _value(value: Any) -> str:
    text = "–" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _bureau(item: dict[str, Any], lang: Language) -> str:
    """The bureau by its name of that day, and for whom it acted."""
    other = item.get("onbehalfof", "")
    if not other:
        return str(item["bureauname"])
    return f"{item['bureauname']}（代{other}）" if lang == "zh" else f"{item['bureauname']} (for {other})"


def summary(found: dict[str, Any], lang: Language) -> str:
    """One line on how much was found; of a station, also on where its title stands."""
    entries = f"{found['total']} {word('entries', lang)}"
    if "title" not in found:
        more = "" if found.get("next") is None else "…"
        return f"{found['id']}: {entries}" if "id" in found else f"{entries}{more}"
    title = found["title"]
    number = f" {title['certificate_number']}" if title["certificate_number"] else ""
    since = f" ({title['since']})" if title["since"] else ""
    standing = f"{word('title', lang)} {word(title['status'], lang)}{number}{since}"
    return f"{found['station_id']}: {entries}; {standing}"


def _act(item: dict[str, Any], lang: Language) -> str:
    """The event's name with the field's own term; in Chinese the term alone."""
    term = item["act"]["zh"]
    return term if lang == "zh" and term else f"{item['event']} {term}".strip()
