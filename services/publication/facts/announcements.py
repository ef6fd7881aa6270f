"""What the province's publications rest on: the season's list and the titles, as this service has heard of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from asyncpg import Record

from services.publication import streams
from services.publication.announcement.commands import (
    AnnouncementCommand,
    Batch,
    Ended,
    PublishRestoration,
    PublishResult,
    PublishRevocation,
    Restored,
)
from services.publication.announcement.decisions import ANNOUNCEMENT
from services.publication.facts import certificates
from shared.access import competence, directory
from shared.access.directory import Bureau
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.publication import PublishedTitle
from shared.eventsourcing.handling import Prepared

_SEASON = "SELECT city_code FROM seasons WHERE season_id = $1"
_BATCH = """
SELECT EXISTS (SELECT FROM lists WHERE season_id = $1) AS is_submitted,
       (SELECT count(*) FROM list_entries WHERE season_id = $1 AND is_listed AND decision = '') AS undecided
"""
_RESULTS = "SELECT announcement_id, media, document_number FROM announcements WHERE kind = 'result' AND season_id = $1"
_TITLES = """
SELECT certificate_number, station_id, host_id, kind, printed, document_number, certified_on
  FROM titles_to_publish WHERE season_id = $1 ORDER BY certificate_number COLLATE "C"
"""
_LAST_TITLE = """
SELECT certificate_number FROM title_changes WHERE station_id = $1 ORDER BY seq DESC, on_day DESC LIMIT 1
"""
# A title may be revoked, restored and revoked again: `nth` tells which of its revocations it is about.
_LAST = """
SELECT certificate_number, station_name, document_number, reason,
       (SELECT count(*) FROM title_changes o WHERE o.certificate_number = c.certificate_number
           AND o.change = 'revoked' AND o.seq <= c.seq) AS nth,
       EXISTS (SELECT FROM title_changes o WHERE o.certificate_number = c.certificate_number
           AND o.change = 'restored' AND o.seq > c.seq) AS is_set_aside
  FROM title_changes c WHERE station_id = $1 AND change = $2 ORDER BY seq DESC, on_day DESC LIMIT 1
"""
_IS_PUBLISHED = "SELECT EXISTS (SELECT FROM announcements WHERE announcement_id = $1)"


async def prepare(command: AnnouncementCommand, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case PublishResult():
            return await publish_result(command, caller, connection)
        case PublishRevocation():
            return await publish_revocation(command, caller, connection)
        case PublishRestoration():
            return await publish_restoration(command, caller, connection)
        case _:
            assert_never(command)


async def publish_result(command: PublishResult, caller: Caller, connection: Connection) -> Prepared:
    """The titles that are published get their certificates in the same commit."""
    city_code = await connection.fetchval(_SEASON, command.season_id)
    if city_code is None:
        raise NotKnownHere(f"Season {command.season_id} is not known here.")
    bureau = await directory.bureau(connection, caller.bureau)
    competence.require_province_of(caller, bureau, city_code)
    place = await _place_of(command, connection)
    batch = await connection.fetchrow(_BATCH, command.season_id)
    assert batch is not None, "two sub-selects make one row"
    rows = [] if place.is_repeated else await connection.fetch(_TITLES, command.season_id)
    facts = Batch(
        is_submitted=batch["is_submitted"],
        undecided=batch["undecided"],
        titles=tuple(PublishedTitle.model_validate_json(row["printed"]) for row in rows),
        supplements=place.supplements,
        issued_by=_name(bureau),
    )
    attributes = _attributes(bureau, command.document_number)
    return Prepared(
        decider=ANNOUNCEMENT,
        stream=streams.announcement(place.announcement_id),
        command=replace(command, announcement_id=place.announcement_id, facts=facts),
        attributes=attributes,
        also=_certificates(rows, command, bureau),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Which announcement of the season it is: the first, a supplement to it, or one that is there already."""

    announcement_id: str
    supplements: str = ""
    is_repeated: bool = False


async def _place_of(command: PublishResult, connection: Connection) -> _Place:
    made = await connection.fetch(_RESULTS, command.season_id)
    first = streams.result_id(command.season_id)
    for row in made:
        if (row["media"], row["document_number"]) == (command.media, command.document_number):
            return _Place(row["announcement_id"], is_repeated=True)
    if not made:
        return _Place(first)
    return _Place(streams.supplement_id(command.season_id, len(made)), supplements=first)


def _certificates(rows: Sequence[Record], command: PublishResult, bureau: Bureau | None) -> tuple[Prepared, ...]:
    attributes = _attributes(bureau, command.document_number)
    return tuple(certificates.issued(row, _name(bureau), command.today, attributes) for row in rows)


async def publish_revocation(command: PublishRevocation, caller: Caller, connection: Connection) -> Prepared:
    """The revocation that came last is meant; the announcement's identifier follows from it, so there is one."""
    bureau = await _province_of(command, caller, connection)
    last = await connection.fetchrow(_LAST, command.station_id, "revoked")
    facts, nth = Ended(certificate_number=await _title_of(command, connection)), 1
    if last is not None:
        nth = last["nth"]
        facts = Ended(
            certificate_number=last["certificate_number"],
            station_name=last["station_name"],
            ground=last["reason"],
            document_number=last["document_number"],
            is_set_aside=last["is_set_aside"],
            issued_by=_name(bureau),
        )
    announcement_id = streams.revocation_id(facts.certificate_number, nth)
    return Prepared(
        decider=ANNOUNCEMENT,
        stream=streams.announcement(announcement_id),
        command=replace(command, announcement_id=announcement_id, facts=facts),
        attributes=_attributes(bureau, facts.document_number),
    )


async def publish_restoration(command: PublishRestoration, caller: Caller, connection: Connection) -> Prepared:
    """The restoration that came last is meant, with the revocation that it follows."""
    bureau = await _province_of(command, caller, connection)
    last = await connection.fetchrow(_LAST, command.station_id, "restored")
    facts, nth = Restored(certificate_number=await _title_of(command, connection)), 1
    if last is not None:
        number, nth = last["certificate_number"], last["nth"]
        facts = Restored(
            certificate_number=number,
            station_name=last["station_name"],
            document_number=last["document_number"],
            was_published=await connection.fetchval(_IS_PUBLISHED, streams.revocation_id(number, nth)),
            issued_by=_name(bureau),
        )
    announcement_id = streams.restoration_id(facts.certificate_number, nth)
    return Prepared(
        decider=ANNOUNCEMENT,
        stream=streams.announcement(announcement_id),
        command=replace(command, announcement_id=announcement_id, facts=facts),
        attributes=_attributes(bureau, command.document_number or facts.document_number),
    )


async def _title_of(command: PublishRevocation | PublishRestoration, connection: Connection) -> str:
    """The certificate of the station's last title."""
    number: str | None = await connection.fetchval(_LAST_TITLE, command.station_id)
    if number is None:
        raise NotKnownHere(f"No title of station {command.station_id} is known here.")
    return number


async def _province_of(
    command: PublishRevocation | PublishRestoration, caller: Caller, connection: Connection
) -> Bureau | None:
    bureau = await directory.bureau(connection, caller.bureau)
    station = await directory.the_station(connection, command.station_id)
    competence.require_province_of(caller, bureau, station.division_code)
    return bureau


def _name(bureau: Bureau | None) -> str:
    """The body that signs, by its name of the day."""
    return bureau.name if bureau else ""


def _attributes(bureau: Bureau | None, document_number: str) -> dict[str, str]:
    return {"jurisdiction": bureau.division_code if bureau else "", "documentno": document_number}
