"""No fee exists anywhere: nobody can be asked for money, for there is no field for it [scenario 20; S38]."""

import re
from importlib import import_module

import pytest

from shared.events.catalogue import CATALOGUE, OWNERS
from shared.events.event import Event
from shared.web.app import create_app

MONEY_ASKED_FOR = re.compile(r"(^|_)(fees?|prices?|charges?|charged|payable|deposit)(_|$)")


def _asked_for(names: set[str]) -> set[str]:
    """The names of fields that ask for money; the post of the price officer is none."""
    return {name for name in names if MONEY_ASKED_FOR.search(name) and "price_officer" not in name}


@pytest.mark.parametrize("event", CATALOGUE.values(), ids=lambda event: event.__name__)
def test_no_event_has_a_field_for_a_fee(event: type[Event]) -> None:
    schema = event.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    assert _asked_for({name for part in parts for name in part.get("properties", {})}) == set()


@pytest.mark.parametrize("owner", OWNERS)
def test_no_request_or_answer_has_a_field_for_a_fee(owner: str) -> None:
    described = create_app(import_module(f"services.{owner}.service").SERVICE).openapi()
    schemas = described["components"]["schemas"].values()
    names = {name for schema in schemas for name in schema.get("properties", {})}
    names |= {
        parameter["name"]
        for path in described["paths"].values()
        for route in path.values()
        for parameter in route.get("parameters", ())
    }
    assert len(names) > 10
    assert _asked_for(names) == set()
