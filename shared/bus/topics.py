"""Topics: one an owner, each with the same fixed number of partitions."""

from aiokafka.partitioner import murmur2

PARTITIONS = 12
"""A stream never changes its partition, so this number never changes either: growth is a new generation of topics."""


class WrongPartitions(RuntimeError):
    """A topic has another number of partitions: streams would change their partition and lose their order."""


def topic_of(owner: str, prefix: str = "") -> str:
    """The topic of an owner's events, as `events.registry`."""
    return f"{prefix}events.{owner}"


def partition_of(key: str) -> int:
    """The partition of a key, by the hash that every Kafka client uses."""
    hashed: int = murmur2(key.encode())
    return (hashed & 0x7FFFFFFF) % PARTITIONS
