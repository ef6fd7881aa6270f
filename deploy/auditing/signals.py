"""`./shifan signals`: what in the records is worth a second look, as the audit service lists it."""

from pathlib import Path
from typing import Any

from deploy.asking import all_pages, client
from deploy.using import reached
from deploy.words import Language, table
from shared.access.roles import Level


async def signals(folder: Path | None, wanted: dict[str, str], most: int) -> dict[str, Any]:
    """Up to `most` signals, and whether there are more."""
    parameters = {name: value for name, value in wanted.items() if value}
    async with reached(folder, ("audit",)) as there, client(there.issuer_key, Level.AUDITOR) as asker:
        found = await all_pages(asker, f"{there.urls['audit']}/v1/signals", parameters, most=most)
    return {"items": found["items"], "more": found["next"] is not None}


def signals_table(found: dict[str, Any], lang: Language) -> Any:
    rows = [
        (
            item["at"][:16].replace("T", " "),
            item["person"],
            item["bureau"],
            item["subject"] or item["station_id"],
            item[lang],
            " ".join(item["evidence"][:_EVIDENCE]) + (" …" if len(item["evidence"]) > _EVIDENCE else ""),
        )
        for item in found["items"]
    ]
    return table(["when", "actor", "bureau", "about", "seen", "evidence"], rows, lang)


_EVIDENCE = 6
