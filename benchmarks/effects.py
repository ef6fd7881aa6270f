"""Sees when another service has committed the effect of a command, without asking the services anything."""

import asyncio
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import asyncpg

_CHANNEL = "effects"
_TELL = f"""
CREATE FUNCTION tell_effect() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_notify('{_CHANNEL}', NEW.topic || ' ' || NEW.partition || ' ' || NEW.position);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_effect AFTER INSERT OR UPDATE ON inbox FOR EACH ROW EXECUTE FUNCTION tell_effect();
"""
_BE_QUIET = "DROP TRIGGER tell_effect ON inbox; DROP FUNCTION tell_effect();"
_PATIENCE_SECONDS = 20


class EffectWatch:
    """A trigger on the inbox of a service's database tells each position that was worked off, when it is committed.

    The trigger is the benchmark's own and goes with it; its cost is part of what is measured.
    """

    def __init__(self, dsn: str, topic: str) -> None:
        self._dsn = dsn
        self._topic = topic
        self._seen: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._connection: asyncpg.Connection[asyncpg.Record]

    async def __aenter__(self) -> Self:
        self._connection = await asyncpg.connect(self._dsn)
        await self._connection.execute(_TELL)
        await self._connection.add_listener(_CHANNEL, self._told)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connection.execute(_BE_QUIET)
        await self._connection.close()

    def _told(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        topic, partition, position = str(payload).split(" ")
        if topic == self._topic:
            self._seen[int(partition)].append((int(position), time.perf_counter()))

    async def delays(self, acknowledged: Sequence[tuple[float, str]]) -> list[float]:
        """For each (moment, `owner:partition:position`): the seconds until the inbox had it; 0 if it was sooner."""
        found: list[float] = []
        async with asyncio.timeout(_PATIENCE_SECONDS):
            for moment, token in acknowledged:
                _, partition, position = token.split(":")
                while (at := self._when(int(partition), int(position))) is None:  # noqa: ASYNC110 (nothing is measured here)
                    await asyncio.sleep(0.01)
                found.append(max(0.0, at - moment))
        return found

    def _when(self, partition: int, position: int) -> float | None:
        seen = self._seen[partition]
        place = bisect_left(seen, (position, 0.0))
        return seen[place][1] if place < len(seen) else None
