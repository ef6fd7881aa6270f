"""The rows of the lists, made of things as of a moment: names and bureaus are those of the day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.audit.lists.changes import JUDGED, marks
from services.audit.lists.things import Thing


class Row(BaseModel):
    """A row of a list: frozen, and complete as it is declared."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class StationThen(Row):
    """A station of the register as it stood; `status` is `active`, `suspended` or `closed`."""

    station_id: str
    name: str
    host_id: str
    host_name: str
    kind: str
    trade: str
    division_code: str
    town: str
    bureau_code: str
    bureau_name: str
    operating_since: date
    registered_on: date
    status: str


class TitleThen(Row):
    """A title as it stood: `in_force`, `suspended`, `revoked`, `lapsed` or `ended`, and since when. Names as given."""

    certificate_number: str
    station_id: str
    station_name: str
    host_id: str
    host_name: str
    kind: str
    trade: str
    season_id: str
    bureau_code: str
    bureau_name: str
    certified_on: date
    status: str
    since: date


class CaseThen(Row):
    """An open case as it stood: whose `turn` it was, and in which queue it lay at each level of bureau that had it.

    `kind` is `application`, `objection`, `review` or `rectification`; an objection belongs to no season of its own.
    """

    id: str
    kind: str
    stage: str
    outcome: str
    turn: str
    queues: dict[str, str]
    season_id: str
    station_id: str
    station_name: str
    host_id: str
    host_name: str
    bureau_code: str
    bureau_name: str
    filed_at: datetime | None
    reserve_number: int


class NomineeThen(Row):
    """Somebody in a contest as it stood: how many judges had scored, and the place once scoring was over.

    `total` is in tenths of a point.
    """

    contest_id: str
    staff_id: str
    station_id: str
    host_id: str
    nominated_on: date
    judges: int
    rank: int | None
    total: int | None
    honour: str
    awarded_on: date | None


def competent(bureau: str, bureaus: Mapping[str, Thing]) -> str:
    """Who had that bureau's powers at the moment, through however many successions."""
    passed: set[str] = set()
    while bureau not in passed and (heir := bureaus.get(bureau, {}).get("successor")):
        passed.add(bureau)
        bureau = heir
    return bureau


def station_row(station_id: str, thing: Thing, hosts: Mapping[str, Thing], bureaus: Mapping[str, Thing]) -> StationThen:
    """A station that is whole: registered, and its competent bureau known."""
    bureau = competent(thing["bureau_code"], bureaus)
    told: dict[str, Any] = {
        "station_id": station_id,
        "host_name": _name(hosts, thing["host_id"]),
        "bureau_code": bureau,
        "bureau_name": _name(bureaus, bureau),
    }
    return StationThen.model_validate({**thing, **told})


def title_row(number: str, thing: Thing) -> TitleThen:
    """A title, with what was printed when it was given."""
    status = thing["over"] or thing["premises"]
    return TitleThen.model_validate({**thing, "certificate_number": number, "status": status})


def nominee_row(thing: Thing) -> NomineeThen:
    """A nominee; before the scoring is over there is no place."""
    told: dict[str, Any] = {"rank": None, "total": None, "honour": "", "awarded_on": None}
    return NomineeThen.model_validate({**told, **thing, "judges": len(marks(thing, JUDGED))})


def _name(things: Mapping[str, Thing], thing: str) -> str:
    return str(things.get(thing, {}).get("name", ""))
