"""Who there is in these ten years, and how they act: made-up hosts, the bureaus of Changzhou, one clock for all."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from deploy.client import Answer, Client, Refused
from deploy.demo.world import with_check_digit
from deploy.stack import Stack
from shared.access.roles import Caller, Level
from tests.faults.campaign import LISTENS, move_clock
from tests.faults.invariants import until_heard

OPERATOR = Caller("operator-1", Level.OPERATOR)
AUDITOR = Caller("auditor-1", Level.AUDITOR)
PROVINCE = Caller("of-js-1", Level.PROVINCE, "B-320000", "处长")
CHECKERS = tuple(Caller(f"of-js-{number}", Level.PROVINCE, "B-320000", "科员") for number in (2, 3, 4))
"""Those whom the province sends out to look; its head decides and looks at nothing."""
CITY = tuple(Caller(f"of-cz-{number}", Level.CITY, "B-320400", "科员") for number in range(1, 7))

BUREAUS = {
    "320000": ("province", "江苏省工商行政管理局"),
    "320400": ("city", "江苏省常州工商行政管理局"),
    "320402": ("county", "常州市天宁工商行政管理局"),
    "320404": ("county", "常州市钟楼工商行政管理局"),
    "320405": ("county", "常州市戚墅堰工商行政管理局"),
    "320411": ("county", "常州市新北工商行政管理局"),
    "320412": ("county", "常州市武进工商行政管理局"),
    "320482": ("county", "常州市金坛工商行政管理局"),
}
"""Only the city's name is known from a source; the others are formed by rule."""

NEW_CITY = Caller("of-cz-1", Level.CITY, "M-320400", "科员")
"""The first of the city's officers, at the bureau that succeeded the AIC in 2019."""

SHA = "ab" * 32
VETOES = tuple(f"V{number}" for number in range(1, 10))


def county(division: str, number: int = 1) -> Caller:
    """An officer of the county's bureau of 2013; each has three."""
    return Caller(f"of-{division}-{number}", Level.COUNTY, f"B-{division}", "科员")


@dataclass(slots=True)
class Station:
    """A host with its one station."""

    name: str
    host: Answer
    station: Answer

    @property
    def host_id(self) -> str:
        return self.host.id

    @property
    def id(self) -> str:
        return self.station.id

    @property
    def speaker(self) -> Caller:
        """Who speaks for the host."""
        return Caller(f"hm-{self.host_id}", Level.ENTERPRISE, self.host_id, "经办人")


@dataclass(slots=True)
class Years:
    """The stack, the person at the clock, and what the scenarios have noted for their tests."""

    stack: Stack
    client: Client
    operator: httpx.AsyncClient
    stations: dict[str, Station] = field(default_factory=dict)
    roles: dict[str, Station] = field(default_factory=dict)
    """Who plays which part after the draw of 2013, which nobody can foretell."""
    notes: dict[str, Any] = field(default_factory=dict)
    instant: str = ""
    _numbers: int = 0

    @property
    def today(self) -> str:
        """The day at which the clock stands."""
        return self.instant[:10]

    async def at(self, instant: str) -> None:
        """The programme's clock stands at this instant: all have worked off the days until then, and heard of it."""
        self.instant = instant
        await move_clock(self.operator, self.stack, instant)
        await until_heard(self.stack, LISTENS)

    async def do(
        self,
        service: str,
        path: str,
        who: Caller | None,
        body: Mapping[str, Any] | None = None,
        *,
        after: Iterable[Answer] = (),
        key: str = "",
    ) -> Answer:
        """Somebody adds something."""
        return await self.client.post(service, path, who, body or {}, after=after, key=key)

    async def change(
        self,
        service: str,
        case: str,
        act: str,
        who: Caller,
        body: Mapping[str, Any] | None = None,
        *,
        after: Iterable[Answer] = (),
    ) -> Answer:
        """Somebody reads a case and changes it: the act names the version that was read."""
        read = await self.client.get(service, case, who, after=after)
        return await self.client.post(
            service, f"{case}/{act}", who, body or {}, version=read.version, after=after, key=f"v{read.version}"
        )

    async def upload(self, who: Caller, content: bytes) -> str:
        """A file goes to the object store; its hash."""
        headers = {"Authorization": f"Bearer {self.client.token(who)}", "Content-Type": "application/octet-stream"}
        url = f"{self.stack.urls['application']}/v1/evidence"
        response = await self.operator.post(url, content=content, headers=headers)
        response.raise_for_status()
        return str(response.json()["sha256"])

    async def read(self, service: str, path: str, who: Caller | None = None, *, after: Iterable[Answer] = ()) -> Any:
        return (await self.client.get(service, path, who, after=after)).body

    async def bytes_of(self, service: str, path: str, who: Caller | None = None) -> bytes:
        """What is printed, as it comes over the wire."""
        headers = {"Authorization": f"Bearer {self.client.token(who)}"} if who else {}
        response = await self.operator.get(f"{self.stack.urls[service]}{path}", headers=headers)
        response.raise_for_status()
        return response.content

    async def refusal(self, asked: Awaitable[object]) -> str:
        """The rule that says no; empty if none does."""
        try:
            await asked
        except Refused as refused:
            return refused.code
        return ""

    async def register(self, name: str, division: str, town: str = "", **more: Any) -> Station:
        """The county registers a host and its station."""
        self._numbers += 1
        body = {"name": name, "registration_number": with_check_digit(f"{division}{self._numbers + 40_000:08d}")}
        host = await self.do("registry", "/v1/hosts", county(division), body | {"division_code": division})
        station = {
            "host_id": host.id,
            "name": f"{name}12315消费维权服务站",
            "kind": "mall",
            "trade": "百货零售",
            "division_code": division,
            "town": town,
            "operating_since": "2011-03-01",
        }
        answer = await self.do("registry", "/v1/stations", county(division), station | more)
        self.stations[name] = Station(name, host, answer)
        return self.stations[name]

    async def apply(self, station: Station, year: int, **more: Any) -> Answer:
        """The host files its whole form at once."""
        body = {
            "season_id": f"S-{year}-320400",
            "station_id": station.id,
            "form_sha256": SHA,
            "self_score_tenths": 930,
        }
        return await self.do(
            "application", "/v1/applications", station.speaker, body | more, after=[station.station], key=f"{year}"
        )

    async def verify(self, station: Station, year: int, division: str, failed: Iterable[str] = ()) -> Answer:
        """The county takes the application up, looks up the veto items, and inspects with two."""
        case, clerk = f"/v1/applications/A-{year}-{station.id}", county(division)
        await self.change("application", case, "acceptance", clerk)
        findings = [{"item": item, "found": False, "snapshot": "查无记录"} for item in VETOES]
        await self.change("application", case, "veto-check", clerk, {"findings": findings})
        return await self.inspect(station, year, division, failed)

    async def inspect(self, station: Station, year: int, division: str, failed: Iterable[str] = ()) -> Answer:
        body = {
            "inspectors": [county(division, 2).subject, county(division, 3).subject],
            "meets_standard": not tuple(failed),
            "failed_items": list(failed),
            "remarks": "现场查验",
        }
        case = f"/v1/applications/A-{year}-{station.id}"
        return await self.change("application", case, "inspection", county(division), body)

    async def recommend(self, station: Station, year: int, division: str) -> Answer:
        case = f"/v1/applications/A-{year}-{station.id}"
        body = {"opinion": "达到示范标准，同意推荐"}
        return await self.change("application", case, "recommendation", county(division), body)

    async def assess(self, station: Station, year: int, sheet: Iterable[Mapping[str, Any]]) -> Answer:
        """The two assessors give the same marks, and the city concludes."""
        case, scores = f"/v1/assessments/A-{year}-{station.id}", {"scores": list(sheet)}
        for assessor in CITY[1:3]:
            await self.do("assessment", f"{case}/scores", assessor, scores)
        return await self.change("assessment", case, "conclusion", CITY[0])

    async def application(self, station: Station, year: int, who: Caller, *, after: Iterable[Answer] = ()) -> Any:
        return await self.read("application", f"/v1/applications/A-{year}-{station.id}", who, after=after)

    async def open_season(self, year: int, settings: Mapping[str, Any], opened: str = "") -> Answer:
        """The province drafts, approves and opens the city's chapter."""
        path = f"/v1/seasons/S-{year}-320400"
        plan = {"year": year, "city_code": "320400", "settings": dict(settings)}
        drafted = await self.do("application", "/v1/seasons", PROVINCE, plan)
        approval = {
            "issuer": "江苏省工商行政管理局",
            "organiser_level": "province",
            "document_date": f"{year}-05-10",
            "document_sha256": SHA,
            "approval_number": opened,
        }
        await self.change("application", path, "approval", PROVINCE, approval, after=[drafted])
        return await self.change("application", path, "opening", PROVINCE)


@dataclass(frozen=True, slots=True)
class Step:
    """Something of a scenario that happens at an instant."""

    instant: str
    take: Callable[[Years], Awaitable[None]]


async def found(years: Years) -> None:
    """The bureaus, three officers for each county, and the working days of all the years."""
    for division, (level, name) in BUREAUS.items():
        bureau = {
            "bureau_code": f"B-{division}",
            "name": name,
            "name_is_sourced": division == "320400",
            "level": level,
            "division_code": division,
            "established_on": "2013-01-01",
        }
        await years.do("registry", "/v1/bureaus", OPERATOR, bureau)
    counties = [
        county(division, number) for division in BUREAUS if BUREAUS[division][0] == "county" for number in (1, 2, 3)
    ]
    for who in (PROVINCE, *CHECKERS, *CITY, *counties):
        posting = {"officer_id": who.subject, "bureau_code": who.bureau, "post": who.post}
        await years.do("registry", "/v1/officers", OPERATOR, posting)
    for year in range(2013, 2025):
        await years.do("registry", "/v1/calendars", OPERATOR, {"year": year})
