"""Follows the change feed of a service and keeps what it reads in SQLite; after a kill it goes on exactly there.

    python follow_feed.py http://127.0.0.1:8101 --token-file token.txt --kept feed.sqlite [--once]

It needs httpx, and nothing of Shifan's code. With `--once` it ends at the head of the log, else it follows the stream.
"""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, id TEXT UNIQUE, type TEXT, subject TEXT, event TEXT);
CREATE TABLE IF NOT EXISTS come_to (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL);
"""
AWAY = (httpx.TransportError, httpx.HTTPStatusError)


def take(kept: sqlite3.Connection, events: list[dict[str, Any]], position: int) -> None:
    """Do what is to be done with the events; here they are kept.

    How far we have come is saved in the same transaction. That alone makes it happen once, whatever dies in between.
    """
    with kept:
        rows = [(int(one["position"]), one["id"], one["type"], one["subject"], json.dumps(one)) for one in events]
        kept.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)
        kept.execute("INSERT OR REPLACE INTO come_to VALUES (1, ?)", (position,))


def come_to(kept: sqlite3.Connection) -> int:
    row = kept.execute("SELECT position FROM come_to").fetchone()
    return int(row[0]) if row else 0


def catch_up(client: httpx.Client, kept: sqlite3.Connection) -> None:
    """Page by page until the head. `next` is where to go on, also where all of a page was for others."""
    while True:
        response = client.get("/v1/events", params={"after": come_to(kept), "limit": 500})
        response.raise_for_status()
        page = response.json()
        take(kept, page["items"], page["next"])
        if page["next"] >= page["head"]:
            return


def follow(client: httpx.Client, kept: sqlite3.Connection) -> None:
    """The stream from where we are, until it ends: with the token, or with the service."""
    headers = {"Last-Event-ID": str(come_to(kept))}
    with client.stream("GET", "/v1/events/stream", headers=headers, timeout=httpx.Timeout(30, read=None)) as response:
        response.raise_for_status()
        for position, event in blocks(response.iter_lines()):
            take(kept, [] if event is None else [event], position)


def blocks(lines: Iterator[str]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Each position with its event; an id without data says that all up to there was for others."""
    told: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            told[name] = value.removeprefix(" ")
        else:
            if "id" in told:
                yield int(told["id"]), json.loads(told["data"]) if "data" in told else None
            told = {}


def main() -> int:
    """Read until the head, and then for ever; a service that is away is asked again."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("url", help="the service, as http://127.0.0.1:8101")
    parser.add_argument(
        "--token-file", type=Path, required=True, help="read anew at each connection, for tokens run out"
    )
    parser.add_argument("--kept", type=Path, required=True, help="the SQLite file")
    parser.add_argument("--once", action="store_true", help="end at the head of the log")
    asked = parser.parse_args()
    kept = sqlite3.connect(asked.kept)
    kept.executescript(SCHEMA)
    while True:
        headers = {"Authorization": f"Bearer {asked.token_file.read_text(encoding='utf-8').strip()}"}
        try:
            with httpx.Client(base_url=asked.url, headers=headers, timeout=30) as client:
                catch_up(client, kept)
                if asked.once:
                    return 0
                follow(client, kept)
        except AWAY as trouble:
            if isinstance(trouble, httpx.HTTPStatusError) and trouble.response.status_code in {401, 403}:
                sys.stderr.write(f"not let in: {trouble.response.json()['title']}\n")
                return 1
            sys.stderr.write(f"asked again in a second: {trouble}\n")
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
