"""What of a payload may be seen: personal fields are masked for everybody, and a host does not read about others."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic.fields import FieldInfo

from shared.events.catalogue import CATALOGUE
from shared.events.event import Part, Visibility

MASK = "＊＊＊"


def masked(type_name: str, data: Any) -> Any:
    """The payload of an event with its personal fields masked; of an unknown event nothing is shown at all.

    Which fields are personal stands at the event's class: without the class nobody can tell.
    """
    event = CATALOGUE.get(type_name)
    return None if event is None or not isinstance(data, dict) else _masked_part(event, data)


def about(station_id: str, data: Any) -> Any:
    """What a payload says of this station: the lines of its lists that are about another are left out."""
    if isinstance(data, dict):
        return {name: about(station_id, value) for name, value in data.items()}
    if isinstance(data, list):
        return [about(station_id, item) for item in data if not _of_another(station_id, item)]
    return data


def _of_another(station_id: str, item: Any) -> bool:
    return isinstance(item, dict) and item.get("station_id", station_id) != station_id


def _masked_part(part: type[Part], data: dict[str, Any]) -> dict[str, Any]:
    """Fields that the class does not know were added by a later version: they are masked, too."""
    return {name: _masked_field(part.model_fields.get(name), value) for name, value in data.items()}


def _masked_field(field: FieldInfo | None, value: Any) -> Any:
    if field is None or _level(field) == "personal":
        return MASK
    inner = next(_parts(field.annotation), None)
    if inner is None:
        return value
    if isinstance(value, list):
        return [_masked_part(inner, item) if isinstance(item, dict) else item for item in value]
    return _masked_part(inner, value) if isinstance(value, dict) else value


def _level(field: FieldInfo) -> str:
    return next((mark.level for mark in field.metadata if isinstance(mark, Visibility)), "personal")


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)
