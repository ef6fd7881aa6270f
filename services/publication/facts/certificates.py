"""What a certificate shows, and in whose name it is withdrawn and reinstated: all of it automatic acts."""

from collections.abc import Mapping
from datetime import date

import orjson
from asyncpg import Record

from services.publication import streams
from services.publication.certificate.commands import (
    IssueCertificate,
    ReinstateCertificate,
    WithdrawCertificate,
)
from services.publication.certificate.decisions import CERTIFICATE
from services.publication.facts import lookups
from shared.access import competence
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.registry import StationKind
from shared.eventsourcing.handling import Prepared

# The province gave the title: the first two digits of where the station stands.
_DIVISION = "SELECT division_code FROM stations WHERE station_id = $1"


async def prepare(
    command: WithdrawCertificate | ReinstateCertificate, caller: Caller, connection: Connection
) -> Prepared:
    competence.require(caller, Level.SERVICE)
    division = await connection.fetchval(_DIVISION, command.station_id) or ""
    province = f"{division[:2]}0000" if division else ""
    return Prepared(
        decider=CERTIFICATE,
        stream=streams.certificate(command.certificate_number),
        command=command,
        partition_key=command.station_id,
        bureau=await lookups.in_the_name_of(caller, connection, province),
        attributes={"jurisdiction": province},
    )


def issued(title: Record, issued_by: str, today: date, attributes: Mapping[str, str]) -> Prepared:
    """The certificate of a title that is published: a part of the publication, in its own stream."""
    shown = orjson.loads(title["printed"])
    command = IssueCertificate(
        certificate_number=title["certificate_number"],
        station_id=title["station_id"],
        station_name=shown["station_name"],
        host_id=title["host_id"],
        host_name=shown["host_name"],
        kind=StationKind(title["kind"]),
        trade=shown["trade"],
        document_number=title["document_number"],
        issued_by=issued_by,
        certified_on=title["certified_on"],
        today=today,
    )
    return Prepared(
        decider=CERTIFICATE,
        stream=streams.certificate(command.certificate_number),
        command=command,
        partition_key=command.station_id,
        attributes=attributes,
    )
