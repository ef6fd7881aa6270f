"""The desk's ledger over HTTP: its host writes, its bureaus and the auditor read, everybody reads the months."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from shared.access.roles import Caller, Level
from shared.clock import SHANGHAI
from tests.registry.desk import AUDITOR, CHANGZHOU, JIANGSU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.ledger_examples import CONSULTATION, DISPUTE, FOLLOW_UP, REFERRAL, SETTLEMENT
from tests.registry.wishes import STAFF, a_host, a_station, number_of


@dataclass(frozen=True, slots=True)
class AtADesk:
    """A station with two people on its staff, and the person who speaks for its host."""

    station_id: str
    host: Caller
    first: str
    second: str

    @property
    def path(self) -> str:
        return f"/v1/stations/{self.station_id}"

    def dispute(self, **other: object) -> dict[str, Any]:
        return DISPUTE | {"first_receiver": self.first} | other

    def settlement(self, **other: object) -> dict[str, Any]:
        return SETTLEMENT | {"settled_by": self.first} | other


@pytest.fixture
async def at(desk: Desk) -> AtADesk:
    host_id = await a_host(desk)
    station_id = await a_station(desk, host_id=host_id)
    staff = f"/v1/stations/{station_id}/staff"
    people = [await desk.done(staff, TIANNING, STAFF | {"name": name}) for name in ("王小明", "李小红")]
    return AtADesk(station_id, Caller("boss", Level.ENTERPRISE, host_id, "经办人"), people[0]["id"], people[1]["id"])


async def test_a_dispute_goes_through_the_ledger(desk: Desk, at: AtADesk) -> None:
    received = await desk.send(f"{at.path}/disputes", at.host, at.dispute())
    dispute_id = received.json()["id"]
    path = f"/v1/disputes/{dispute_id}"
    assert (received.status_code, received.headers["location"]) == (201, path)
    assert received.json() == {"id": dispute_id, "station_id": at.station_id, "stage": "open", "version": 1}
    # The number of the form makes it the same one, whoever sends it again and under whatever key.
    assert (await desk.done(f"{at.path}/disputes", at.host, at.dispute()))["version"] == 1
    await desk.refused("dispute-number-taken", f"{at.path}/disputes", at.host, at.dispute(amount_fen=1))

    opened = await desk.read(path, at.host)
    assert (opened.headers["etag"], opened.json()["in_time"], opened.json()["due_on"]) == ('"v1"', None, "2013-05-14")
    await desk.refused("version-missing", f"{path}/settlement", at.host, at.settlement())
    by_another = at.settlement(settled_by=at.second)
    await desk.refused("takeover-not-explained", f"{path}/settlement", at.host, by_another, version=1)
    await desk.refused("dispute-still-open", f"{path}/follow-up", at.host, FOLLOW_UP, version=1)
    taken_over = by_another | {"taken_over_because": "接待人轮休", "refunded_fen": 29_900}
    settled = await desk.done(f"{path}/settlement", at.host, taken_over, version=1)
    assert (settled["stage"], settled["version"]) == ("settled", 2)
    await desk.refused("dispute-closed", f"{path}/referral", at.host, REFERRAL, version=2)
    await desk.done(f"{path}/follow-up", at.host, FOLLOW_UP, version=2)
    await desk.refused("already-followed-up", f"{path}/follow-up", at.host, {"satisfied": False}, version=3)

    dispute = (await desk.read(path, TIANNING)).json()
    told = {name: dispute[name] for name in ("state", "settled_by", "settled_where", "in_time", "satisfied", "version")}
    assert told == {
        "state": "settled",
        "settled_by": at.second,
        "settled_where": "enterprise",
        "in_time": True,
        "satisfied": True,
        "version": 3,
    }
    recorded = (await desk.runtime.store.load(f"dispute-{dispute_id}")).history
    assert {one.attributes["partitionkey"] for one in recorded} == {at.station_id}
    assert {one.attributes["jurisdiction"] for one in recorded} == {"320402"}


async def test_the_ledger_is_the_stations_own(desk: Desk, at: AtADesk) -> None:
    writes: tuple[tuple[str, dict[str, Any]], ...] = (
        (f"{at.path}/disputes", at.dispute()),
        (f"{at.path}/consultations", CONSULTATION | {"staff_id": at.first}),
    )
    for path, body in writes:
        for officer in (TIANNING, CHANGZHOU, AUDITOR):
            await desk.refused("wrong-role", path, officer, body)
        await desk.refused("not-signed-in", path, None, body)
    elsewhere = await a_host(
        desk, ZHONGLOU, name="乙超市", registration_number=number_of(7, "320404"), division_code="320404"
    )
    stranger = Caller("other", Level.ENTERPRISE, elsewhere, "经办人")
    await desk.refused("not-your-station", f"{at.path}/disputes", stranger, at.dispute())
    await desk.refused("not-known-here", "/v1/stations/st-none/disputes", at.host, at.dispute())

    dispute_id = (await desk.done(f"{at.path}/disputes", at.host, at.dispute()))["id"]
    changes: tuple[tuple[str, dict[str, Any]], ...] = (
        ("settlement", at.settlement()),
        ("referral", REFERRAL),
        ("follow-up", FOLLOW_UP),
    )
    for what, body in changes:
        await desk.refused("not-your-station", f"/v1/disputes/{dispute_id}/{what}", stranger, body, version=1)
        await desk.refused("wrong-role", f"/v1/disputes/{dispute_id}/{what}", TIANNING, body, version=1)
        await desk.refused("not-known-here", f"/v1/disputes/di-none/{what}", at.host, body, version=1)

    for path in (f"/v1/disputes/{dispute_id}", f"{at.path}/disputes", f"{at.path}/ledger"):
        for reader in (at.host, TIANNING, CHANGZHOU, JIANGSU, AUDITOR):
            assert (await desk.read(path, reader)).status_code == 200, (path, reader)
        for outsider in (ZHONGLOU, stranger):
            assert (await desk.read(path, outsider)).json()["type"] == "/problems/outside-jurisdiction"
        assert (await desk.read(path, OPERATOR)).json()["type"] == "/problems/wrong-role"
        assert (await desk.read(path)).json()["type"] == "/problems/not-signed-in"
    assert (await desk.read("/v1/disputes/di-none", AUDITOR)).status_code == 404


async def test_what_does_not_hold_together_is_refused(desk: Desk, at: AtADesk) -> None:
    path = f"{at.path}/disputes"
    refused: tuple[tuple[str, dict[str, object]], ...] = (
        ("request-not-valid", {"grade": "hard"}),
        ("request-not-valid", {"received_at": 1368500000}),
        ("request-not-valid", {"received_at": "2013-05-14"}),
        ("request-not-valid", {"received_at": "0001-01-01T00:00:00+14:00"}),
        ("request-not-valid", {"consumer": "王先生"}),
        ("request-not-valid", {"number": "2013 001"}),
        ("request-not-valid", {"amount_fen": -1}),
        ("in-the-future", {"received_at": "2013-05-16T09:01"}),
        ("in-the-future", {"received_at": "2013-05-16T01:01Z"}),
        ("not-on-the-staff", {"first_receiver": "sf-none"}),
        ("summary-names-a-person", {"summary": "回电13812345678"}),
    )
    for rule, fields in refused:
        await desk.refused(rule, path, at.host, at.dispute(**fields))
    for period in ("2013", "2013-13", "1800-01"):
        await desk.refused("request-not-valid", f"{at.path}/summaries", at.host, {"period": period})
    questions: tuple[tuple[str, dict[str, Any]], ...] = (
        ("request-not-valid", {"period": "2013-00"}),
        ("request-not-valid", {"state": "not_received"}),
        ("cursor-not-readable", {"cursor": "bm8"}),
        ("cursor-not-readable", {"cursor": "WzkyMjMzNzIwMzY4NTQ3NzU4MDcsImRpIl0"}),  # A number that is no instant.
    )
    for rule, query in questions:
        answer = await desk.read(path, at.host, **query)
        assert answer.json()["type"] == f"/problems/{rule}"


async def test_disputes_are_listed_the_latest_first(desk: Desk, at: AtADesk) -> None:
    made: dict[str, str] = {}
    for number, day, grade in (("1", 3, "simple"), ("2", 14, "ordinary"), ("3", 14, "complex"), ("4", 15, "ordinary")):
        body = at.dispute(number=number, grade=grade, received_at=f"2013-05-{day:02d}T10:00")
        made[number] = (await desk.done(f"{at.path}/disputes", at.host, body))["id"]
    april = at.dispute(number="5", received_at="2013-04-30T23:59")
    made["5"] = (await desk.done(f"{at.path}/disputes", at.host, april))["id"]
    await desk.done(f"/v1/disputes/{made['3']}/referral", at.host, REFERRAL, version=1)

    async def listed(**query: object) -> list[str]:
        answer = await desk.read(f"{at.path}/disputes", at.host, **query)
        assert answer.status_code == 200, answer.text
        return [item["number"] for item in answer.json()["items"]]

    same_instant = sorted(("2", "3"), key=made.__getitem__, reverse=True)
    everything = ["4", *same_instant, "1", "5"]
    assert await listed() == everything
    assert await listed(period="2013-04") == ["5"]
    assert await listed(state="referred") == ["3"]
    assert await listed(state="open") == ["4", "2", "1", "5"]
    assert await listed(state="open", grade="simple", period="2013-05") == ["1"]
    assert await listed(grade="ordinary", period="2013-05") == ["4", "2"]
    pages, cursor = list[str](), dict[str, Any]()
    for _ in range(3):
        answer = (await desk.read(f"{at.path}/disputes", at.host, limit=2, **cursor)).json()
        pages += [item["number"] for item in answer["items"]]
        cursor = {"cursor": answer["next"]}
    assert (pages, cursor) == (everything, {"cursor": None})

    overview = (await desk.read(f"{at.path}/ledger", TIANNING)).json()
    assert overview["open"] == 4
    waiting = [(one["number"], one["overdue"]) for one in overview["open_ones"]]
    assert waiting == [("5", True), ("1", True), ("2", False), ("4", False)]
    assert [month["received"] for month in overview["months"]] == [4, 1, *[0] * 10]


async def test_a_month_is_summarised_by_the_host_or_its_county_and_read_by_everybody(desk: Desk, at: AtADesk) -> None:
    april = at.dispute(received_at="2013-04-10T10:00")
    dispute_id = (await desk.done(f"{at.path}/disputes", at.host, april))["id"]
    question = CONSULTATION | {"staff_id": at.first, "answered_on": "2013-04-11"}
    answered = await desk.send(f"{at.path}/consultations", at.host, question)
    assert (answered.status_code, answered.json()["version"]) == (201, 1)
    await desk.refused("not-on-the-staff", f"{at.path}/consultations", at.host, question | {"staff_id": "sf-9"})

    path, wish = f"{at.path}/summaries", {"period": "2013-04", "analysis": "以家电为主"}
    await desk.refused("period-not-over", path, at.host, {"period": "2013-05"})
    await desk.refused("outside-jurisdiction", path, ZHONGLOU, wish)
    await desk.refused("wrong-role", path, CHANGZHOU, wish)
    await desk.refused("summary-names-a-person", path, at.host, wish | {"analysis": "13812345678"})
    assert (await desk.done(path, at.host, wish))["version"] == 1
    assert (await desk.done(path, at.host, wish))["version"] == 1
    await desk.refused("summary-stands", path, TIANNING, wish | {"analysis": "以服装为主"})
    settlement = at.settlement(settled_at="2013-04-10T11:15", refunded_fen=100)
    await desk.done(f"/v1/disputes/{dispute_id}/settlement", at.host, settlement, version=1)
    assert (await desk.done(path, TIANNING, wish | {"analysis": "更正"}))["version"] == 2

    await _reads_the_month(desk, at, path)
    assert (await desk.read("/v1/stations/st-none/summaries")).status_code == 404
    months = (await desk.read(f"{at.path}/ledger", at.host)).json()["months"]
    assert months[1]["summarised_on"] == "2013-05-16"

    await desk.runtime.clock.move(desk.runtime.pool, datetime(2013, 6, 3, 9, tzinfo=SHANGHAI))
    await desk.done(path, at.host, {"period": "2013-05"})
    first = (await desk.read(path, limit=1)).json()
    rest = (await desk.read(path, limit=1, cursor=first["next"])).json()
    assert [item["period"] for item in (*first["items"], *rest["items"])] == ["2013-05", "2013-04"]


async def test_a_station_out_of_operation_takes_in_nothing_new(desk: Desk, at: AtADesk) -> None:
    dispute_id = (await desk.done(f"{at.path}/disputes", at.host, at.dispute()))["id"]
    version = (await desk.read(at.path)).json()["version"]
    await desk.done(f"{at.path}/closing", TIANNING, {"reason": "商场停业"}, version=version)
    await desk.refused("desk-not-open", f"{at.path}/disputes", at.host, at.dispute(number="2"))
    question = CONSULTATION | {"staff_id": at.first}
    await desk.refused("desk-not-open", f"{at.path}/consultations", at.host, question)
    await desk.done(f"/v1/disputes/{dispute_id}/settlement", at.host, at.settlement(), version=1)


async def test_of_two_clerks_at_once_one_has_the_number(desk: Desk, at: AtADesk) -> None:
    answers = await asyncio.gather(
        *(desk.send(f"{at.path}/disputes", at.host, at.dispute(amount_fen=amount)) for amount in (1, 2))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert (await desk.events()).count("DisputeReceived") == 1


async def test_who_has_left_receives_nothing_and_what_they_received_is_taken_over(desk: Desk, at: AtADesk) -> None:
    dispute_id = (await desk.done(f"{at.path}/disputes", at.host, at.dispute()))["id"]
    path = f"/v1/disputes/{dispute_id}/settlement"
    await desk.done(f"{at.path}/staff/{at.first}/departure", at.host, {})
    await desk.refused("not-on-the-staff", f"{at.path}/disputes", at.host, at.dispute(number="2"))
    await desk.refused("not-on-the-staff", path, at.host, at.settlement(), version=1)
    taken_over = at.settlement(settled_by=at.second, taken_over_because="接待人已离岗")
    assert (await desk.done(path, at.host, taken_over, version=1))["stage"] == "settled"


async def _reads_the_month(desk: Desk, at: AtADesk, path: str) -> None:
    """The figures are everybody's, the analysis is internal."""
    [public] = (await desk.read(path)).json()["items"]
    assert public == {
        "period": "2013-04",
        "consultations": 1,
        "received": 1,
        "settled": 1,
        "settled_in_enterprise": 1,
        "settled_in_community": 0,
        "settled_at_grass_roots": 0,
        "referred": 0,
        "open": 0,
        "in_time": 1,
        "followed_up": 0,
        "satisfied": 0,
        "settled_permille": 1000,
        "median_minutes": 75,
        "refunded_fen": 100,
        "analysis": None,
        "summarised_on": "2013-05-16",
    }
    [own] = (await desk.read(path, at.host)).json()["items"]
    assert own == public | {"analysis": "更正"}
