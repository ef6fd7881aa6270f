"""What the page for integrators says exists: its routes, commands, headers and examples, and no example is left out."""

import re

import pytest

from deploy.docs.contracts import contracts
from deploy.docs.envelope import envelope
from deploy.stack import SERVICES
from tests.architecture.tree import ROOT, name, of_kind

PAGE = (ROOT / "docs" / "integrators.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"`([^`]+)`", PAGE)
ROUTES = [route for route in QUOTED if re.match(r"(GET|POST) /", route)]


def routes() -> set[str]:
    return {
        f"{method.upper()} {path}"
        for service in SERVICES
        for path, item in contracts()[f"{service}.openapi.json"]["paths"].items()
        for method in item
    }


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_that_is_named_exists(route: str) -> None:
    assert route.partition("?")[0] in routes()


def test_every_route_of_webhooks_is_named() -> None:
    of_endpoints = {route for route in routes() if "/v1/endpoints" in route or "/v1/deliveries" in route}
    one_alone = {"GET /v1/endpoints/{endpoint_id}", "GET /v1/deliveries/{delivery_id}"}
    assert of_endpoints - one_alone - {route.partition("?")[0] for route in ROUTES} == set()


def test_a_command_that_is_named_is_one() -> None:
    source = (ROOT / "deploy" / "cli.py").read_text(encoding="utf-8")
    commands = [quoted.split()[1] for quoted in QUOTED if quoted.startswith("./shifan ")]
    assert {command for command in commands if f"def {command}(" not in source} == set()
    assert len(commands) > 2


def test_a_file_that_is_named_exists_and_every_example_is_named() -> None:
    named = {quoted for quoted in QUOTED if quoted.startswith(("tests/", "services/"))}
    assert [path for path in named if not (ROOT / path).exists()] == []
    linked = set(re.findall(r"\((examples/[^)]+)\)", PAGE))
    assert linked == {name(path).removeprefix("docs/") for path in of_kind(".py", under="docs/examples")}


def test_the_header_by_which_a_consumer_sees_a_hole_is_part_of_the_contract() -> None:
    assert "previous" in QUOTED
    assert "previous" in envelope()["required"]


def test_what_an_endpoint_is_asked_for_and_shows_is_named_as_it_is_in_the_contract() -> None:
    schemas = contracts()["notification.openapi.json"]["components"]["schemas"]
    assert {"signatures", "public_keys", "secret"} <= schemas["EndpointWithSecret"]["properties"].keys()
    schemes = schemas["RegisterEndpoint"]["properties"]["signatures"]["items"]["enum"]
    assert {*schemes, "signatures", "public_keys", "webhook-signature", "webhook-id"} <= set(QUOTED)


def test_every_feed_is_named() -> None:
    paths = contracts()["notification.openapi.json"]["paths"]
    feeds = {f"GET {path}" for path, item in paths.items() if "feeds" in item.get("get", {}).get("tags", ())}
    assert feeds
    assert feeds - set(ROUTES) == set()
