"""Made-up values for each template, by the types of the fields that its event shows."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from services.notification.routing.told import OF_A_REMINDER, ROUTES, template_of
from services.notification.templates import NoSuchTemplate
from shared.events.event import Event
from shared.events.notification import DeadlineReminded

_DAY, _INSTANT = "2013-09-23", "2013-09-23T09:30:00+08:00"
_OF_KIND: Mapping[type, Any] = {bool: True, int: 7, date: _DAY, datetime: _INSTANT}


@cache
def _shown() -> Mapping[str, tuple[type[Event], tuple[str, ...]]]:
    found = {template_of(event): (event, one.shows) for event, one in ROUTES.items()}
    return found | {template_of(DeadlineReminded): (DeadlineReminded, OF_A_REMINDER)}


def specimen(template: str) -> Mapping[str, Any]:
    """A value for everything that the template may speak of.

    Raises:
        NoSuchTemplate: no event has that template.
    """
    if template not in _shown():
        raise NoSuchTemplate(f"There is no template {template}.")
    event, shows = _shown()[template]
    values = {name: _value(event.model_fields[name].annotation, name) for name in shows}
    return {**values, "station": "莱蒙站", "case_id": "A-2013-0001"}


def _value(kind: Any, name: str) -> Any:
    """The first value of an enumeration; of what may be missing, what it is when it is there."""
    if get_origin(kind) in {Union, UnionType}:
        return _value(get_args(kind)[0], name)
    if get_origin(kind) is tuple:
        return [_value(get_args(kind)[0], name)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    return f"〔{name}〕" if kind is str else _OF_KIND[kind]
