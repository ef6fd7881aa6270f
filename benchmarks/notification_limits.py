"""The limits of `bench notification`: the same servers and the same way with nothing of Shifan's in between.

Routing is measured against a consumer that puts a row for each message into PostgreSQL and thinks nothing of it; the
way to a webhook against a row that is committed, sent through Kafka and posted by whoever consumes it.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.topics import make_topics
from shared.bus.address import client_options
from shared.bus.beginning import at_the_beginning
from shared.bus.topics import PARTITIONS, topic_of

_BARE = "bench.bare"
_A_FETCH = 500
_PATIENCE_SECONDS = 60.0


async def rows_a_second(kafka: str, dsn: str) -> float:
    """How many messages of the registry's topic become a row each in a second, one transaction for each fetch."""
    places = [TopicPartition(topic_of("registry"), number) for number in range(PARTITIONS)]
    connection = await _table(dsn, "rows")
    try:
        async with at_the_beginning(kafka, places) as consumer:
            ends, taken, began = await consumer.end_offsets(places), 0, time.perf_counter()
            while [at for at in places if await consumer.position(at) < ends[at]]:
                fetched = await consumer.getmany(timeout_ms=1000, max_records=_A_FETCH)
                rows = [(message.value,) for messages in fetched.values() for message in messages]
                await connection.executemany("INSERT INTO bare_rows (payload) VALUES ($1)", rows)
                taken += len(rows)
            return taken / (time.perf_counter() - began)
    finally:
        await connection.close()


async def bare_way(
    kafka: str, dsn: str, url: str, came: Mapping[str, float], seconds: float, rate: float
) -> list[float]:
    """Seconds from each commit until the receiver behind `url` has noted in `came` what was committed."""
    await make_topics(kafka, [_BARE])
    connection, options = await _table(dsn, "way"), client_options(kafka)
    producer = AIOKafkaProducer(**options, acks="all", linger_ms=0)
    consumer = AIOKafkaConsumer(_BARE, **options, auto_offset_reset="earliest", enable_auto_commit=False)
    await producer.start()
    await consumer.start()
    committed: dict[str, float] = {}
    async with aiohttp.ClientSession() as session:
        posting = asyncio.create_task(_post_all(consumer, session, url))
        try:
            begin = time.perf_counter()
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
                name = f"bare {number}"
                body = orjson.dumps({"data": {"facts": {"name": name}}})
                await connection.execute("INSERT INTO bare_way (payload) VALUES ($1)", body)
                committed[name] = time.perf_counter()
                await producer.send_and_wait(_BARE, body)
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while len(came.keys() & committed.keys()) < len(committed):  # noqa: ASYNC110 (not measured)
                    await asyncio.sleep(0.01)
        finally:
            posting.cancel()
            await asyncio.gather(posting, return_exceptions=True)
            await consumer.stop()
            await producer.stop()
            await connection.close()
    return [came[name] - at for name, at in committed.items()]


async def _post_all(consumer: AIOKafkaConsumer, session: aiohttp.ClientSession, url: str) -> None:
    async for message in consumer:
        async with session.post(url, data=message.value) as answer:
            await answer.read()


async def _table(dsn: str, name: str) -> "asyncpg.Connection[Any]":
    connection = await asyncpg.connect(dsn)
    await connection.execute(f"CREATE TABLE bare_{name} (id bigint GENERATED ALWAYS AS IDENTITY, payload bytea)")
    return connection
