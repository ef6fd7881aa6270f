"""What can be asked about the staff of a station."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from shared.database import Connection
from shared.events.registry import StationPost

_STAFF = """
SELECT staff_id, name, erasure, posts, stage, proposed_on, appointed_on, refused_on, reasons, left_on,
       consent_covers, consent_sha256, consent_given_on, consent_withdrawn_on
  FROM staff WHERE station_id = $1
 ORDER BY coalesce(proposed_on, appointed_on), staff_id
"""


class Erasure(StrEnum):
    """What became of a person's data; empty while nothing did."""

    NONE = ""
    RESTRICTED = "restricted"
    ERASED = "erased"


class Consent(BaseModel):
    """What somebody has agreed to have published; after `withdrawn_on` nothing personal of them is."""

    covers: list[str]
    document_sha256: str
    given_on: date
    withdrawn_on: date | None


class StaffMember(BaseModel):
    """Somebody on the staff of a station. The name is personal: None where it is not the reader's business.

    `erasure` is `erased` where what was known of the person is no more, and `restricted` where it is closed to
    everybody while the law wants it kept: then nobody reads a name.
    """

    staff_id: str
    name: str | None
    erasure: Erasure
    posts: list[StationPost]
    stage: str
    proposed_on: date | None
    appointed_on: date | None
    refused_on: date | None
    reasons: str
    left_on: date | None
    consent: Consent | None


async def staff(connection: Connection, station_id: str) -> list[StaffMember]:
    """Everybody who was ever proposed for the station or has served there. Their names are as they are kept: sealed."""
    return [_member(dict(row)) for row in await connection.fetch(_STAFF, station_id)]


def _member(row: dict[str, object]) -> StaffMember:
    consent = None
    if row["consent_given_on"] is not None:
        parts = ("covers", "given_on", "withdrawn_on")
        told = {part: row[f"consent_{part}"] for part in parts}
        consent = Consent.model_validate(told | {"document_sha256": row["consent_sha256"]})
    return StaffMember.model_validate(row | {"consent": consent})
