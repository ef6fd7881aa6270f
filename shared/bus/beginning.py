"""Topics read from their first message, by whoever makes something again and belongs to no group."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.bus.address import client_options
from shared.bus.closing import closed


@asynccontextmanager
async def assigned(bootstrap: str, places: Sequence[TopicPartition]) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer of these partitions, to be told where it begins; it belongs to no group and acknowledges nothing.

    Raises:
        aiokafka.errors.KafkaError: Kafka does not answer.
    """
    consumer = AIOKafkaConsumer(
        **client_options(bootstrap),
        enable_auto_commit=False,
        fetch_max_bytes=8 << 20,
        max_partition_fetch_bytes=1 << 20,
    )
    try:
        await consumer.start()
        consumer.assign(places)
        yield consumer
    finally:
        await closed(consumer)


@asynccontextmanager
async def at_the_beginning(bootstrap: str, places: Sequence[TopicPartition]) -> AsyncIterator[AIOKafkaConsumer]:
    """Such a consumer that stands at the first message of each partition.

    Raises:
        aiokafka.errors.KafkaError: Kafka does not answer.
    """
    async with assigned(bootstrap, places) as consumer:
        # Asked by number: `seek_to_beginning` right after assigning may leave it at the end.
        for at, begin in (await consumer.beginning_offsets(places)).items():
            consumer.seek(at, begin)
        yield consumer
