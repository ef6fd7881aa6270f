"""A register's rows: each is a station, and its host where that is not on the register yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.registry.host.commands import RegisterHost
from services.registry.host.decisions import HOST, DuplicateRegistrationNumber
from services.registry.host.numbers import (
    CreditCodeMalformed,
    CreditCodesBeganLater,
    OrganisationCodeMalformed,
    RegistrationNumberMalformed,
    tidy,
)
from services.registry.jobs import words
from services.registry.jobs.asking import Asking, Wrong, row_command
from services.registry.jobs.columns import Column, Columns, Row
from services.registry.jobs.register import Asked, Before, Details, Host, Place, Register, look_up
from services.registry.rules import NoCompetentBureau, PossibleDuplicate
from services.registry.station.commands import RegisterStation
from services.registry.station.decisions import STATION
from services.registry.tables import cells
from services.registry.tables.cells import Value
from services.registry.tables.rules import NumberNotReadable, WordNotKnown
from shared.access import competence
from shared.access.competence import OutsideJurisdiction, Recused
from shared.access.roles import Level
from shared.database import Connection
from shared.errors import Conflict, InTheFuture, Refusal
from shared.events.registry import IdentifierType, Size, StationKind
from shared.eventsourcing.bulk import Order, Step
from shared.eventsourcing.handling import Prepared
from shared.web.bodies import LONGEST_TEXT

_NAME = 200
_MOST_STARS = 5
_BY_LENGTH = {
    9: IdentifierType.ORGANISATION_CODE,
    15: IdentifierType.REGISTRATION_NUMBER,
    18: IdentifierType.CREDIT_CODE,
}


def identifier_type_of(number: str) -> IdentifierType:
    """What a number is, where nobody says it: each kind has its own length."""
    return _BY_LENGTH.get(len(number), IdentifierType.REGISTRATION_NUMBER)


def _division(value: Value) -> str:
    code = cells.code(value, _NAME)
    if not (len(code) == 6 and code.isascii() and code.isdecimal() and code[0] != "0"):
        raise WordNotKnown(f"{code[:40]!r} is no division's code of six digits")
    return code


def _stars(value: Value) -> int:
    stars = cells.whole(value)
    if stars > _MOST_STARS:
        raise NumberNotReadable(f"{stars} is more than {_MOST_STARS} stars")
    return stars


def _count(value: Value) -> int:
    count = cells.whole(value)
    if count > 1_000_000_000:
        raise NumberNotReadable(f"{count} is too large")
    return count


COLUMNS = Columns(
    [
        Column("host_name", "企业名称", lambda value: cells.text(value, _NAME), needed=True, also=("建站企业",)),
        Column("identifier_type", "证件类型", cells.word(words.IDENTIFIER)),
        Column(
            "registration_number",
            "证件号码",
            lambda value: tidy(cells.code(value, 100)),
            needed=True,
            also=("注册号", "统一社会信用代码", "identifier"),
        ),
        Column("name", "服务站名称", lambda value: cells.text(value, _NAME), needed=True, also=("station_name",)),
        Column("kind", "类别", cells.word(words.KIND), needed=True),
        Column("trade", "行业", lambda value: cells.text(value, _NAME), needed=True),
        Column("area_m2", "面积（平方米）", _count, default=0, also=("面积",)),
        Column("stalls", "摊位数", _count, default=0),
        Column("staff", "从业人数", _count, default=0),
        Column("stars", "星级", _stars, default=0),
        Column("division_code", "行政区划代码", _division, needed=True),
        Column("town", "乡镇街道", lambda value: cells.text(value, _NAME)),
        Column("operating_since", "运行起始日期", cells.day, needed=True),
        Column("distinct_because", "非重复说明", lambda value: cells.text(value, LONGEST_TEXT)),
    ]
)


class HostKnownByAnotherName(Conflict):
    """A number on the register belongs to the host of that name: correct the row, or rename the host first."""

    title_zh = "该号码在登记簿上属于另一名称的企业；请核对，或先办理企业更名。"


class StationKnownOtherwise(Conflict):
    """A station on the register is changed by its own acts, not by a table."""

    title_zh = "该服务站已在登记簿上且内容不同；请办理更正、更名或迁址，不得以导入更改。"


class StationRows:
    """What a register's rows ask for: the county registers the stations for whose places it is competent."""

    columns = COLUMNS
    concerns: Mapping[type[Refusal], str] = {
        RegistrationNumberMalformed: "registration_number",
        OrganisationCodeMalformed: "registration_number",
        CreditCodeMalformed: "registration_number",
        CreditCodesBeganLater: "registration_number",
        DuplicateRegistrationNumber: "registration_number",
        InTheFuture: "operating_since",
        PossibleDuplicate: "name",
    }

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._tried = Before()
        self._latest: dict[int, tuple[Asked, Place]] = {}
        self._likeness: Mapping[str, str] = {}

    async def orders(self, connection: Connection, rows: Sequence[Row]) -> "list[Order | Wrong | None]":
        asked = [_asked(row.values) for row in rows]
        known = await look_up(connection, self._asking.caller, asked)
        self._likeness = known.likeness
        self._latest = {row.number: pair for row, pair in zip(rows, zip(asked, known.places, strict=True), strict=True)}
        here = Before()
        found: list[Order | Wrong | None] = []
        for number, (row, each) in enumerate(zip(rows, asked, strict=True)):
            place = known.places[number]
            order = None if self._depends(each, place, here) else self._order(row.values, each, number, known, here)
            if isinstance(order, Order):
                here.remember(each, place, known.likeness)
            found.append(order)
        return found

    def tried(self, row: Row) -> None:
        self._tried.remember(*self._latest[row.number], self._likeness)

    def _depends(self, asked: Asked, place: Place, here: Before) -> bool:
        """Whether what is said of the row hangs on whether one before it lands."""
        host = here.hosts.get(asked.number)
        if place in here.stations or (host is not None and host.name != asked.host_name):
            return True
        return not asked.is_distinct and bool(
            here.host_like(asked, place, self._likeness) or here.station_like(asked, place, self._likeness)
        )

    def _order(
        self, told: Mapping[str, Any], asked: Asked, number: int, known: Register, here: Before
    ) -> "Order | Wrong":
        place = known.places[number]
        try:
            self._require_competent(asked, place, known)
        except Recused as refusal:
            return Wrong(refusal, "host_name")
        except (NoCompetentBureau, OutsideJurisdiction) as refusal:
            return Wrong(refusal, "division_code")
        host = known.hosts.get(asked.number) or self._tried.hosts.get(asked.number) or here.hosts.get(asked.number)
        if host is not None and host.name != asked.host_name:
            return Wrong(HostKnownByAnotherName(f"it is the number of {host.name}"), "host_name")
        details = known.stations.get(place) or self._tried.stations.get(place)
        if details is not None and details != asked.details:
            return Wrong(StationKnownOtherwise(f"{place.name} of {asked.host_name}"), "name")
        try:
            return Order(() if details is not None else self._steps(told, asked, number, known, host))
        except OutsideJurisdiction as refusal:
            return Wrong(refusal, "division_code")

    def _steps(
        self, told: Mapping[str, Any], asked: Asked, number: int, known: Register, host: Host | None
    ) -> tuple[Step, ...]:
        place = known.places[number]
        host_like = known.hosts_like.get(number) or self._tried.host_like(asked, place, self._likeness)
        station_like = known.stations_like.get(number) or self._tried.station_like(asked, place, self._likeness)
        first = () if asked.number in known.hosts else (self._host(told, place, host, host_like),)
        return (*first, self._station(told, place, asked.details, station_like))

    def _require_competent(self, asked: Asked, place: Place, known: Register) -> None:
        """The county that is competent for the place, through an officer with no link to the host."""
        caller = self._asking.caller
        competence.require(caller, Level.COUNTY)
        bureau = known.bureaus.get((asked.division_code, asked.town))
        if bureau is None:
            raise NoCompetentBureau(f"no bureau is known for {asked.division_code} {asked.town}".rstrip())
        if bureau != caller.bureau:
            raise OutsideJurisdiction(f"Bureau {bureau} is competent, not {caller.bureau}.")
        if place.host_id in known.interests:
            raise Recused(f"Officer {caller.subject} has declared an interest in this host.")

    def _host(self, told: Mapping[str, Any], place: Place, planned: Host | None, alike: str) -> Step:
        """Register the host; where several of its stations come at once, in the division of the first of them."""
        caller = self._asking.caller
        division_code = planned.division_code if planned is not None else place.division_code
        competence.require_county_of_division(caller, caller, division_code)
        number = told["registration_number"]
        kind = told["identifier_type"] or identifier_type_of(number)
        command = RegisterHost(
            host_id=place.host_id,
            name=told["host_name"],
            registration_number=number,
            division_code=division_code,
            today=self._asking.today,
            identifier_type=IdentifierType(kind),
            distinct_because=told["distinct_because"],
            alike=alike,
        )
        prepared = Prepared(
            decider=HOST,
            stream=f"host-{place.host_id}",
            command=command,
            attributes={"jurisdiction": division_code},
        )
        return Step(prepared, row_command("host", place.host_id, command.name, division_code))

    def _station(self, told: Mapping[str, Any], place: Place, details: Details, alike: str) -> Step:
        command = RegisterStation(
            station_id=place.station_id,
            host_id=place.host_id,
            name=place.name,
            kind=StationKind(told["kind"]),
            trade=told["trade"],
            size=Size(area_m2=told["area_m2"], stalls=told["stalls"], staff=told["staff"], stars=told["stars"]),
            division_code=place.division_code,
            town=place.town,
            operating_since=told["operating_since"],
            today=self._asking.today,
            bureau_code=self._asking.caller.bureau,
            distinct_because=told["distinct_because"],
            alike=alike,
        )
        prepared = Prepared(
            decider=STATION,
            stream=f"station-{place.station_id}",
            command=command,
            partition_key=place.station_id,
            attributes={"jurisdiction": place.division_code},
        )
        return Step(prepared, row_command("station", place.station_id, *details))


def _asked(told: Mapping[str, Any]) -> Asked:
    return Asked(
        number=told["registration_number"],
        host_name=told["host_name"],
        division_code=told["division_code"],
        town=told["town"],
        name=told["name"],
        details=(
            str(told["kind"]),
            told["trade"],
            told["area_m2"],
            told["stalls"],
            told["staff"],
            told["stars"],
            told["operating_since"],
        ),
        is_distinct=bool(told["distinct_because"]),
    )
