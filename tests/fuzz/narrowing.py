"""The document of a service, narrowed to the world: what names an object names one that exists, a day one that was.

Random words are no station's id; with them every command would end at "not known here". What is narrowed here is what
schemathesis draws valid data from: its invalid data still leaves these lists.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

_MOST = 12
_SINGULAR = {
    "inspectors": "officer_id",
    "reviewers": "officer_id",
    "checkers": "officer_id",
    "members": "officer_id",
    "investigators": "officer_id",
    "visitors": "officer_id",
    "station_ids": "station_id",
    "assignee": "officer_id",
    "assessor": "officer_id",
    "successor_code": "bureau_code",
    "settled_by": "officer_id",
    "first_receiver": "officer_id",
    "for_application": "application_id",
    "document_sha256": "sha256",
    "form_sha256": "sha256",
}


def narrow(document: dict[str, Any], known: Mapping[str, Sequence[str]], today: str, seed: int) -> None:
    """Change the document in place."""
    chance = random.Random(seed)
    lists = {name: _few(values, chance) for name, values in known.items()}
    days = _days(date.fromisoformat(today))
    for operations in document["paths"].values():
        for operation in operations.values():
            # A position that is never reached is waited for, two seconds each time; `tests/shared/web` looks at that.
            kept = [one for one in operation.get("parameters", ()) if one["name"] != "Shifan-Seen"]
            operation["parameters"] = kept
            # The tool reads each event of a stream as an object, for which OpenAPI 3.1 has no word.
            operation["responses"].get("200", {}).get("content", {}).get("text/event-stream", {}).pop("schema", None)
            for parameter in kept:
                _parameter(parameter, lists, days, anything="404" not in operation["responses"])
    for name in _asked_only(document):
        schema = document["components"]["schemas"][name]
        if name == "Move":  # The clock goes forward by a day, not by a thousand years, and every day on the way begins.
            schema["properties"]["instant"] = {"enum": [f"{day}T09:00:00+08:00" for day in days[-2:]]}
            continue
        for field, value in schema.get("properties", {}).items():
            _property(schema["properties"], field, value, lists, days)


def _asked_only(document: Mapping[str, Any]) -> set[str]:
    """The models that requests hold and no answer does: what is answered stays as the document has it."""
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    asked = _models(document, [operation.get("requestBody") for operation in operations])
    return asked - _models(document, [operation["responses"] for operation in operations])


def _models(document: Mapping[str, Any], part: Any) -> set[str]:
    found: set[str] = set()
    waiting = [part]
    while waiting:
        match waiting.pop():
            case dict() as one:
                name = str(one.get("$ref", "")).removeprefix("#/components/schemas/")
                if name in document["components"]["schemas"] and name not in found:
                    found.add(name)
                    waiting.append(document["components"]["schemas"][name])
                waiting += one.values()
            case list() as many:
                waiting += many
            case _:
                pass
    return found


def _few(values: Sequence[str], chance: random.Random) -> list[str]:
    """The newest, of which most still stands open, and some of the others."""
    newest, older = list(values[-_MOST // 2 :]), list(values[: -_MOST // 2])
    return newest + chance.sample(older, min(len(older), _MOST // 2))


def _days(today: date) -> list[str]:
    return [
        str(day) for day in (date(2013, 9, 2), today - timedelta(30), today - timedelta(1), today, today + timedelta(1))
    ]


def _parameter(parameter: dict[str, Any], lists: Mapping[str, list[str]], days: list[str], *, anything: bool) -> None:
    name = parameter["name"]
    if name in lists and parameter["in"] == "path" and parameter["schema"].get("type") != "integer" and not anything:
        parameter["schema"] = {"type": "string", "enum": lists[name]}
    elif name in lists and parameter["in"] in {"path", "query"} and parameter["schema"].get("type") != "integer":
        # A filter takes any text, and finds nothing by most; so does the public's question for a title.
        parameter["schema"] = {"anyOf": [{"type": "string", "enum": lists[name]}, parameter["schema"]]}
    elif parameter["in"] == "query":
        _dated(parameter, "schema", parameter["schema"], days)


def _property(
    properties: dict[str, Any], field: str, value: dict[str, Any], lists: Mapping[str, list[str]], days: list[str]
) -> None:
    name = _SINGULAR.get(field, field)
    if name in lists and (value.get("type") == "string" or "anyOf" in value):
        nothing = [{"type": "null"}] if {"type": "null"} in value.get("anyOf", ()) else []
        properties[field] = (
            {"anyOf": [{"type": "string", "enum": lists[name]}, *nothing]}
            if nothing
            else {"type": "string", "enum": lists[name]}
        )
    elif name in lists and value.get("type") == "array" and value.get("items", {}).get("type") == "string":
        value["items"] = {"type": "string", "enum": lists[name]}
    else:
        _dated(properties, field, value, days)


def _dated(holder: dict[str, Any], key: str, schema: dict[str, Any], days: list[str]) -> None:
    """A day is one of a few, or any; any alone would nearly always be still to come or long before everything."""
    forms = schema.get("anyOf", [schema])
    formats = {form.get("format") for form in forms}
    if "date" in formats:
        holder[key] = {"anyOf": [{"type": "string", "enum": days}, *forms]}
    elif "date-time" in formats:
        holder[key] = {"anyOf": [{"type": "string", "enum": [f"{day}T09:00:00+08:00" for day in days]}, *forms]}
