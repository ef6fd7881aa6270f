"""What the register knows of the hosts and stations that a table names: looked up for many rows at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeAlias

from asyncpg import Record

from services.registry.facts import hosts as host_facts
from services.registry.facts import stations as station_facts
from shared.access import directory, towns
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.ids import new_id

Details: TypeAlias = tuple[str, str, int, int, int, int, date]
"""Kind, trade, area, stalls, staff, stars, and since when the station runs."""

_HOSTS = """
SELECT registration_number AS number, host_id, name, division_code FROM hosts WHERE host_id = ANY($1)
UNION ALL
SELECT number, host_id, hosts.name, hosts.division_code
  FROM host_identifiers JOIN hosts USING (host_id) WHERE number = ANY($2)
"""
_STATIONS = """
SELECT host_id, division_code, town, name, kind, trade, area_m2, stalls, sizes.staff, stars, operating_since
  FROM stations JOIN station_sizes AS sizes USING (station_id)
 WHERE host_id = ANY($1) AND registered_on IS NOT NULL
"""
_INTERESTS = "SELECT host_id FROM interests WHERE officer_id = $1 AND host_id = ANY($2) AND stands"
_LIKENESSES = "SELECT name, likeness(name) FROM unnest($1::text[]) AS name"
_PARAMETER = re.compile(r"\$(\d)")


def _for_many(sql: str, parameters: int) -> str:
    """A question about one thing as a question about many; each answer has the place of its thing in the list."""
    names = ", ".join(f"p{number}" for number in range(1, parameters + 1))
    lists = ", ".join(f"${number}::text[]" for number in range(1, parameters + 1))
    one = _PARAMETER.sub(r"asked.p\1", sql)
    return (
        f"SELECT asked.place - 1, one.* FROM unnest({lists}) WITH ORDINALITY AS asked({names}, place)"  # noqa: S608
        f" CROSS JOIN LATERAL ({one}) AS one"
    )


_HOSTS_ALIKE = _for_many(host_facts.ALIKE, 3)
_STATIONS_ALIKE = _for_many(station_facts.ALIKE, 4)


class Place(NamedTuple):
    """What makes a station of a table the one it is."""

    host_id: str
    division_code: str
    town: str
    name: str

    @property
    def station_id(self) -> str:
        """Its id where it is not on the register yet."""
        return new_id("st", f"import {self.host_id} {self.division_code} {self.town} {self.name}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A host and its station as a row names them."""

    number: str
    host_name: str
    division_code: str
    town: str
    name: str
    details: Details
    is_distinct: bool


@dataclass(frozen=True, slots=True)
class Host:
    host_id: str
    name: str
    division_code: str


@dataclass(slots=True)
class Before:
    """What rows before would put on the register."""

    hosts: dict[str, Host] = field(default_factory=dict)
    stations: dict[Place, Details] = field(default_factory=dict)
    _hosts_like: dict[tuple[str, str], str] = field(default_factory=dict)
    _in_town: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _stations_like: dict[tuple[str, str], Place] = field(default_factory=dict)

    def remember(self, asked: Asked, place: Place, likeness: Mapping[str, str]) -> None:
        self.hosts.setdefault(asked.number, Host(place.host_id, asked.host_name, asked.division_code))
        self.stations.setdefault(place, asked.details)
        self._hosts_like.setdefault((asked.division_code, likeness[asked.host_name]), place.host_id)
        self._stations_like.setdefault((asked.division_code, likeness[asked.name]), place)
        if not towns.is_unknown(asked.town):
            self._in_town.setdefault(place[:3], place.station_id)

    def host_like(self, asked: Asked, place: Place, likeness: Mapping[str, str]) -> str:
        """The id of another host that looks like this one."""
        found = self._hosts_like.get((asked.division_code, likeness[asked.host_name]), "")
        return found if likeness[asked.host_name] and found != place.host_id else ""

    def station_like(self, asked: Asked, place: Place, likeness: Mapping[str, str]) -> str:
        """The id of another station that looks like this one."""
        in_town = self._in_town.get(place[:3], "")
        if in_town:
            return in_town
        found = self._stations_like.get((asked.division_code, likeness[asked.name]))
        return found.station_id if found and likeness[asked.name] and found.host_id != place.host_id else ""


@dataclass(frozen=True, slots=True)
class Register:
    """What is on the register of what some rows name; by the place of the row in their list where it is about one."""

    places: Sequence[Place]
    hosts: Mapping[str, Host]
    stations: Mapping[Place, Details]
    bureaus: Mapping[tuple[str, str], str]
    interests: frozenset[str]
    likeness: Mapping[str, str]
    hosts_like: Mapping[int, str]
    stations_like: Mapping[int, str]


async def look_up(connection: Connection, caller: Caller, asked: Sequence[Asked]) -> Register:
    """Six queries, and one for each town."""
    numbers = list({each.number for each in asked})
    found = await connection.fetch(_HOSTS, [new_id("ho", number) for number in numbers], numbers)
    hosts = {row["number"]: Host(row["host_id"], row["name"], row["division_code"]) for row in found}
    places = [_place(each, hosts) for each in asked]
    host_ids = list({place.host_id for place in places})
    stations = await connection.fetch(_STATIONS, host_ids)
    interests = await connection.fetch(_INTERESTS, caller.subject, host_ids)
    names = list({name for each in asked for name in (each.name, each.host_name)})
    new = [place for place, each in enumerate(asked) if not each.is_distinct]
    divisions = [asked[place].division_code for place in new]
    ids = [places[place].host_id for place in new]
    hosts_like = await connection.fetch(_HOSTS_ALIKE, divisions, [asked[place].host_name for place in new], ids)
    at = ["" if towns.is_unknown(asked[place].town) else asked[place].town for place in new]
    stations_like = await connection.fetch(_STATIONS_ALIKE, divisions, [asked[place].name for place in new], ids, at)
    return Register(
        places=places,
        hosts=hosts,
        stations={Place(*row[:4]): _details(row) for row in stations},
        bureaus=await _bureaus(connection, {(each.division_code, each.town) for each in asked}),
        interests=frozenset(row["host_id"] for row in interests),
        likeness={row["name"]: row["likeness"] for row in await connection.fetch(_LIKENESSES, names)},
        hosts_like={new[row[0]]: row[1] for row in hosts_like},
        stations_like={new[row[0]]: row[1] for row in stations_like},
    )


def _place(asked: Asked, hosts: Mapping[str, Host]) -> Place:
    host = hosts.get(asked.number)
    host_id = host.host_id if host is not None else new_id("ho", asked.number)
    return Place(host_id, asked.division_code, asked.town, asked.name)


def _details(row: Record) -> Details:
    kind, trade, area_m2, stalls, staff, stars, since = row[4:]
    return kind, trade, area_m2, stalls, staff, stars, since


async def _bureaus(connection: Connection, where: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for division_code, town in where:
        bureau = await directory.bureau_of_division(connection, division_code, town)
        if bureau is not None:
            found[division_code, town] = bureau.code
    return found
