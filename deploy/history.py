"""`./shifan history`: one station's life across services and levels, as the audit service tells it."""

import asyncio
from pathlib import Path
from typing import Any

from deploy.asking import client, read
from deploy.using import reached
from deploy.words import Language, table, word
from shared.access.roles import Level

_CATCHING_UP = 20


async def history(folder: Path | None, station: str, as_of: str, as_of_position: str) -> dict[str, Any]:
    """The audit service's answer."""
    wanted = {"as_of": as_of, "as_of_position": as_of_position, "limit": "5000"}
    parameters = {name: value for name, value in wanted.items() if value}
    async with reached(folder, ("audit",)) as there, client(there.issuer_key, Level.AUDITOR) as asker:
        url = f"{there.urls['audit']}/v1/stations/{station}/history"
        response = await asker.get(url, params=parameters)
        for _ in range(_CATCHING_UP):
            if response.status_code != 404 or "Retry-After" not in response.headers:
                break
            # It has just been started, perhaps, and has not read up to this station.
            await asyncio.sleep(0.5)
            response = await asker.get(url, params=parameters)
        return dict(read(response))


def history_table(found: dict[str, Any], lang: Language) -> Any:
    rows = [
        (
            item["effective_at"][:16].replace("T", " "),
            word("service-level" if item["level"] == "service" else item["level"], lang),
            _bureau(item, lang),
            f"{item['actor']} {item['post']}".strip(),
            _act(item, lang),
            item["reason"],
        )
        for item in found["items"]
    ]
    return table(["when", "level", "bureau", "actor", "act", "reason"], rows, lang)


def _bureau(item: dict[str, Any], lang: Language) -> str:
    """The bureau by its name of that day, and for whom it acted."""
    other = item.get("onbehalfof", "")
    if not other:
        return str(item["bureauname"])
    return f"{item['bureauname']}（代{other}）" if lang == "zh" else f"{item['bureauname']} (for {other})"


def summary(found: dict[str, Any], lang: Language) -> str:
    """One line on where the station's title stands."""
    title = found["title"]
    number = f" {title['certificate_number']}" if title["certificate_number"] else ""
    since = f" ({title['since']})" if title["since"] else ""
    standing = f"{word('title', lang)} {word(title['status'], lang)}{number}{since}"
    return f"{found['station_id']}: {found['total']} {word('entries', lang)}; {standing}"


def _act(item: dict[str, Any], lang: Language) -> str:
    """The event's name with the field's own term; in Chinese the term alone."""
    term = item["act"]["zh"]
    return term if lang == "zh" and term else f"{item['event']} {term}".strip()
