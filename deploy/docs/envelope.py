"""The headers of an event's message: the CloudEvents attributes, and what belongs to the journey alone."""

from typing import Any

from shared.eventsourcing.messages import PREVIOUS
from shared.eventsourcing.record import PREFIX

_INSTANT = {"type": "string", "format": "date-time"}
_NUMBER = {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}
_TEXT = {"type": "string"}
_WORD = {"type": "string", "minLength": 1}

ALWAYS: dict[str, dict[str, Any]] = {
    "specversion": {"const": "1.0"},
    "id": _TEXT | {"format": "uuid", "description": "The same when a command is sent again."},
    "source": _WORD | {"description": "The service that recorded the event."},
    "type": _WORD | {"description": "`shifan.<owner>.<EventName>.v<N>`."},
    "subject": _WORD | {"description": "The stream."},
    "time": _INSTANT | {"description": "When it was recorded, by the server's clock."},
    "effectivetime": _INSTANT | {"description": "The programme's instant; rules and deadlines go by it."},
    "position": _NUMBER | {"description": "The place in the owner's log, without holes, from 1 on."},
    "version": _NUMBER | {"description": "The place in the stream, from 1 on."},
    "chain": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "The hash chain of the log up to here."},
    "partitionkey": _WORD | {"description": "The message's key."},
    "actor": _WORD | {"description": "Who did it."},
    "level": _WORD | {"description": "On which level: province, city, county, host, public, operator."},
    "correlationid": _WORD | {"description": "The chain of acts that it belongs to."},
}
"""Attributes that every event has."""

SOMETIMES: dict[str, dict[str, Any]] = {
    "post": _WORD | {"description": "In which post."},
    "bureau": _WORD | {"description": "For which bureau or host."},
    "bureauname": _WORD | {"description": "Its name on that day."},
    "onbehalfof": _WORD | {"description": "Whose authority was delegated."},
    "mandate": _WORD | {"description": "The document by which it was."},
    "jurisdiction": _WORD | {"description": "The division, at the level of the act."},
    "documentno": _WORD | {"description": "The number of the document that the act is."},
    "basis": _WORD | {"description": "The clause or law relied on."},
    "settingsversion": _WORD | {"description": "The version of the settings in force."},
    "causationid": _WORD | {"description": "The event that caused it."},
    "traceparent": _WORD | {"description": "W3C trace context."},
    "imported": _WORD | {"description": "The job that brought this row of history in."},
}
"""Attributes that an event has where they say something; one that is empty is left out."""

_JOURNEY = {
    PREVIOUS: _NUMBER | {"description": "The position before this one in its partition, 0 for the first."},
    "content-type": {"const": "application/json"},
}


def envelope() -> dict[str, Any]:
    """The schema of the headers; each value is UTF-8 text."""
    always, sometimes = ({f"{PREFIX}{name}": told for name, told in some.items()} for some in (ALWAYS, SOMETIMES))
    return {
        "type": "object",
        "properties": always | sometimes | _JOURNEY,
        "required": [*always, *_JOURNEY],
    }
