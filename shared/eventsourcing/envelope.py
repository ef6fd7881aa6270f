"""The envelope of an event: who did it, for whom, on what authority and in answer to what."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Generic, TypeVar
from uuid import UUID

E_co = TypeVar("E_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Why an event exists. The field names are the CloudEvents attributes of design §3, in lower case.

    `bureauname` is the name that the bureau (or the host) bore on the day of the act, and stays so for ever. `imported`
    is the job that brought a row of history in; when it happened stands in the event.
    """

    actor: str
    level: str
    correlationid: str
    post: str = ""
    bureau: str = ""
    bureauname: str = ""
    onbehalfof: str = ""
    mandate: str = ""
    jurisdiction: str = ""
    documentno: str = ""
    basis: str = ""
    settingsversion: str = ""
    causationid: str = ""
    traceparent: str = ""
    imported: str = ""

    def attributes(self) -> dict[str, str]:
        """The attributes that say something; an empty one is left out of the record."""
        return {name: value for name, value in zip(_NAMES, _VALUES(self), strict=True) if value}


_NAMES = tuple(field.name for field in fields(Provenance))
_VALUES = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E_co]):
    """An event as it stands in its owner's log.

    `position` is dense in the owner's log and `version` in the stream; both are 0 for an event that is about to
    be written. `effective_at` is the programme's instant, `recorded_at` the server's clock.
    """

    event: E_co
    event_id: UUID
    type: str
    stream: str
    version: int
    position: int
    recorded_at: datetime
    effective_at: datetime
    attributes: Mapping[str, str]
    chain: bytes
