"""`./shifan told`: what a host was told, when, and by which channel, as the host itself reads it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.asking import all_pages, client
from deploy.asking import token as sign
from deploy.using import reached
from deploy.words import Language, table, word
from shared.access.roles import Caller, Level
from shared.clock import shanghai


async def told(folder: Path | None, host: str, lang: Language) -> dict[str, Any]:
    """All of the host's messages, the latest first; none where there is no such host.

    Raises:
        ServerTrouble: no stack was ever started, or the service says no.
    """
    async with reached(folder, ("notification",)) as there, client() as asker:
        who = Caller("sandbox-host", Level.ENTERPRISE, host, "经办人")
        asker.headers["Authorization"] = f"Bearer {sign(there.issuer_key, who)}"
        found = await all_pages(asker, f"{there.urls['notification']}/v1/messages", {"language": lang})
        return {"host_id": host, "items": found["items"]}


def told_table(found: dict[str, Any], lang: Language) -> Any:
    """A delivery a row, below its message; the last column is the server's clock, the first the programme's."""
    rows = [
        (
            _minute(item["effective_at"]) if is_first else "",
            item["subject"] if is_first else "",
            word(one["channel"], lang),
            word(one["state"], lang),
            _minute(one["delivered_at"]),
        )
        for item in found["items"]
        for is_first, one in zip((True, *(False for _ in item["deliveries"])), item["deliveries"], strict=False)
    ]
    return table(["when", "message", "channel", "state", "sent at"], rows, lang)


def _minute(instant: str | None) -> str:
    """The instant in Shanghai, to the minute; empty where there is none."""
    return f"{shanghai(datetime.fromisoformat(instant)):%Y-%m-%d %H:%M}" if instant else ""
