"""Who of the demonstration is told by which channel, and what came of it: read back, and compared with what arrived."""

import asyncio
import time
from collections import Counter
from typing import Any

from deploy.client import Answer
from deploy.demo.founding import host_of
from deploy.demo.pace import together
from deploy.demo.plot import Season
from deploy.demo.sinks import Sink
from deploy.demo.world import AUDITOR, CITY_OFFICERS, OPERATOR, Unit
from deploy.embedded.files import ServerTrouble
from shared.access.roles import Caller
from shared.events.catalogue import OWNERS

_EVERY = 4
"""Of those who compete one in so many has a system that is told by webhook."""
_STUCK_SECONDS = 60.0
ARRIVED = ("delivered", "received", "missing", "unknown", "attempts")
"""By distinct ids: said to be delivered; received; of those missing; received beyond those; and how often in all."""


async def wish(season: Season) -> None:
    """Whoever competes wants letters; some, and the city's bureau, have systems that want webhooks."""
    if season.sinks is None:
        return
    plot = season.plot
    await together(_letters(season, unit) for unit in plot.applicants)
    systems: list[tuple[Caller, str, list[Answer]]] = [
        (host_of(season, unit), f"host-{unit.number}", [season.hosts[unit.number]])
        for unit in plot.applicants[::_EVERY]
    ]
    city = CITY_OFFICERS[0]
    systems.append((city, city.bureau, season.notes["founded"]))
    secrets = []
    for who, name, seen in systems:
        # Hosts share a secret with us, as nearly everybody does; the city's bureau keeps none.
        scheme = "v1a" if who is city else "v1"
        body = {"url": f"{season.sinks.webhooks}/{name}", "templates": [], "signatures": [scheme]}
        registered = await season.client.post("notification", "/v1/endpoints", who, body, after=seen)
        secrets.append(registered.body["secret"] or registered.body["public_keys"][0])
        season.sinks.know(secrets)
    season.notes["systems"] = len(systems)


async def _letters(season: Season, unit: Unit) -> None:
    body = {
        "channel": "email",
        "enabled": True,
        "language": "en" if unit.number % 10 == 0 else "zh",
        "address": f"host-{unit.number}@example.org",
    }
    await season.client.post(
        "notification", "/v1/preferences", host_of(season, unit), body, after=[season.hosts[unit.number]]
    )


async def until_told(season: Season, patience: float = _STUCK_SECONDS) -> None:
    """Wait until everybody was told of everything, as long as something moves.

    Raises:
        ServerTrouble: something waits, and nothing has moved for so many seconds.
    """
    client = season.client
    last: Any = None
    moved = time.monotonic()
    while True:
        heads = [(await client.get(owner, "/v1/progress", None)).body["position"] for owner in OWNERS]
        inbox = (await client.get("notification", "/v1/progress", None)).body["inbox"]
        heard = [max(map(int, inbox.get(f"events.{owner}", {"0": 0}).values())) for owner in OWNERS]
        waiting = [one["delivery_id"] for one in await _deliveries(season, "state=waiting")]
        still = (heads, inbox, waiting) == last
        if still and heads == heard and not waiting:
            return
        if not still:
            last, moved = (heads, inbox, waiting), time.monotonic()
        if time.monotonic() - moved > patience:
            raise ServerTrouble(f"{len(waiting)} messages wait and do not go out: see the log of notification")
        await asyncio.sleep(0.2)


async def gather_told(season: Season) -> dict[str, Any]:
    """How many were told what by which channel, what of it arrived, and one host's own list."""
    hosts: Counter[str] = Counter()
    for one in await _all(season, "/v1/messages", AUDITOR):
        if one["recipient"].startswith("host:"):
            hosts[one["recipient"]] += 1
    sent = await _deliveries(season)
    unit = season.plot.revoked
    return {
        "hosts": len(hosts),
        "hosts_told_nothing": len(season.units) - len(hosts),
        "messages_to_hosts": hosts.total(),
        "deliveries": dict(sorted(Counter(f"{one['channel']} {one['state']}" for one in sent).items())),
        "arrived": _arrived(season, sent),
        "host": {"host_id": season.hosts[unit.number].id, "messages": await messages_of(season, unit)},
    }


async def messages_of(season: Season, unit: Unit) -> list[dict[str, Any]]:
    """What a host was told, when, and by which channel, as it reads it itself; the latest first."""
    return await _all(season, "/v1/messages", host_of(season, unit))


def _arrived(season: Season, sent: list[dict[str, Any]]) -> dict[str, Any]:
    """For each channel that leaves the house: what was delivered, what arrived, and how often somebody knocked."""
    if season.sinks is None:
        return {}
    return {
        channel: _compared(sink, {one["delivery_id"] for one in sent if _went_out(one, channel)})
        for channel, sink in (("email", season.sinks.mailbox), ("webhook", season.sinks.receiver))
    }


def _went_out(one: dict[str, Any], channel: str) -> bool:
    return bool(one["channel"] == channel and one["state"] == "delivered")


def _compared(sink: Sink, delivered: set[str]) -> dict[str, int]:
    received = sink.received()
    counts = (len(delivered), len(received), len(delivered - received), len(received - delivered), sink.attempts())
    return dict(zip(ARRIVED, counts, strict=True))


async def _deliveries(season: Season, wanted: str = "") -> list[dict[str, Any]]:
    return await _all(season, f"/v1/deliveries?{wanted}" if wanted else "/v1/deliveries", OPERATOR)


async def _all(season: Season, path: str, who: Caller) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    joined = f"{path}{'&' if '?' in path else '?'}limit=200"
    cursor = ""
    while True:
        answer = await season.client.get("notification", f"{joined}{cursor}", who)
        items += answer.body["items"]
        if not answer.body.get("next"):
            return items
        cursor = f"&cursor={answer.body['next']}"
