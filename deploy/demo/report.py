"""What came of the demonstration season: read back through the APIs, and shown to people."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape

from deploy.client import Client
from deploy.demo.plot import NOTICE, SEASON, Season
from deploy.demo.telling import ARRIVED, gather_told
from deploy.demo.world import AUDITOR, CITY_OFFICERS, PROVINCE_OFFICER
from deploy.words import Language, table, word
from shared.access.roles import Caller

_MADE_UP = {
    "zh": "演示：受测、获认定、未获认定和被撤牌的单位名称与分数均为虚构；首批真实名单没有公开来源可查。",
    "en": "A demonstration: the names and scores of all that compete, win, fail or lose a title are made up; "
    "no list of the real first batch is known.",
}


async def gather(season: Season) -> dict[str, Any]:
    """The funnel, the titles, one station's history and what the rules refused, as the services tell them."""
    client = season.client
    applications = await _all(client, "application", f"/v1/applications?season_id={SEASON}", PROVINCE_OFFICER)
    notice = await client.get("publication", f"/v1/notices/{NOTICE}", None)
    candidates = await _all(client, "assessment", f"/v1/candidates?season_id={SEASON}", CITY_OFFICERS[0])
    titles = await _titles(season)
    shown = season.plot.revoked
    history = await client.get(
        "audit", f"/v1/stations/{season.station_id(shown)}/history?limit=5000", AUDITOR, after=[]
    )
    return {
        "disclaimer": _MADE_UP,
        "season": SEASON,
        "funnel": _funnel(season, applications, notice.body, candidates, titles),
        "titles": titles,
        "refused_commands": season.refusals,
        "star": {"staff_id": season.staff[season.plot.star_host.number][0].id, "contest": season.notes["contest"].id},
        "history": {"station_id": season.station_id(shown), "station": shown.station_name, **history.body},
        "certified_station": season.station_id(season.plot.star_host),
        "told": await gather_told(season),
    }


async def _titles(season: Season) -> list[dict[str, Any]]:
    """Every title that was given, and where it stands at the end, as the public may ask."""
    found = []
    for unit in season.notes["listed"]:
        answer = await season.client.get("publication", f"/v1/stations/{season.station_id(unit)}/title", None)
        if answer.body["status"] == "no_such_title":
            continue
        found.append(
            {
                "station_id": season.station_id(unit),
                "station": unit.station_name,
                "trade": unit.trade,
                "division": unit.division_code,
                "certificate_number": answer.body["title"]["certificate_number"],
                "status": answer.body["status"],
            }
        )
    return found


def _funnel(
    season: Season,
    applications: list[dict[str, Any]],
    notice: dict[str, Any],
    candidates: list[dict[str, Any]],
    titles: list[dict[str, Any]],
) -> dict[str, int]:
    stages = Counter(application["stage"] for application in applications)
    results = Counter(candidate["result"] for candidate in notice["candidates"])
    passed = sum(1 for candidate in candidates if candidate.get("result") == "passed")
    return {
        "stations": len(season.stations),
        "applications": len(applications),
        "inspected_unfit": stages["refused"],
        "recommended": len(notice["candidates"]),
        "withdrawn": results["withdrawn"],
        "struck_off": results["struck_off"],
        "assessed": len(season.plot.assessed),
        "passed": passed,
        "submitted": len(season.notes["listed"]),
        "certified": len(titles),
        "refused_by_the_province": len(season.notes["listed"]) - len(titles),
        "revoked_in_2014": sum(1 for title in titles if title["status"] == "revoked"),
        "trades_with_a_title": len({title["trade"] for title in titles}),
    }


async def _all(client: Client, service: str, path: str, who: Caller) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = await client.get(service, f"{path}&limit=200{cursor}", who)
        items += answer.body["items"]
        if not answer.body.get("next"):
            return items
        cursor = f"&cursor={answer.body['next']}"


def show(report: dict[str, Any], lang: Language) -> None:
    """Print the report for people."""
    zh = lang == "zh"
    console = Console()

    def part(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        console.print(f"\n[bold]{escape(title)}[/bold]")
        console.print(table(columns, rows, lang))

    console.print(f"\n[bold]{report['disclaimer'][lang]}[/bold]")
    part(
        "漏斗" if zh else "Funnel",
        ("step", "number"),
        [(word(name, lang), count) for name, count in report["funnel"].items()],
    )
    columns = ("certificate_number", "station", "trade", "division", "status")
    part(
        "称号" if zh else "Titles",
        columns,
        [[word(row[c], lang) if c == "status" else row[c] for c in columns] for row in report["titles"]],
    )
    refused = [(word(row["what"], lang), row["status"], row["rule"]) for row in report["refused_commands"]]
    part("被规则拒绝" if zh else "Refused by a rule", ("asked", "status", "rule"), refused)
    part(report["history"]["station"], ("when", "level", "bureau", "act", "reason"), _acts(report, lang))
    told = report["told"]
    counts = {name: told[name] for name in ("hosts", "messages_to_hosts")} | told["deliveries"]
    part(
        "告知" if zh else "Told", ("measure", "number"), [(_words(name, lang), count) for name, count in counts.items()]
    )
    arrived = [(word(channel, lang), *counted.values()) for channel, counted in told["arrived"].items()]
    part("送达" if zh else "What arrived", ("channel", *ARRIVED), arrived)
    part("速度" if zh else "Speed", ("measure", "value"), _flat(report["speed"] | report["seconds"]))
    tip = f"./shifan history {report['certified_station']} --as-of 2013-12-01"
    console.print(f"\n{'再看一个站' if zh else 'Look at another station'}: [bold]{tip}[/bold]", highlight=False)
    tip = f"./shifan told {told['host']['host_id']}"
    console.print(f"{'某企业收到的告知' if zh else 'What a host was told'}: [bold]{tip}[/bold]", highlight=False)


def _words(names: str, lang: Language) -> str:
    """Each of the words, as `email delivered`."""
    return " ".join(word(name, lang) for name in names.split())


def _acts(report: dict[str, Any], lang: Language) -> list[tuple[str, ...]]:
    items = [item for item in report["history"]["items"] if not item["context"]]
    return [
        (
            item["effective_at"][:10],
            word("service-level" if item["level"] == "service" else item["level"], lang),
            item["bureauname"],
            item["act"]["zh"] if lang == "zh" else f"{item['event']} {item['act']['zh']}",
            item["reason"],
        )
        for item in items
    ]


def _flat(values: dict[str, Any]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in values.items():
        text = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
        rows.append((name, text))
    return rows
