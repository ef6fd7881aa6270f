"""Notification and those who receive from it are killed while they send and receive."""

import asyncio
import os
from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from deploy.client import Client
from deploy.demo.founding import found_bureaus
from deploy.demo.pace import together
from deploy.demo.plot import Season, cast
from deploy.demo.sinks import Sink, Sinks, sinks_in
from deploy.demo.world import OPERATOR, Unit, units
from deploy.keys import ISSUER
from deploy.stack import Stack
from services.notification.sending.sender import IN_FLIGHT
from shared.access.roles import Caller, Level
from tests.faults.campaign import LONGEST_OUTAGE_SECONDS
from tests.faults.invariants import answered_late
from tests.waiting import until

HOSTS = 40
_KILLS = (("notification", 10), ("webhooks", 25), ("mails", 35), ("notification", 50), ("webhooks", 60))
"""What is killed, and after how many webhooks have been received."""
_LOOKS = 40
"""So many looks in a row, a tenth of a second apart, see nothing new: then it is quiet."""
_DELIVERED = "SELECT delivery_id::text FROM deliveries WHERE channel <> 'in_app' AND state = 'delivered'"
_DELIVERIES = "SELECT channel, delivery_id::text AS id, state FROM deliveries WHERE channel <> 'in_app'"


class _World:
    """The stack with its sinks, and what was in flight when something was killed."""

    def __init__(self, stack: Stack, sinks: Sinks) -> None:
        self.stack = stack
        self.sinks = sinks
        self.in_flight = {"webhook": 0, "email": 0}

    async def rows(self, sql: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.stack.postgres_dsn("notification"))
        try:
            return list(await connection.fetch(sql))
        finally:
            await connection.close()

    async def kill(self, what: str) -> None:
        """Kill it, look at what had arrived and was not written down, and start it again."""
        sinks = {"webhooks": self.sinks.receiver, "mails": self.sinks.mailbox}
        channels = {"webhook": self.sinks.receiver, "email": self.sinks.mailbox}
        if what in sinks:
            sinks[what].kill()
        else:
            await self.stack.kill(what)
            await _quiet(list(channels.values()))
        # In this order: where the sender lives, what arrives after the look was not in flight at the kill.
        received = {channel: await asyncio.to_thread(sink.received) for channel, sink in channels.items()}
        written = {row[0] for row in await self.rows(_DELIVERED)}
        for channel in channels:
            unwritten = len(received[channel] - written)
            assert unwritten <= IN_FLIGHT
            self.in_flight[channel] += unwritten
        await (sinks[what].start() if what in sinks else self.stack.restart(what))


@pytest.mark.campaign
@pytest.mark.timeout(400)
async def test_nothing_is_lost_and_only_what_was_in_flight_comes_again(tmp_path: Path) -> None:
    sinks = sinks_in(tmp_path / "sinks")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SHIFAN_")}
    stack = Stack(tmp_path, services=("registry", "notification"), environment=environment | sinks.settings)
    await sinks.start()
    await stack.start()
    client = Client(stack.urls, stack.issuer_key, ISSUER, "deliveries", LONGEST_OUTAGE_SECONDS)
    world = _World(stack, sinks)
    try:
        season = await _founded(client)
        await _registered(season, sinks)
        told = asyncio.create_task(_stations(season))
        for what, after in _KILLS:
            await until(partial(_has, sinks.receiver, after), 120)
            await world.kill(what)
        await told
        await until(partial(_all_settled, world), 120)
        await _nothing_lost(world)
    finally:
        await client.close()
        await stack.stop()
        sinks.stop()


async def _nothing_lost(world: _World) -> None:
    rows = await world.rows(_DELIVERIES)
    for channel, sink in (("webhook", world.sinks.receiver), ("email", world.sinks.mailbox)):
        expected = {row["id"] for row in rows if row["channel"] == channel}
        # Each host is told that its station is on the register, and which bureau is competent for it.
        assert len(expected) == 2 * HOSTS
        assert sink.received() == expected
        extra = sink.attempts() - len(expected)
        assert 0 <= extra <= world.in_flight[channel] + await answered_late(world.stack, channel), channel


async def _founded(client: Client) -> Season:
    """Bureaus and hosts, as of 2013."""
    world = units(80, 1)
    season = Season(client, world, cast(world))
    await client.post("registry", "/v1/sandbox/clock", OPERATOR, {"instant": "2013-05-06T09:00"})
    await client.post("notification", "/v1/sandbox/clock", OPERATOR, {"instant": "2013-05-06T09:00"})
    await found_bureaus(season)
    for unit in world[:HOSTS]:
        body = {
            "name": unit.name,
            "registration_number": unit.registration_number,
            "division_code": unit.division_code,
        }
        season.hosts[unit.number] = await client.post("registry", "/v1/hosts", unit.county, body)
    return season


async def _registered(season: Season, sinks: Sinks) -> None:
    """Each host says where it is told: at an endpoint of its own, and by e-mail."""
    secrets = []
    for unit in season.units[:HOSTS]:
        who = Caller(f"host-{unit.number}", Level.ENTERPRISE, season.hosts[unit.number].id)
        after = [season.hosts[unit.number]]
        endpoint = {"url": f"{sinks.webhooks}/{unit.number}"}
        made = await season.client.post("notification", "/v1/endpoints", who, endpoint, after=after)
        secrets.append(str(made.body["secret"]))
        wish = {"channel": "email", "enabled": True, "address": f"host-{unit.number}@example.org"}
        await season.client.post("notification", "/v1/preferences", who, wish, after=after)
    sinks.know(secrets)


async def _stations(season: Season) -> None:
    await together(_station(season, unit) for unit in season.units[:HOSTS])


async def _station(season: Season, unit: Unit) -> None:
    body = {
        "host_id": season.hosts[unit.number].id,
        "name": unit.station_name,
        "kind": unit.kind,
        "trade": unit.trade,
        "size": {"area_m2": 1_000, "stalls": 20, "staff": 5, "stars": 0},
        "division_code": unit.division_code,
        "town": unit.town,
        "operating_since": unit.operating_since.isoformat(),
    }
    await season.client.post("registry", "/v1/stations", unit.county, body)


async def _has(sink: Sink, count: int) -> bool:
    return len(await asyncio.to_thread(sink.received)) >= count


async def _all_settled(world: _World) -> bool:
    """Whether every host was told twice by both channels, and nothing waits."""
    rows = await world.rows(_DELIVERIES)
    return len(rows) == 4 * HOSTS and all(row["state"] == "delivered" for row in rows)


async def _quiet(sinks: Sequence[Sink]) -> None:
    """Wait until nothing arrives: what a killed sender had sent may still lie in the receivers' sockets."""
    looks: deque[list[int]] = deque(maxlen=_LOOKS)
    async with asyncio.timeout(60):
        while len(looks) < _LOOKS or looks[0] != looks[-1]:
            looks.append([await asyncio.to_thread(sink.attempts) for sink in sinks])
            await asyncio.sleep(0.1)
