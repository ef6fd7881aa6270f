"""What the fuzzing knows of the world: who has done what to which object, as the journeys' own requests show."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson

from deploy.client import Client
from shared.access.roles import BUREAUS, Caller


@dataclass(slots=True)
class Remembering(Client):
    """A client that keeps what it has asked for with success: who, how, where."""

    done: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Service, method, path, and the caller's token."""

    async def _patiently(
        self, method: str, service: str, path: str, headers: dict[str, str], body: dict[str, Any] | None
    ) -> httpx.Response:
        # `super()` without its arguments does not find the class that `slots` has made anew.
        response = await Client._patiently(self, method, service, path, headers, body)
        self.done.append((service, method, path, headers.get("Authorization", "").removeprefix("Bearer ")))
        return response

    async def fetch(self, service: str, path: str, who: Caller | None, headers: Mapping[str, str]) -> bytes:
        """Read what is a file, or is asked for with a header of its own."""
        asked = {**self._headers(who, ()), **headers}
        return (await self._patiently("GET", service, path, asked, None)).content


@dataclass(frozen=True, slots=True)
class World:
    """Kept in a file, for the processes that fuzz."""

    today: str
    tokens: Mapping[str, str]
    """Each person's token by their name."""
    doers: Mapping[str, Mapping[str, list[str]]]
    """By operation, as `POST /v1/stations/{station_id}/guidance`, and by an object of its path (or ``): who did it."""
    near: Mapping[str, list[str]]
    """By object: who has dealt with it at all."""
    known: Mapping[str, list[str]]
    """By the name of a parameter or of a field: what exists."""

    def write(self, file: Path) -> None:
        told = {name: getattr(self, name) for name in ("today", "tokens", "doers", "near", "known")}
        file.write_bytes(orjson.dumps(told))

    @classmethod
    def read(cls, file: Path) -> "World":
        return cls(**orjson.loads(file.read_bytes()))


def world_of(client: Remembering, today: str, documents: Mapping[str, Mapping[str, Any]]) -> World:
    """What the client's requests tell, by the operations of the documents."""
    names = {token: _name(who) for who, token in client._tokens.items()}
    doers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    near: dict[str, list[str]] = defaultdict(list)
    known: dict[str, list[str]] = defaultdict(list)
    routes = {
        service: [(_pattern(path), path) for path in document["paths"]] for service, document in documents.items()
    }
    for service, method, path, token in client.done:
        found = next(
            (
                (match, route)
                for pattern, route in routes[service]
                if (match := pattern.fullmatch(path.partition("?")[0]))
            ),
            None,
        )
        if found is None:
            continue
        match, route = found
        who = names.get(token, "")
        doers[f"{service} {method} {route}"][""].append(who)
        for name, value in match.groupdict().items():
            known[name].append(value)
            near[value].append(who)
            doers[f"{service} {method} {route}"][value].append(who)
    for person in client._tokens:
        if person.level in BUREAUS:
            known["officer_id"].append(person.subject)
            known["bureau_code"].append(person.bureau)
    tokens = {name: token for token, name in names.items()}
    return World(
        today,
        tokens,
        {label: {one: _distinct(whom) for one, whom in by.items()} for label, by in doers.items()},
        {one: _distinct(whom) for one, whom in near.items()},
        {name: _distinct(values) for name, values in known.items()},
    )


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _name(who: Caller) -> str:
    return f"{who.level}/{who.bureau}/{who.subject}"


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))
