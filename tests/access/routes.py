"""Every route of every service, as its document tells, with the ids of real objects in its path."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from deploy.stack import SERVICES
from tests.access.world import World

_DOCUMENTS = Path(__file__).parents[2] / "docs" / "api"
_IN_PATH = re.compile(r"\{(\w+)\}")
_METHODS = ("get", "post", "put", "patch", "delete")
_STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Route:
    """A route of a service, as `POST /v1/hosts`. A stream's answer goes on until somebody leaves."""

    service: str
    name: str
    streams: bool = False

    @property
    def method(self) -> str:
        return self.name.split()[0]

    @property
    def path(self) -> str:
        return self.name.split()[1]

    def line(self) -> str:
        """In which case its object lies."""
        if self.service == "application":
            return "applicant"
        return "revoked" if "/appeals" in self.path else "kept"

    def address(self, ids: Mapping[str, str]) -> str:
        """Its path with the ids of real objects, and the query that it needs."""
        filled = _IN_PATH.sub(lambda found: ids[found[1]], self.path)
        query = "" if (self.service, self.name) in _WITHOUT_QUERY else _QUERIES.get(self.name, "")
        return filled + query.format(**ids)


_QUERIES = {
    "GET /v1/events": "?owner=registry",
    "GET /v1/seasons/{season_id}/eligibility": "?station_id={station_id}",
    "GET /v1/notices/proposal": "?season_id={season_id}&opens_on=2014-07-02",
    "GET /v1/titles": "?name=服务站",
    "GET /v1/lists/leaderboard": "?contest={contest_id}",
    "GET /v1/leaderboard": "?since=2013-01-01&until=2014-12-31",
    "GET /v1/candidates": "?season_id={season_id}",
    "GET /v1/campaigns/overview": "?year=2014",
    "GET /v1/campaigns/overview/stations": "?year=2014",
    "GET /v1/imports/template": "?kind=stations",
    "POST /v1/imports": "?kind=stations",
}


_WITHOUT_QUERY = {("assessment", "GET /v1/titles")}
"""Routes of the same name as another service's, which needs a query."""


def routes() -> Iterator[Route]:
    """All of them."""
    for service in SERVICES:
        document = orjson.loads((_DOCUMENTS / f"{service}.openapi.json").read_bytes())
        for path, operations in document["paths"].items():
            for method in (method for method in operations if method in _METHODS):
                answers = operations[method]["responses"].get("200", {}).get("content", {})
                yield Route(service, f"{method.upper()} {path}", _STREAM in answers)


def ids_of(world: World, route: Route, case: str = "") -> dict[str, str]:
    """What stands for each part of the route's path; `case` says of which line, where it is not the route's own."""
    line = case or route.line()
    ids = {
        "station_id": world.ids[f"{line} station"],
        "host_id": world.lines[line].host_id,
        "application_id": world.ids["application" if route.service == "application" else f"{line} application"],
        "season_id": world.ids["season"] if route.service == "application" else "S-2013-320400",
        "bureau_code": f"B-{world.lines[line].county}",
        "staff_id": world.ids["staff"],
        "mandate_id": world.ids["mandate"],
        "officer_id": world.ids["officer"],
        "person_id": world.ids["officer"],
        "sha256": world.ids["evidence"],
        "job_id": world.ids["export"],
        "export_id": world.ids["export"],
        "check_id": world.ids["title check" if route.path.startswith("/v1/titles") else "check"],
        "rubric_id": "R-JS-2013",
        "supplement": "1",
        "name": "示范",
        "owner": "assessment",
        "position": "1",
        "message_id": world.ids["message"],
        "endpoint_id": world.ids["endpoint"],
        "delivery_id": world.ids["delivery"],
        "template": "application_accepted",
        "level": "0",
        "place": "000",
    }
    if "/stations/proposals" in route.path:
        ids["station_id"] = world.ids["proposed station"]
    direct = ("notice", "list", "opinion", "matter", "announcement", "document", "draw", "appeal", "contest", "dispute")
    ids |= {f"{name}_id": world.ids[name] for name in (*direct, "training", "change", "import")}
    return ids | {"certificate_number": world.ids["certificate"]}
