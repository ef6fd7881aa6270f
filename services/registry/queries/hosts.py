"""What can be asked about hosts: who they are, how they were called, and by which numbers they are known."""

from datetime import date

from pydantic import BaseModel

from shared.database import Connection
from shared.events.registry import IdentifierType

_COLUMNS = "hosts.host_id, hosts.name, hosts.registration_number, hosts.division_code, hosts.registered_on"
_HOST = f"""
SELECT {_COLUMNS},
       (SELECT version FROM events WHERE stream_id = 'host-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM hosts
 WHERE host_id = $1
"""  # noqa: S608 (a constant of ours)
_LINKED = """
SELECT number, identifier_type, replaces, valid_from FROM host_identifiers WHERE host_id = $1
 ORDER BY valid_from, number
"""
_FORMER_NAMES = "SELECT name, borne_until FROM host_former_names WHERE host_id = $1 ORDER BY version"
# A filter that was not given is NULL. A number is the first one of the host whose id follows from it, or a linked one.
_HOSTS = f"""
SELECT {_COLUMNS} FROM hosts
 WHERE ($1::text IS NULL OR host_id = $1 OR host_id = (SELECT host_id FROM host_identifiers WHERE number = $2))
   AND ($3::text IS NULL OR strpos(name, $3) > 0
        OR host_id IN (SELECT host_id FROM host_former_names WHERE strpos(name, $3) > 0))
   AND ($4::text IS NULL OR host_id > $4)
 ORDER BY host_id
 LIMIT $5
"""  # noqa: S608 (a constant of ours)

_TYPE_BY_LENGTH = {
    15: IdentifierType.REGISTRATION_NUMBER,
    9: IdentifierType.ORGANISATION_CODE,
    18: IdentifierType.CREDIT_CODE,
}


class HostRow(BaseModel):
    """A host as the public register lists it. `registration_number` is the number of the day of registration."""

    host_id: str
    name: str
    registration_number: str
    division_code: str
    registered_on: date


class Identifier(BaseModel):
    """A number by which the host is known, and from when to when. One that nothing has replaced has no end."""

    identifier_type: IdentifierType
    number: str
    valid_from: date
    valid_to: date | None


class FormerName(BaseModel):
    """A name that the host bore until a day."""

    name: str
    until: date


class HostPage(HostRow):
    """One host, with all its numbers and names."""

    identifiers: list[Identifier]
    former_names: list[FormerName]
    version: int


async def host(connection: Connection, host_id: str) -> HostPage | None:
    row = await connection.fetchrow(_HOST, host_id)
    if row is None:
        return None
    linked = await connection.fetch(_LINKED, host_id)
    ends = {each["replaces"]: each["valid_from"] for each in linked if each["replaces"]}
    number = row["registration_number"]
    # The register has the first number from the day of registration on; when it was issued it does not say.
    kind = _TYPE_BY_LENGTH.get(len(number), IdentifierType.REGISTRATION_NUMBER)
    known = [(kind, number, row["registered_on"])]
    known += [(IdentifierType(each["identifier_type"]), each["number"], each["valid_from"]) for each in linked]
    identifiers = [
        Identifier(identifier_type=kind, number=number, valid_from=since, valid_to=ends.get(number))
        for kind, number, since in known
    ]
    names = await connection.fetch(_FORMER_NAMES, host_id)
    former = [FormerName(name=each["name"], until=each["borne_until"]) for each in names]
    return HostPage(**dict(row), identifiers=identifiers, former_names=former)


async def hosts(
    connection: Connection, *, own_id: str | None, number: str | None, name: str | None, after: object, limit: int
) -> list[HostRow]:
    """Those with that number and that name, present or former. `own_id` is the id that follows from the number."""
    rows = await connection.fetch(_HOSTS, own_id, number, name, after, limit)
    return [HostRow(**dict(row)) for row in rows]
