"""What the province's publications rest on: the season's list and the titles, as this service has heard of them."""

from dataclasses import replace

from services.publication import streams
from services.publication.announcement.commands import Batch, Ended, PublishResult, PublishRevocation
from services.publication.announcement.decisions import ANNOUNCEMENT
from shared.access import competence, directory
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
# A title that was revoked, or has ended, before its publication is not published as one that is in force.
_TITLES = """
SELECT printed FROM titles
 WHERE season_id = $1 AND certified_on IS NOT NULL AND revoked_on IS NULL AND ended_on IS NULL
 ORDER BY certificate_number
"""
_ENDED = """
SELECT certificate_number, revoked_as, ground FROM titles WHERE station_id = $1
 ORDER BY revoked_on DESC NULLS LAST, certificate_number DESC LIMIT 1
"""


async def prepare(command: PublishResult | PublishRevocation, caller: Caller, connection: Connection) -> Prepared:
    if isinstance(command, PublishResult):
        return await publish_result(command, caller, connection)
    return await publish_revocation(command, caller, connection)


async def publish_result(command: PublishResult, caller: Caller, connection: Connection) -> Prepared:
    city_code = await connection.fetchval(_SEASON, command.season_id)
    if city_code is None:
        raise NotKnownHere(f"Season {command.season_id} is not known here.")
    bureau = await directory.bureau(connection, caller.bureau)
    competence.require_province_of(caller, bureau, city_code)
    batch = await connection.fetchrow(_BATCH, command.season_id)
    assert batch is not None, "two sub-selects make one row"
    rows = await connection.fetch(_TITLES, command.season_id)
    facts = Batch(
        is_submitted=batch["is_submitted"],
        undecided=batch["undecided"],
        titles=tuple(PublishedTitle.model_validate_json(row["printed"]) for row in rows),
    )
    return Prepared(
        decider=ANNOUNCEMENT,
        stream=streams.announcement(command.announcement_id),
        command=replace(command, facts=facts),
        attributes={"jurisdiction": bureau.division_code if bureau else "", "documentno": command.document_number},
    )


async def publish_revocation(command: PublishRevocation, caller: Caller, connection: Connection) -> Prepared:
    """The title that ended last is meant; its identifier makes the announcement's, so it is published once."""
    title = await connection.fetchrow(_ENDED, command.station_id)
    if title is None:
        raise NotKnownHere(f"No title of station {command.station_id} is known here.")
    bureau = await directory.bureau(connection, caller.bureau)
    station = await directory.the_station(connection, command.station_id)
    competence.require_province_of(caller, bureau, station.division_code)
    number = title["certificate_number"]
    announcement_id = streams.revocation_id(number)
    facts = Ended(certificate_number=number, station_name=title["revoked_as"], ground=title["ground"])
    return Prepared(
        decider=ANNOUNCEMENT,
        stream=streams.announcement(announcement_id),
        command=replace(command, announcement_id=announcement_id, facts=facts),
        attributes={"jurisdiction": bureau.division_code if bureau else ""},
    )
