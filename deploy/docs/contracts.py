"""What others build upon, as documents: OpenAPI of each service, JSON Schema of each event, AsyncAPI of the topics."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from deploy.docs.topics import topics_document
from deploy.gate.promises import FOLDER, written
from deploy.gate.verdict import EVENTS
from deploy.stack import SERVICES
from shared.events.catalogue import CATALOGUE
from shared.web.app import create_app

TOPICS = "asyncapi.json"


@cache
def contracts() -> dict[str, dict[str, Any]]:
    """Every document by its file's name."""
    return {f"{name}.openapi.json": openapi(name) for name in SERVICES} | {
        EVENTS: events_document(),
        TOPICS: topics_document(EVENTS, {event: _definition(event) for event in CATALOGUE}),
    }


def openapi(service: str) -> dict[str, Any]:
    """The service's document, as it answers it itself."""
    return create_app(import_module(f"services.{service}.service").SERVICE).openapi()


@cache
def events_document() -> dict[str, Any]:
    """One schema whose fields are named as the types on the wire; what an event may hold, however old it is.

    A field with a default may be absent: it came later than the first event of its kind.
    """
    named, schema = models_json_schema(
        [(event, "validation") for event in CATALOGUE.values()], ref_template="#/$defs/{model}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Events",
        "description": "Every event by its type on the wire. Readers ignore fields that they do not know.",
        "type": "object",
        "properties": {event.type_name(): named[event, "validation"] for event in CATALOGUE.values()},
        "$defs": schema["$defs"],
    }


def _definition(event: str) -> str:
    """Where the event's own schema stands in the document of the events."""
    reference: str = events_document()["properties"][event]["$ref"]
    return reference


def promised_documents() -> dict[str, dict[str, Any]]:
    """The documents that a release is held to: what the topics are like follows from the events and their owners."""
    return {name: document for name, document in contracts().items() if name != TOPICS}


def write(folder: Path = FOLDER) -> None:
    """Write every document anew."""
    folder.mkdir(exist_ok=True)
    for name, document in contracts().items():
        (folder / name).write_bytes(written(document))
