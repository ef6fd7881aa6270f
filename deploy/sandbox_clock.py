"""`./shifan clock`: moves the programme's instant, and waits until every service has begun that day."""

import asyncio
import time
from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import httpx

from deploy.asking import progress, read
from deploy.embedded.files import ServerTrouble

Report = Callable[[str], None]
_FIRST = "registry"
_STUCK_SECONDS = 60.0


async def move(asker: httpx.AsyncClient, urls: dict[str, str], instant: datetime, report: Report) -> None:
    """The registry first: it records the days. The others follow when they have worked those days off."""
    await _set(asker, urls[_FIRST], instant)
    report(f"{_FIRST}: {instant:%Y-%m-%d %H:%M}, the days up to then are recorded")
    await _have_begun(asker, urls, instant.date(), report)
    others = [name for name in urls if name != _FIRST]
    await asyncio.gather(*(_set(asker, urls[name], instant) for name in others))
    report(f"{', '.join(others)}: {instant:%Y-%m-%d %H:%M}")


async def _set(asker: httpx.AsyncClient, url: str, instant: datetime) -> None:
    response = await asker.post(
        f"{url}/v1/sandbox/clock",
        json={"instant": f"{instant:%Y-%m-%dT%H:%M}"},
        headers={"Idempotency-Key": str(uuid4())},
        timeout=300,
    )
    read(response)


async def _have_begun(asker: httpx.AsyncClient, urls: dict[str, str], day: date, report: Report) -> None:
    """Wait as long as something moves; a service may have thousands of things due."""
    seen: dict[str, object] = {}
    moved = time.monotonic()
    while True:
        answers = await asyncio.gather(*(progress(asker, url) for url in urls.values()))
        behind = {
            name: str(found.get("day")) if found else "no answer"
            for name, found in zip(urls, answers, strict=True)
            if found is None or not found.get("day") or str(found["day"]) < day.isoformat()
        }
        if not behind:
            return
        now = {name: (found or {}).get("inbox") for name, found in zip(urls, answers, strict=True)}
        if (now, behind) != (seen.get("inbox"), seen.get("behind")):
            moved = time.monotonic()
            if behind != seen.get("behind"):
                report("waiting for " + ", ".join(f"{name} ({at})" for name, at in behind.items()))
        seen = {"inbox": now, "behind": behind}
        if time.monotonic() - moved > _STUCK_SECONDS:
            raise ServerTrouble(
                f"{', '.join(behind)} did not begin {day} and has not moved for {_STUCK_SECONDS:.0f} s: "
                "see ./shifan status and the logs"
            )
        await asyncio.sleep(0.1)
