"""Consumes the topic of a service and keeps its events in SQLite, each once, whatever is killed or sent again.

    python consume_topic.py 127.0.0.1:9092 events.registry --kept topic.sqlite --user NAME --passfile FILE [--once]

Where Kafka speaks TLS, `--cafile FILE` names the certificate of whoever signed those of its brokers.

It needs aiokafka, and nothing of Shifan's code. The user needs the right to read the topic, and no consumer group.
"""

import argparse
import asyncio
import sqlite3
import ssl
import sys
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, id TEXT UNIQUE, type TEXT, subject TEXT, payload BLOB);
CREATE TABLE IF NOT EXISTS come_to (partition INTEGER PRIMARY KEY, position INTEGER, next_offset INTEGER);
"""


class EventsAreMissing(Exception):
    """The topic has less than was recorded: it must be published again from the service's store."""


def take(kept: sqlite3.Connection, message: "ConsumerRecord[bytes, bytes]") -> bool:
    """Keep the event, and how far its partition has come, in one transaction; False where one before it is missing.

    A position that we have passed is a message sent again: it changes nothing but the offset.
    """
    headers = {name: value.decode() for name, value in message.headers}
    position, previous = int(headers["ce_position"]), int(headers["previous"])
    last, _ = come_to(kept, message.partition)
    if previous > last:
        return False
    with kept:
        if position > last:
            row = (position, headers["ce_id"], headers["ce_type"], headers["ce_subject"], message.value)
            kept.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)
        standing = (message.partition, max(position, last), message.offset + 1)
        kept.execute("INSERT OR REPLACE INTO come_to VALUES (?, ?, ?)", standing)
    return True


def come_to(kept: sqlite3.Connection, partition: int) -> tuple[int, int]:
    """The last position of the partition, and the offset behind it."""
    row = kept.execute("SELECT position, next_offset FROM come_to WHERE partition = ?", (partition,)).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


async def consume(consumer: AIOKafkaConsumer, kept: sqlite3.Connection, *, once: bool) -> None:
    """Read every partition of the topic from where it stands.

    Raises:
        EventsAreMissing: something is missing, also when read from the beginning.
    """
    places = sorted(consumer.assignment())
    begins, ends = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
    for place in places:
        # A topic that was made again has other offsets; positions stay.
        offset = come_to(kept, place.partition)[1]
        consumer.seek(place, offset if begins[place] <= offset <= ends[place] else begins[place])
    read_again: set[TopicPartition] = set()
    while True:
        if once and all([await consumer.position(place) >= ends[place] for place in places]):
            return
        for place, messages in (await consumer.getmany(timeout_ms=500)).items():
            if all(take(kept, message) for message in messages):
                continue
            if place in read_again:
                raise EventsAreMissing(
                    f"{place.topic}, partition {place.partition}: nothing follows {come_to(kept, place.partition)}"
                )
            read_again.add(place)
            consumer.seek(place, begins[place])


def security(user: str, passfile: Path | None, cafile: Path | None) -> dict[str, Any]:
    """How Kafka is told who we are, nothing where it asks nobody; with the file of an authority, by TLS."""
    by_tls = {"ssl_context": ssl.create_default_context(cafile=cafile)} if cafile is not None else {}
    if not user or passfile is None:
        return {"security_protocol": "SSL", **by_tls} if by_tls else {}
    return {
        **by_tls,
        "security_protocol": "SASL_SSL" if by_tls else "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": user,
        "sasl_plain_password": passfile.read_text(encoding="utf-8").strip(),
    }


async def run(asked: argparse.Namespace) -> None:
    kept = sqlite3.connect(asked.kept)
    kept.executescript(SCHEMA)
    consumer = AIOKafkaConsumer(
        asked.topic,
        bootstrap_servers=asked.servers,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        **security(asked.user, asked.passfile, asked.cafile),
    )
    try:
        await consumer.start()
        await consume(consumer, kept, once=asked.once)
    finally:
        await consumer.stop()


def main() -> int:
    """Consume until the topic's end, or for ever."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("servers", help="as 127.0.0.1:9092; several with commas")
    parser.add_argument("topic", help="as events.registry")
    parser.add_argument("--kept", type=Path, required=True, help="the SQLite file")
    parser.add_argument("--user", default="", help="as whom, where Kafka asks")
    parser.add_argument("--passfile", type=Path, help="the file with the user's password")
    parser.add_argument(
        "--cafile", type=Path, help="who signed the brokers' certificates, in PEM, where Kafka speaks TLS"
    )
    parser.add_argument("--once", action="store_true", help="end where the topic ended at the start")
    try:
        asyncio.run(run(parser.parse_args()))
    except (EventsAreMissing, KafkaError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
