"""The AsyncAPI document is valid, names every event once, and says of its messages what the relay sends."""

import hashlib
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

from deploy.docs.contracts import TOPICS, contracts, events_document
from deploy.docs.envelope import ALWAYS, SOMETIMES, envelope
from deploy.docs.samples import SAMPLES
from deploy.gate.verdict import EVENTS
from deploy.topics import SETTINGS
from shared.bus.outgoing import message_of
from shared.bus.topics import PARTITIONS, topic_of
from shared.events.catalogue import CATALOGUE, OWNERS
from shared.events.event import Event
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.record import attributes_of_row
from shared.eventsourcing.rows import Row

SPECIFICATION = Path(__file__).parent / "asyncapi" / "3.0.0.json"
DOCUMENT = contracts()[TOPICS]
NOON = datetime(2013, 9, 23, 4, 0, tzinfo=UTC)


def faults(document: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft7Validator(orjson.loads(SPECIFICATION.read_bytes())).iter_errors(document)]


def test_the_document_is_asyncapi_3() -> None:
    assert faults(DOCUMENT) == []
    assert faults(DOCUMENT | {"operations": {"x": {"action": "shout"}}}) != []


def test_the_specification_is_the_published_one() -> None:
    told = (SPECIFICATION.parent / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(SPECIFICATION.read_bytes()).hexdigest() in told


def test_every_event_is_a_message_of_its_owners_channel() -> None:
    told = {
        (owner, DOCUMENT["components"]["messages"][reference["$ref"].rpartition("/")[2]]["name"])
        for owner, channel in DOCUMENT["channels"].items()
        for reference in channel["messages"].values()
    }
    assert told == {(event.owner(), name) for name, event in CATALOGUE.items()}


def test_a_channel_is_the_topic_that_the_deploy_tool_makes() -> None:
    for owner in OWNERS:
        channel = DOCUMENT["channels"][owner]
        binding = channel["bindings"]["kafka"]
        assert (channel["address"], binding["partitions"]) == (topic_of(owner), PARTITIONS)
        assert str(binding["topicConfiguration"]["retention.ms"]) == SETTINGS["retention.ms"]


def test_every_reference_leads_somewhere() -> None:
    documents = {"": DOCUMENT, EVENTS: events_document()}
    found = list(_references(DOCUMENT))
    assert len(found) > 2 * len(CATALOGUE)
    for reference in found:
        name, _, path = reference.partition("#/")
        place: Any = documents[name]
        for step in path.split("/"):
            place = place[step]


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for one in node for found in _references(one)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [found for one in node.values() for found in _references(one)]


@pytest.mark.parametrize("event", CATALOGUE.values(), ids=lambda event: event.__name__)
def test_what_was_ever_recorded_has_the_form_of_its_schema(event: type[Event]) -> None:
    schema = {"$ref": events_document()["properties"][event.type_name()]["$ref"], "$defs": events_document()["$defs"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    validator.validate(orjson.loads((SAMPLES / f"{event.__name__}.json").read_bytes()))
    assert [error.message for error in validator.iter_errors({})] != []


def row(attributes: dict[str, str]) -> Row:
    return Row(
        7,
        "st-1",
        2,
        "shifan.registry.StationRenamed.v1",
        UUID(int=1),
        b"{}",
        orjson.dumps(attributes),
        NOON,
        NOON,
        b"x" * 32,
    )


def test_a_message_of_the_relay_has_the_headers_of_the_envelope() -> None:
    by = Provenance(actor="of-1", level="county", correlationid="c-1", bureau="B-320402", bureauname="天宁分局")
    message = message_of(row(by.attributes() | {"source": "/services/registry", "partitionkey": "st-1"}), {})
    sent = {name: value.decode() for name, value in message.headers}
    validator = Draft202012Validator(envelope(), format_checker=FormatChecker())
    validator.validate(sent)
    for name in envelope()["required"]:
        assert not validator.is_valid({other: value for other, value in sent.items() if other != name})


def test_the_envelope_names_every_attribute() -> None:
    of_the_row = attributes_of_row(row({})).keys() | {"source", "partitionkey"}
    assert ALWAYS.keys() | SOMETIMES.keys() == of_the_row | {field.name for field in fields(Provenance)}
