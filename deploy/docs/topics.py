"""AsyncAPI 3.0 of the topics: a channel an owner, and each event as a message with its envelope and its payload."""

from collections.abc import Mapping
from typing import Any

import orjson

from deploy.docs.envelope import envelope
from deploy.docs.events import events_of, term_and_meaning
from deploy.docs.samples import sample
from deploy.topics import SETTINGS
from shared.bus.topics import PARTITIONS, topic_of
from shared.events.catalogue import LOGS
from shared.events.event import Event

_DESCRIPTION = """Every event of every service, for ever, in the order of its owner's log within a partition.
CloudEvents 1.0 in Kafka's binary mode: the attributes are headers, the value is the payload. A topic may have a prefix,
where several installations share a Kafka."""
_BINDING = {"bindingVersion": "0.5.0"}
_KEY = {
    "type": "string",
    "description": "The station of a stream about one, else the stream; the partition hangs on it.",
}


def topics_document(schemas: str, definitions: Mapping[str, str]) -> dict[str, Any]:
    """The whole document; payloads refer to `schemas`, where `definitions` tells the place of each type's schema."""
    events = [event for owner in LOGS for event in events_of(owner)]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Shifan events", "version": "1", "description": " ".join(_DESCRIPTION.split())},
        "defaultContentType": "application/json",
        "channels": {owner: _channel(owner) for owner in LOGS},
        "operations": {
            f"record-{owner}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{owner}"},
                "summary": f"The service {owner} alone records these events, and its relay alone sends them.",
            }
            for owner in LOGS
        },
        "components": {
            "schemas": {"Envelope": envelope()},
            "messages": {
                event.__name__: _message(event, f"{schemas}{definitions[event.type_name()]}") for event in events
            },
            "messageTraits": {"event": {"bindings": {"kafka": {"key": _KEY} | _BINDING}}},
        },
    }


def _channel(owner: str) -> dict[str, Any]:
    """The owner's topic with its messages, as the deploy tool makes it."""
    return {
        "address": topic_of(owner),
        "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"} for event in events_of(owner)},
        "bindings": {
            "kafka": {
                "topic": topic_of(owner),
                "partitions": PARTITIONS,
                "topicConfiguration": {
                    "cleanup.policy": [SETTINGS["cleanup.policy"]],
                    "retention.ms": int(SETTINGS["retention.ms"]),
                    "retention.bytes": int(SETTINGS["retention.bytes"]),
                    "max.message.bytes": int(SETTINGS["max.message.bytes"]),
                },
            }
            | _BINDING
        },
    }


def _message(event: type[Event], payload: str) -> dict[str, Any]:
    term, meaning = term_and_meaning(event)
    named = {"ce_type": {"const": event.type_name()}, "ce_source": {"const": f"/services/{event.owner()}"}}
    return {
        "name": event.type_name(),
        "title": f"{event.__name__} {term}",
        "summary": f"{meaning[:1].upper()}{meaning[1:]}",
        "contentType": "application/json",
        "headers": {"allOf": [{"$ref": "#/components/schemas/Envelope"}, {"type": "object", "properties": named}]},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": payload},
        },
        "traits": [{"$ref": "#/components/messageTraits/event"}],
        "examples": [{"name": "sample", "payload": orjson.loads(sample(event))}],
    }
