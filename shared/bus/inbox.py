"""How far each partition has been worked off, as the database knows it and as this process remembers it."""

from dataclasses import dataclass

from asyncpg import Pool, Record

_ROWS = 'SELECT topic, partition, position, "offset" FROM inbox WHERE consumer = $1'


@dataclass(frozen=True, slots=True)
class Standing:
    """The last position worked off in a partition, and its offset in the topic."""

    position: int
    offset: int


NOTHING_YET = Standing(0, -1)


class Inbox:
    """Remembers the standings so that a redelivered message costs no transaction. The database still decides."""

    def __init__(self, pool: "Pool[Record]", consumer: str) -> None:
        self._pool = pool
        self.consumer = consumer
        self._standings: dict[tuple[str, int], Standing] = {}

    async def reload(self) -> None:
        """Forget what is remembered and ask the database: it may have been restored from an older backup."""
        rows = await self._pool.fetch(_ROWS, self.consumer)
        self._standings = {(row["topic"], row["partition"]): Standing(row["position"], row["offset"]) for row in rows}

    def standing(self, topic: str, partition: int) -> Standing:
        return self._standings.get((topic, partition), NOTHING_YET)

    def move(self, topic: str, partition: int, standing: Standing) -> None:
        """Remember that the partition stands here now, or further."""
        if standing.position > self.standing(topic, partition).position:
            self._standings[topic, partition] = standing

    def standings(self) -> dict[tuple[str, int], int]:
        """All positions, for those who watch the lag."""
        return {place: standing.position for place, standing in self._standings.items()}
