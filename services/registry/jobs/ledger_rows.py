"""A ledger's rows: each is a dispute from its receipt to the call-back, as far as it has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from services.registry.facts.ledger import staff_of
from services.registry.jobs import words
from services.registry.jobs.asking import Asking, Wrong, row_command
from services.registry.jobs.columns import Column, Columns, Row
from services.registry.ledger.dispute.commands import (
    DisputeCommand,
    ReceiveDispute,
    RecordFollowUp,
    ReferDispute,
    ReferredTo,
    SettleDispute,
    dispute_seed,
)
from services.registry.ledger.dispute.decisions import DISPUTE, DisputeNumberTaken, TakeoverNotExplained
from services.registry.ledger.rules import NotOnTheStaff, SummaryNamesAPerson
from services.registry.tables import cells
from services.registry.tables.rules import CellMissing
from shared.access import competence, directory
from shared.access.directory import StationEntry
from shared.access.roles import Level
from shared.database import Connection
from shared.errors import Conflict, NotFound, Refusal, Unacceptable
from shared.events.registry import Channel, Grade, SettledWhere
from shared.eventsourcing.bulk import Order, Step
from shared.eventsourcing.handling import Prepared
from shared.eventsourcing.ids import new_id
from shared.sealing.sealer import Sealer
from shared.web.bodies import LONGEST_TEXT

_CODE, _NAME = 100, 200

COLUMNS = Columns(
    [
        Column("station_id", "服务站编号", lambda value: cells.code(value, _CODE)),
        Column("station_name", "服务站名称", lambda value: cells.text(value, _NAME)),
        Column("division_code", "行政区划代码", lambda value: cells.code(value, 6)),
        Column("number", "登记表编号", lambda value: cells.code(value, _CODE), needed=True),
        Column("channel", "来源渠道", cells.word(words.CHANNEL), default=Channel.DESK),
        Column("grade", "难易程度", cells.word(words.GRADE), needed=True),
        Column("category", "投诉类别", lambda value: cells.text(value, _NAME), needed=True),
        Column("summary", "诉求摘要", lambda value: cells.text(value, LONGEST_TEXT), needed=True),
        Column("amount", "涉及金额（元）", cells.fen, default=0, also=("涉及金额",)),
        Column("first_receiver", "首问接待人", lambda value: cells.text(value, _NAME), needed=True),
        Column("received_at", "受理时间", cells.instant, needed=True),
        Column("settled_at", "办结时间", cells.instant, default=None),
        Column("settled_by", "办结人", lambda value: cells.text(value, _NAME)),
        Column("where", "化解层级", cells.word(words.WHERE)),
        Column("outcome", "处理结果", lambda value: cells.text(value, LONGEST_TEXT)),
        Column("refunded", "挽回损失（元）", cells.fen, default=0, also=("挽回损失",)),
        Column("taken_over_because", "换人办理原因", lambda value: cells.text(value, LONGEST_TEXT)),
        Column("referred_to", "移送单位", cells.word(words.REFERRED_TO)),
        Column("referred_at", "移送时间", cells.instant, default=None),
        Column("reason", "移送原因", lambda value: cells.text(value, LONGEST_TEXT)),
        Column("followed_up_on", "回访日期", cells.day, default=None),
        Column("satisfied", "是否满意", cells.word(words.YES_OR_NO)),
        Column("remarks", "回访备注", lambda value: cells.text(value, LONGEST_TEXT)),
    ]
)
_HEAD = frozenset({"head", "站长"})

_BY_NAME = """
SELECT name, division_code, array_agg(station_id) AS station_ids FROM stations
 WHERE (name, division_code) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND registered_on IS NOT NULL
 GROUP BY name, division_code
"""
_STAFF = "SELECT station_id, staff_id, name, posts FROM staff WHERE station_id = ANY($1)"


class StationNotNamed(Unacceptable):
    """A row names its station by the id, or by the name and the division's code that one station alone has."""

    title_zh = "须填写服务站编号，或能唯一确定服务站的名称和行政区划代码。"


class StationNotFoundForRow(NotFound):
    """The station of a row is on the register."""

    title_zh = "登记簿上没有该服务站。"


class PersonNotUnique(Unacceptable):
    """A member of staff is named by the id where two of the station have the same name or post."""

    title_zh = "该站有两名以上工作人员同名或同任该岗位，请填写人员编号。"


class EndedTwoWays(Conflict):
    """A dispute was either settled or referred."""

    title_zh = "一件投诉不能既已办结又已移送。"


@dataclass(frozen=True, slots=True)
class _Desk:
    """A station, who serves there, and by which names and posts people call them."""

    station: StationEntry
    staff: frozenset[str]
    called: Mapping[str, frozenset[str]]

    def member(self, told: str) -> str:
        """The staff id of whoever is told by id, name or as the head; what nobody is called stays for the rule."""
        if told in self.staff:
            return told
        found = self.called.get("head" if told in _HEAD else f"name {told}", frozenset())
        if len(found) > 1:
            raise PersonNotUnique("give the staff id")
        return next(iter(found), told)


class LedgerRows:
    """What a ledger's rows ask for. The host hands in its own stations' ledgers, the county those of its stations."""

    columns = COLUMNS
    concerns: Mapping[type[Refusal], str] = {
        DisputeNumberTaken: "number",
        NotOnTheStaff: "first_receiver",
        SummaryNamesAPerson: "summary",
        TakeoverNotExplained: "taken_over_because",
    }

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def orders(self, connection: Connection, rows: Sequence[Row]) -> "list[Order | Wrong | None]":
        named = await self._named(connection, rows)
        station_ids = {named.get(_place(row), row.values["station_id"]) for row in rows}
        desks = await _desks(connection, self._asking.sealer, station_ids - {""})
        return [self._order(row, named, desks) for row in rows]

    def tried(self, row: Row) -> None:
        """Rows of a ledger know of each other by the stream of the dispute alone."""

    async def _named(self, connection: Connection, rows: Iterable[Row]) -> dict[tuple[str, str], str]:
        """The stations that are named without an id; one that several have is left out."""
        places = sorted({_place(row) for row in rows if not row.values["station_id"]})
        if not places:
            return {}
        found = await connection.fetch(_BY_NAME, [name for name, _ in places], [code for _, code in places])
        return {(row[0], row[1]): row[2][0] for row in found if len(row[2]) == 1}

    def _order(
        self, row: Row, named: Mapping[tuple[str, str], str], desks: Mapping[str, _Desk]
    ) -> "Order | Wrong | None":
        told = row.values
        station_id = told["station_id"] or named.get(_place(row), "")
        if not station_id:
            return Wrong(StationNotNamed("fill in the id of the station"), "station_id")
        desk = desks.get(station_id)
        try:
            if desk is None:
                raise StationNotFoundForRow(f"no station {station_id[:_CODE]} is known here")
            self._require_competent(desk.station)
        except Refusal as refusal:
            return Wrong(refusal, "station_id")
        missing = _missing(told)
        if missing:
            return Wrong(CellMissing("the row says that it came so far"), missing)
        try:
            return Order(tuple(_steps(told, desk, self._asking)))
        except PersonNotUnique as refusal:
            return Wrong(refusal, "first_receiver")
        except EndedTwoWays as refusal:
            return Wrong(refusal, "referred_to")

    def _require_competent(self, station: StationEntry) -> None:
        if self._asking.caller.level is Level.COUNTY:
            competence.require_county_of(self._asking.caller, station)
        else:
            competence.require_host_of(self._asking.caller, station)


def _place(row: Row) -> tuple[str, str]:
    return row.values["station_name"], row.values["division_code"]


async def _desks(connection: Connection, sealer: Sealer, station_ids: Iterable[str]) -> dict[str, _Desk]:
    """Three queries, and one for keys, however many rows there are."""
    wanted = list(station_ids)
    stations = await directory.stations(connection, wanted)
    staff = await staff_of(connection, wanted)
    called: dict[str, dict[str, set[str]]] = {}
    rows = await connection.fetch(_STAFF, wanted)
    serving = [row for row in rows if row["staff_id"] in staff.get(row["station_id"], ())]
    names = await sealer.open_all("name", {row["staff_id"]: row["name"] for row in serving})
    for station_id, staff_id, _, posts in serving:
        for way in (f"name {names[staff_id] or ''}", *(["head"] if "head" in posts else [])):
            called.setdefault(station_id, {}).setdefault(way, set()).add(staff_id)
    return {
        station_id: _Desk(
            station,
            staff.get(station_id, frozenset()),
            {way: frozenset(ids) for way, ids in called.get(station_id, {}).items()},
        )
        for station_id, station in stations.items()
    }


def _missing(told: Mapping[str, Any]) -> str:
    """The column that is empty though others tell that it must not be."""
    needed: list[str] = []
    if told["settled_at"] is not None or told["where"] or told["outcome"] or told["settled_by"]:
        needed += ["settled_at", "where", "outcome"]
    if told["referred_to"] or told["referred_at"] is not None or told["reason"]:
        needed += ["referred_to", "referred_at", "reason"]
    if told["followed_up_on"] is not None or told["satisfied"] or told["remarks"]:
        needed += ["followed_up_on", "satisfied"]
    return next((key for key in needed if not told[key]), "")


def _steps(told: Mapping[str, Any], desk: _Desk, asking: Asking) -> Iterable[Step]:
    station = desk.station
    dispute_id = new_id("di", dispute_seed(station.station_id, told["number"]))
    if told["settled_at"] is not None and told["referred_to"]:
        raise EndedTwoWays("empty one of the two")
    yield _step(station, dispute_id, _received(told, dispute_id, desk, asking.now))
    if told["settled_at"] is not None:
        yield _step(station, dispute_id, _settled(told, dispute_id, desk, asking.now))
    elif told["referred_to"]:
        referred = ReferDispute(
            dispute_id, ReferredTo(told["referred_to"]), told["reason"], told["referred_at"], asking.now, station.status
        )
        yield _step(station, dispute_id, referred)
    if told["followed_up_on"] is not None:
        satisfied, day = told["satisfied"] == "yes", told["followed_up_on"]
        followed = RecordFollowUp(dispute_id, satisfied, told["remarks"], day, asking.today, station.status)
        yield _step(station, dispute_id, followed)


def _received(told: Mapping[str, Any], dispute_id: str, desk: _Desk, now: datetime) -> ReceiveDispute:
    return ReceiveDispute(
        dispute_id=dispute_id,
        station_id=desk.station.station_id,
        number=told["number"],
        channel=Channel(told["channel"]),
        grade=Grade(told["grade"]),
        category=told["category"],
        summary=told["summary"],
        amount_fen=told["amount"],
        first_receiver=desk.member(told["first_receiver"]),
        received_at=told["received_at"],
        now=now,
        station_status=desk.station.status,
        staff=desk.staff,
    )


def _settled(told: Mapping[str, Any], dispute_id: str, desk: _Desk, now: datetime) -> SettleDispute:
    return SettleDispute(
        dispute_id=dispute_id,
        settled_by=desk.member(told["settled_by"] or told["first_receiver"]),
        where=SettledWhere(told["where"]),
        outcome=told["outcome"],
        refunded_fen=told["refunded"],
        taken_over_because=told["taken_over_because"],
        settled_at=told["settled_at"],
        now=now,
        station_status=desk.station.status,
        staff=desk.staff,
    )


def _step(station: StationEntry, dispute_id: str, command: DisputeCommand) -> Step:
    prepared = Prepared(
        decider=DISPUTE,
        stream=f"dispute-{dispute_id}",
        command=command,
        partition_key=station.station_id,
        attributes={"jurisdiction": station.division_code},
    )
    return Step(prepared, row_command(*_said(command)))


def _said(command: DisputeCommand) -> list[str]:
    """What the row says, without the instant at which it is taken in and without facts."""
    said: tuple[object, ...]
    match command:
        case ReceiveDispute() as c:
            said = (c.number, c.channel, c.grade, c.category, c.summary, c.amount_fen, c.first_receiver, c.received_at)
        case SettleDispute() as c:
            said = (c.settled_by, c.where, c.outcome, c.refunded_fen, c.taken_over_because, c.settled_at)
        case ReferDispute() as c:
            said = (c.referred_to, c.reason, c.referred_at)
        case RecordFollowUp() as c:
            said = (c.satisfied, c.remarks, c.followed_up_on)
        case _:
            assert_never(command)
    return [type(command).__name__, command.dispute_id, *map(str, said)]
