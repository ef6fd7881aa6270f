"""What an event has to tell, and to whom: pure, and whole over the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from services.notification.routing import application, assessment, others, publication, registry
from services.notification.routing.whom import Route
from shared.events.event import Event
from shared.events.notification import DeadlineReminded

_OWNERS = (registry, application, publication, assessment, others)

ROUTES: Mapping[type[Event], Route] = {event: one for owner in _OWNERS for event, one in owner.ROUTES.items()}
"""To whom each event is told."""
UNTOLD: Mapping[type[Event], str] = {event: why for owner in _OWNERS for event, why in owner.UNTOLD.items()}
"""Of which nobody is told, each with the reason."""

OF_A_REMINDER = ("what", "due_on", "days_left", "colour")
"""What a reminder shows of its deadline."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message before it is known to whom `kind` leads from `id`; without a kind, `id` is the recipient."""

    kind: str
    id: str
    template: str
    data: Mapping[str, Any]
    station_id: str
    case_id: str


def template_of(event: type[Event]) -> str:
    """The name of the event's template: its own, as `application_returned`."""
    name = event.__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def told(event: Event) -> tuple[Notice, ...]:
    """Whom the event concerns and what they are told; nothing of an event that is told to nobody."""
    if isinstance(event, DeadlineReminded):
        return (_reminder(event),)
    route = ROUTES.get(type(event))
    return () if route is None else tuple(_notices(event, route))


def _notices(event: Event, route: Route) -> Iterator[Notice]:
    data = _data(event, route.shows)
    station = str(getattr(event, route.station)) if route.station else ""
    case = str(getattr(event, route.case)) if route.case else station
    for to in route.to:
        for one in to.ids(event):
            yield Notice(to.kind, one, template_of(type(event)), data, station, case)


def _reminder(event: DeadlineReminded) -> Notice:
    """A deadline knows itself whom it binds."""
    data = _data(event, OF_A_REMINDER)
    return Notice(event.whose, event.about, template_of(DeadlineReminded), data, event.station_id, event.case_id)


def _data(event: Event, shows: tuple[str, ...]) -> Mapping[str, Any]:
    """The fields as JSON has them: what is stored is what was told, whatever the event's class becomes."""
    whole: dict[str, Any] = orjson.loads(event.payload())
    return {name: whole[name] for name in shows}
