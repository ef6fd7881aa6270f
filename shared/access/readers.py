"""Who reads the log of a service, and what of it: everything is kept back that no line here shows.

* auditor: every event, with its payload.
* operator: every event without its payload and without who acted. They run the machine; what is in it is not theirs.
* province, city, county, office: the events whose envelope names a division in their area, as it stood when they were
  recorded; a bureau of single towns its own acts, for no envelope names a town. What is the same everywhere (days,
  calendars, rubrics, bureaus, land) all of them see; outside of their area only its public fields. A host's draft none
  of them sees.
* enterprise: the public fields of what names its host or one of its stations, without the lines about others.

Personal fields are masked for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from shared.access import directory
from shared.access.competence import WrongRole
from shared.access.masking import PUBLIC, about, masked, speaks_of
from shared.access.roles import ANONYMOUS, BUREAUS, Caller, Level
from shared.access.tokens import NotSignedIn
from shared.database import Connection
from shared.events.application import ApplicationDrafted, EvidenceAttached, EvidenceRemoved, SelfAssessed
from shared.events.assessment import RubricPublished, SpotCheckOrdered
from shared.events.audit import AccessLogged
from shared.events.catalogue import CATALOGUE
from shared.events.event import Event
from shared.events.publication import OpinionReceived, OpinionsGrouped
from shared.events.registry import (
    BureauEstablished,
    BureauSucceeded,
    CalendarPublished,
    CaseTakenUp,
    CompetenceDelegated,
    DayBegan,
    DelegationEnded,
    DivisionChanged,
)
from shared.eventsourcing.record import attributes_of_row
from shared.eventsourcing.rows import Row

EVERYWHERE: frozenset[type[Event]] = frozenset(
    {
        DayBegan,
        CalendarPublished,
        RubricPublished,
        BureauEstablished,
        BureauSucceeded,
        DivisionChanged,
        CompetenceDelegated,
        CaseTakenUp,
        DelegationEnded,
    }
)
"""What every bureau works with, wherever it was recorded."""
KEPT_FROM_BUREAUS: frozenset[type[Event]] = frozenset(
    {ApplicationDrafted, SelfAssessed, EvidenceAttached, EvidenceRemoved, AccessLogged}
)
"""The making of a form, for no bureau sees a draft; and who looked at what, which is for the auditor."""
KEPT_FROM_HOSTS: frozenset[type[Event]] = frozenset({SpotCheckOrdered, OpinionReceived, OpinionsGrouped, AccessLogged})
"""What no host learns from the log: that a check is on its way, opinions before they are screened, who looked."""


def kept_from(level: Level) -> frozenset[type[Event]]:
    """What nobody of that level reads in a log or a history, though it is of their area or about their station."""
    if level in BUREAUS:
        return KEPT_FROM_BUREAUS
    return KEPT_FROM_HOSTS if level is Level.ENTERPRISE else frozenset()


_AUDITORS = frozenset({"chain"})
"""With the chain value before it, an event's own lets a masked field be guessed until the hash fits."""
_OF_PERSONS = frozenset({"actor"})
_PUBLIC_ATTRIBUTES = frozenset(
    {
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "effectivetime",
        "position",
        "version",
        "level",
        "bureau",
        "bureauname",
        "jurisdiction",
        "documentno",
        "basis",
        "settingsversion",
    }
)
_PREFIX = {Level.PROVINCE: 2, Level.CITY: 4}
_OF_A_WHOLE = "00"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read: a bureau with the beginning of its area's codes, or a host with its stations."""

    level: Level
    area: str = ""
    host_id: str = ""
    stations: frozenset[str] = frozenset()
    own: str = ""
    """The code of a bureau of single towns, which sees its own acts."""

    def covers(self, division_code: str) -> bool:
        """Whether the division lies in the reader's area; an area without a code holds none."""
        return bool(self.area) and division_code.startswith(self.area)


async def reader_of(connection: Connection, caller: Caller) -> Reader:
    """The caller as a reader of the log, as this service knows them at this moment.

    Raises:
        NotSignedIn: the caller is a member of the public.
        WrongRole: the caller's level reads no log.
        NotKnownHere, NotAnOfficerHere: as `directory.acting`.
    """
    if caller is ANONYMOUS:
        raise NotSignedIn("Send a token as `Authorization: Bearer`.")
    if caller.level in {Level.AUDITOR, Level.OPERATOR}:
        return Reader(caller.level)
    if caller.level in BUREAUS:
        acting = await directory.acting(connection, caller)
        return Reader(caller.level, _area(caller.level, acting), own=caller.bureau if acting.towns else "")
    if caller.level is Level.ENTERPRISE:
        host = await directory.the_host(connection, caller.bureau)
        return Reader(caller.level, "", host.host_id, await directory.station_ids_of(connection, host.host_id))
    raise WrongRole(f"The log is not for {caller.level}.")


def _area(level: Level, acting: directory.Acting) -> str:
    """The beginning of the codes in a bureau's area. A county's is its whole code, which is no city's or province's.

    No envelope tells a town: who serves single towns of a division has no area here, and is shown its own acts.
    """
    if level in _PREFIX:
        return acting.division_code[: _PREFIX[level]]
    return "" if acting.towns or acting.division_code.endswith(_OF_A_WHOLE) else acting.division_code


def seen(reader: Reader, row: Row) -> Mapping[str, Any] | None:
    """The event as this reader sees it, in CloudEvents' structured mode; nothing if it is not for them."""
    attributes = attributes_of_row(row)
    if reader.level is Level.AUDITOR:
        return _event(attributes, masked(row.type, orjson.loads(row.payload)))
    attributes = _without(attributes, _AUDITORS)
    if reader.level is Level.OPERATOR:
        return _without(attributes, _OF_PERSONS)
    if reader.level in BUREAUS:
        return _seen_by_a_bureau(reader, row, attributes)
    return _seen_by_a_host(reader, row, attributes) if reader.level is Level.ENTERPRISE else None


def _seen_by_a_bureau(reader: Reader, row: Row, attributes: Mapping[str, str]) -> Mapping[str, Any] | None:
    kind = CATALOGUE.get(row.type)
    if kind in kept_from(reader.level):
        return None
    is_own = bool(reader.own) and attributes.get("bureau") == reader.own
    if is_own or reader.covers(attributes.get("jurisdiction", "")):
        return _event(attributes, masked(row.type, orjson.loads(row.payload)))
    if kind in EVERYWHERE:
        return _event(_public(attributes), masked(row.type, orjson.loads(row.payload), PUBLIC))
    return None


def _seen_by_a_host(reader: Reader, row: Row, attributes: Mapping[str, str]) -> Mapping[str, Any] | None:
    if CATALOGUE.get(row.type) in kept_from(reader.level):
        return None
    data = masked(row.type, orjson.loads(row.payload), PUBLIC)
    if not speaks_of(reader.host_id, reader.stations, data):
        return None
    return _event(_public(attributes), about(reader.stations, data))


def _event(attributes: Mapping[str, str], data: Any) -> dict[str, Any]:
    return {**attributes, "datacontenttype": "application/json", "data": data}


def _without(attributes: Mapping[str, str], names: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in names}


def _public(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name in _PUBLIC_ATTRIBUTES}
