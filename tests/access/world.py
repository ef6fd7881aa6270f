"""What the walks add to the season that was lived through: foreign bureaus, and objects with canaries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from deploy.client import Answer, Client
from deploy.demo.plot import Season
from deploy.demo.world import OPERATOR, PROVINCE_OFFICER, Unit, with_check_digit
from shared.access.roles import Caller, Level
from tests.access.people import OTHER, SIBLING_CITY, Line, officer, speaker

FOUNDED = "2013-01-01"


@dataclass(frozen=True, slots=True)
class Canary:
    """A text that was planted: what it is in, as `Event.field`, and in whose case."""

    where: str
    case: str


@dataclass(slots=True)
class World:
    """The lived season, the lines of its cases, the ids of everything, and the canaries that were planted."""

    season: Season
    client: Client
    http: httpx.AsyncClient
    lines: dict[str, Line] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)
    """By the text itself."""
    heads: dict[str, int] = field(default_factory=dict)
    """How far each service's log went when all was planted."""
    files: dict[str, bytes] = field(default_factory=dict)

    def plant(self, where: str, case: str = "kept") -> str:
        """A text that stands nowhere else, for a field that is not public."""
        text = f"cnry{len(self.canaries):03d}x{where.replace('.', '-').replace('_', '-').lower()}"
        self.canaries[text] = Canary(where, case)
        return text

    async def do(
        self, service: str, path: str, who: Caller | None, body: Mapping[str, Any], *, key: str = ""
    ) -> Answer:
        return await self.client.post(service, path, who, body, key=key)

    async def change(self, service: str, case: str, act: str, who: Caller, body: Mapping[str, Any]) -> Answer:
        """Read a case and change it."""
        read = await self.client.get(service, case, who)
        return await self.client.post(service, f"{case}/{act}", who, body, version=read.version, key=f"v{read.version}")


async def found(world: World) -> None:
    """Bureaus and officers that the season did not need: offices, another city, another province."""
    counties = sorted({unit.division_code for unit in _cast(world).values()})
    bureaus: list[tuple[str, str, str, list[str]]] = [(f"B-{code}", level, code, []) for level, code in OTHER.items()]
    bureaus.append((f"B-{SIBLING_CITY}", "city", SIBLING_CITY, []))
    for county in (*counties, OTHER["county"]):
        bureaus += [(f"O-{county}-{number}", "office", county, [f"第{number}街道"]) for number in (1, 2)]
    for code, level, division, towns in bureaus:
        await world.do("registry", "/v1/bureaus", OPERATOR, _bureau(code, level, division, towns))
        number = int(code[-1]) if level == "office" else 1
        who = officer(Level(level), division, number)
        posting = {"officer_id": who.subject, "bureau_code": who.bureau, "post": who.post}
        await world.do("registry", "/v1/officers", OPERATOR, posting)


def _bureau(code: str, level: str, division: str, towns: list[str]) -> dict[str, Any]:
    return {
        "bureau_code": code,
        "name": f"演示机关{code}",
        "name_is_sourced": False,
        "level": level,
        "division_code": division,
        "established_on": FOUNDED,
        "towns": towns,
    }


def _cast(world: World) -> dict[str, Unit]:
    """Whose cases are walked to: a title that stands, one that was revoked, and a host that applies again."""
    plot = world.season.plot
    return {"kept": plot.recommended[4], "revoked": plot.revoked, "applicant": plot.unfit[0]}


async def draw_lines(world: World) -> None:
    """Each case has a host, another host in its county, and one in another province."""
    season = world.season
    other = await register_host(world, "浙江演示商厦", OTHER["county"], 71_001)
    for name, unit in _cast(world).items():
        sibling = await register_host(world, f"同县演示商厦{name}", unit.division_code, 71_002)
        host = season.hosts[unit.number].id
        world.lines[name] = Line(unit.division_code, host, sibling["host_id"], other["host_id"])
        world.ids[f"{name} host"] = host
        world.ids[f"{name} station"] = season.station_id(unit)
        world.ids[f"{name} application"] = season.application_id(unit)
        world.ids[f"{name} sibling station"] = sibling["station_id"]
        if season.staff.get(unit.number):
            world.ids[f"{name} staff"] = season.staff[unit.number][0].id


async def register_host(world: World, name: str, division: str, number: int) -> dict[str, str]:
    """A host with its one station, registered by the county."""
    clerk = officer(Level.COUNTY, division)
    host = {
        "name": name,
        "registration_number": with_check_digit(f"{division}{number + len(world.lines):08d}"),
        "division_code": division,
    }
    registered = await world.do("registry", "/v1/hosts", clerk, host)
    station = {
        "host_id": registered.id,
        "name": f"{name}12315消费维权服务站",
        "kind": "mall",
        "trade": "百货零售",
        "division_code": division,
        "town": "",
        "operating_since": "2011-03-01",
    }
    answer = await world.do("registry", "/v1/stations", clerk, station)
    return {"host_id": registered.id, "station_id": answer.id}


async def open_next_season(world: World) -> None:
    """The chapter of 2014, in which the applicant's case lies."""
    settings = {
        "applications_close_on": "2014-08-29",
        "recommendations_due_on": "2014-09-12",
        "submission_due_on": "2014-10-31",
        "places": 10,
        "rubric_id": "R-JS-2013",
    }
    path = "/v1/seasons/S-2014-320400"
    await world.do(
        "application", "/v1/seasons", PROVINCE_OFFICER, {"year": 2014, "city_code": "320400", "settings": settings}
    )
    approval = {
        "issuer": "江苏省工商行政管理局",
        "organiser_level": "province",
        "document_date": "2014-05-10",
        "document_sha256": "ab" * 32,
        "approval_number": "",
    }
    await world.change("application", path, "approval", PROVINCE_OFFICER, approval)
    await world.change("application", path, "opening", PROVINCE_OFFICER, {})
    world.ids["season"] = "S-2014-320400"


def clerk_of(line: Line, number: int = 1) -> Caller:
    """An officer of the county of the case."""
    return Caller(f"of-{line.county}-{number}", Level.COUNTY, f"B-{line.county}", "科长" if number == 1 else "查验员")


def host_in(line: Line) -> Caller:
    """Who speaks for the host of the case."""
    return speaker(line.host_id)
