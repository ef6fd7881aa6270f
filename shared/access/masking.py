"""What of a payload may be seen: by the marks of its fields, and by whose lines its lists hold."""

from collections.abc import Container, Iterator
from typing import Any, get_args

from pydantic.fields import FieldInfo

from shared.events.catalogue import CATALOGUE
from shared.events.event import Part, Visibility

MASK = "＊＊＊"

PUBLIC = frozenset({"public"})
FOR_THOSE_CONCERNED = frozenset({"public", "internal"})
"""What bureaus see of their area, and a host of itself."""


def masked(type_name: str, data: Any, levels: Container[str] = FOR_THOSE_CONCERNED) -> Any:
    """The payload of an event, every field masked that is not of these levels; of an unknown event nothing is shown.

    How far a field may be seen stands at the event's class: without the class nobody can tell. Personal fields are
    among no reader's levels.
    """
    event = CATALOGUE.get(type_name)
    return None if event is None or not isinstance(data, dict) else _masked_part(event, data, levels)


def about(stations: Container[str], data: Any) -> Any:
    """What a payload says of these stations: the lines of its lists that are about another are left out."""
    if isinstance(data, dict):
        return {name: about(stations, value) for name, value in data.items()}
    if isinstance(data, list):
        return [about(stations, item) for item in data if not _of_another(stations, item)]
    return data


def speaks_of(host_id: str, stations: Container[str], data: Any) -> bool:
    """Whether a payload, or a line of it, names the host or one of these stations."""
    if isinstance(data, list):
        return any(speaks_of(host_id, stations, item) for item in data)
    if not isinstance(data, dict):
        return False
    named = data.get("host_id") == host_id or data.get("station_id") in stations
    return named or any(speaks_of(host_id, stations, value) for value in data.values())


def _of_another(stations: Container[str], item: Any) -> bool:
    return isinstance(item, dict) and "station_id" in item and item["station_id"] not in stations


def _masked_part(part: type[Part], data: dict[str, Any], levels: Container[str]) -> dict[str, Any]:
    """Fields that the class does not know were added by a later version: they are masked, too."""
    return {name: _masked_field(part.model_fields.get(name), value, levels) for name, value in data.items()}


def _masked_field(field: FieldInfo | None, value: Any, levels: Container[str]) -> Any:
    if field is None or _level(field) not in levels:
        return MASK
    inner = next(_parts(field.annotation), None)
    if inner is None:
        return value
    if isinstance(value, list):
        return [_masked_part(inner, item, levels) if isinstance(item, dict) else item for item in value]
    return _masked_part(inner, value, levels) if isinstance(value, dict) else value


def _level(field: FieldInfo) -> str:
    return next((mark.level for mark in field.metadata if isinstance(mark, Visibility)), "personal")


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)
