"""`./shifan status` and `./shifan topics`: what runs, how far it is, and what lies in Kafka."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx

from deploy.asking import client, progress
from deploy.embedded.servers import Servers
from deploy.folders import must_be_running
from deploy.service_process import says_ready
from deploy.state import State
from deploy.topics import Topic, describe_topics, topics_of
from deploy.using import reached
from deploy.words import Language, table, word

Row = dict[str, Any]


async def status(folder: Path | None) -> Row:
    """What the note of the stack says, checked against what runs."""
    data, state = must_be_running(folder)
    async with client() as asker:
        rows = await asyncio.gather(*(_service(asker, state, name) for name in state.services))
    servers = Servers(data, environment={})
    ours = {"postgres": servers.own_postgres, "kafka": servers.own_kafka}
    return {
        "data": str(data),
        "services": {row["service"]: row for row in rows},
        "servers": {
            name: {
                "address": (state.postgres if name == "postgres" else state.kafka)
                .rpartition("@")[2]
                .partition("?")[0]
                .partition("/")[0],
                "ours": is_ours,
                "running": _runs(ours[name]) if is_ours else None,
            }
            for name, is_ours in (("postgres", state.postgres_is_ours), ("kafka", state.kafka_is_ours))
        },
    }


def _runs(server: Any) -> bool:
    return server is not None and server.process() is not None


def _place(address: str) -> str:
    """Where a server is, without who comes there and how."""
    return address.rpartition("@")[2].partition("?")[0].partition("/")[0]


async def _service(asker: httpx.AsyncClient, state: State, name: str) -> Row:
    service = state.services[name]
    up = service.process.remembered.alive
    ready = up and await says_ready(asker, service.url)
    found = (await progress(asker, service.url) if ready else None) or {}
    position, relayed = found.get("position"), found.get("relayed")
    return {
        "service": name,
        "state": "ready" if ready else "starting" if up else "down",
        "url": service.url,
        "pid": service.process.pid,
        "day": found.get("day"),
        "position": position,
        "relay_lag": position - relayed if isinstance(position, int) and isinstance(relayed, int) else None,
        "parked": found.get("parked"),
        "refused": found.get("refused"),
    }


def status_table(found: Row, lang: Language) -> Any:
    rows = [
        (
            row["service"],
            word(row["state"], lang),
            row["url"].removeprefix("http://"),
            *(_cell(row[name]) for name in ("day", "position", "relay_lag", "parked", "refused")),
        )
        for row in found["services"].values()
    ]
    for name, server in found["servers"].items():
        state = "running" if server["running"] is not False else "down"
        rows.append((name, word(state, lang), server["address"], "", "", "", "", ""))
    numbers = ["position", "lag", "parked", "refused"]
    return table(["service", "state", "address", "day", *numbers], rows, lang, numbers)


def healthy(found: Row) -> bool:
    return all(row["state"] == "ready" for row in found["services"].values())


async def topics(folder: Path | None) -> list[Topic]:
    async with reached(folder, ()) as there:
        return await describe_topics(there.kafka, topics_of(there.topic_prefix))


def topics_table(found: list[Topic], lang: Language) -> Any:
    rows = [
        (
            topic.name,
            len(topic.end_offsets),
            topic.records,
            " ".join(str(topic.end_offsets[part]) for part in sorted(topic.end_offsets)),
        )
        for topic in found
    ]
    return table(["topic", "partitions", "events", "end offsets"], rows, lang, ["partitions", "events"])


def topics_settings(found: list[Topic]) -> str:
    """The settings, each told once with the topics that have them; all have the same unless somebody changed one."""
    names: dict[str, list[str]] = {}
    for topic in found:
        settings = " ".join(f"{name}={value}" for name, value in sorted(topic.settings.items()))
        names.setdefault(settings, []).append(topic.name)
    if len(names) == 1:
        return next(iter(names))
    return "\n".join(f"{', '.join(having)}: {settings}" for settings, having in names.items())


def topics_json(found: list[Topic]) -> list[Row]:
    return [{**asdict(topic), "events": topic.records} for topic in found]


def _cell(value: object) -> str:
    return "–" if value is None else str(value)
