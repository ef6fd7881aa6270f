"""Dashboards and alerts ask for metrics that there are, in Prometheus' words, and every service is asked."""

import json
import re
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import REGISTRY

import shared.telemetry as _  # noqa: F401 - the metrics are there once it is loaded.
from deploy.stack import SERVICES
from tests.architecture.tree import ROOT
from tests.compose.described import described

FOLDER = ROOT / "deploy" / "observability"
_NAME = re.compile(r"\bshifan_\w+")


def _dashboards() -> dict[str, dict[str, Any]]:
    found = (FOLDER / "grafana" / "dashboards").glob("*.json")
    return {file.name: json.loads(file.read_text(encoding="utf-8")) for file in found}


def expressions(dashboard: dict[str, Any]) -> list[str]:
    return [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]


def wrong_in(expression: str) -> str:
    """What Prometheus would say, or what it would look for in vain; empty where all is well."""
    try:
        promql_parser.parse(expression.replace("$__rate_interval", "1m"))
    except ValueError as error:
        return str(error)
    unknown = sorted(set(_NAME.findall(expression)) - _metrics())
    return f"no such metric: {', '.join(unknown)}" if unknown else ""


def _metrics() -> set[str]:
    """As they stand in what a service answers at /metrics."""
    names = set()
    for metric in REGISTRY.collect():
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(metric.type, ("",))
        names |= {f"{metric.name}{ending}" for ending in endings}
    return names


def test_the_dashboards_ask_for_what_there_is() -> None:
    asked = [expression for dashboard in _dashboards().values() for expression in expressions(dashboard)]
    assert {expression: wrong_in(expression) for expression in asked if wrong_in(expression)} == {}
    named = {name for expression in asked for name in _NAME.findall(expression)}
    assert named >= {"shifan_commands_total", "shifan_relay_lag", "shifan_inbox_position", "shifan_parked"}
    assert named >= {"shifan_deliveries_total"}


def test_the_alerts_do_so_too() -> None:
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    rules = {rule["alert"]: wrong_in(rule["expr"]) for group in groups for rule in group["rules"]}
    assert rules
    assert {name: wrong for name, wrong in rules.items() if wrong} == {}


@pytest.mark.parametrize(
    "wrong", ["sum by (service) rate(shifan_commands_total[1m])", "shifan_parkd", "rate(shifan_parked[1m)"]
)
def test_a_mistake_in_an_expression_is_seen(wrong: str) -> None:
    assert wrong_in(wrong)


def test_every_panel_has_a_place_a_title_and_what_it_means() -> None:
    for name, dashboard in _dashboards().items():
        places = [tuple(panel["gridPos"].values()) for panel in dashboard["panels"]]
        assert len(set(places)) == len(places) == len({panel["id"] for panel in dashboard["panels"]}), name
        assert all(panel["title"] and panel["description"] for panel in dashboard["panels"]), name


def test_the_collector_asks_every_service_where_it_is() -> None:
    told = yaml.safe_load((FOLDER / "collector.yml").read_text(encoding="utf-8"))
    (job,) = told["receivers"]["prometheus"]["config"]["scrape_configs"]
    asked = {one["labels"]["service"]: one["targets"] for one in job["static_configs"]}
    assert asked == {name: [f"{name}:8100"] for name in SERVICES}
    pipeline = told["service"]["pipelines"]["metrics"]
    for part in ("receivers", "processors", "exporters"):
        assert set(pipeline[part]) == set(told[part])


def test_prometheus_asks_the_collector_and_grafana_asks_prometheus() -> None:
    collector = yaml.safe_load((FOLDER / "collector.yml").read_text(encoding="utf-8"))
    prometheus = yaml.safe_load((FOLDER / "prometheus.yml").read_text(encoding="utf-8"))
    datasources = FOLDER / "grafana" / "provisioning" / "datasources" / "prometheus.yml"
    (source,) = yaml.safe_load(datasources.read_text(encoding="utf-8"))["datasources"]
    port = collector["exporters"]["prometheus"]["endpoint"].rpartition(":")[2]
    (job,) = prometheus["scrape_configs"]
    assert job["static_configs"] == [{"targets": [f"collector:{port}"]}]
    assert source["url"] == "http://prometheus:9090"
    used = {
        target["datasource"]["uid"]
        for dashboard in _dashboards().values()
        for panel in dashboard["panels"]
        for target in panel["targets"]
    }
    assert used == {source["uid"]}
    profiles = {name: about.get("profiles") for name, about in described()["services"].items()}
    assert [name for name, of in profiles.items() if of == ["observability"]] == ["collector", "prometheus", "grafana"]
