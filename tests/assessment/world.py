"""A running service and the people and events around it: what a test hears, does and reads, and the season's steps."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import httpx

from shared.access.roles import Caller, Level
from shared.events.application import ApplicationWithdrawn, VetoChecked, VetoFinding
from shared.events.audit import CheckpointSigned
from shared.events.event import Event
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateResult,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeResult,
    PublicNoticeClosed,
    PublishedTitle,
    ResultPublished,
)
from shared.events.registry import BureauLevel
from tests.application.world import ISSUER, World, bureau, host, officer, station
from tests.assessment.examples import (
    PUBLISHED_ON,
    SEASON_ID,
    SHANGHAI,
    body_of,
    closed,
    drafted,
    rubric,
)

__all__ = ["BEGINNING", "ISSUER", "World"]

PROVINCE = Caller("of-p", Level.PROVINCE, "B-320000", "clerk")
PROVINCE_2 = Caller("of-p2", Level.PROVINCE, "B-320000", "clerk")
OTHER_PROVINCE = Caller("of-z", Level.PROVINCE, "B-330000", "clerk")
CITY = Caller("of-c1", Level.CITY, "B-320400", "clerk")
CITY_2 = Caller("of-c2", Level.CITY, "B-320400", "clerk")
CITY_3 = Caller("of-c3", Level.CITY, "B-320400", "clerk")
OTHER_CITY = Caller("of-w", Level.CITY, "B-320200", "clerk")
COUNTY = Caller("of-1", Level.COUNTY, "B-320402", "clerk")
OTHER_COUNTY = Caller("of-3", Level.COUNTY, "B-320404", "clerk")
HOST = Caller("hm-a", Level.ENTERPRISE, "ho-a")
OTHER_HOST = Caller("hm-b", Level.ENTERPRISE, "ho-b")
AUDITOR = Caller("auditor-1", Level.AUDITOR)

WITHDRAWN_AT = datetime(2013, 9, 25, 10, 0, tzinfo=SHANGHAI)
NOTICE_ID = "N-2013-320400-1"
APPLICATION = "/v1/assessments/A-2013-st-{}"

BEGINNING: tuple[Event, ...] = (
    bureau("320000", "省局", BureauLevel.PROVINCE),
    bureau("330000", "邻省省局", BureauLevel.PROVINCE),
    bureau("320400", "市局", BureauLevel.CITY),
    bureau("320200", "邻市局", BureauLevel.CITY),
    bureau("320402", "天宁分局", BureauLevel.COUNTY),
    bureau("320404", "钟楼分局", BureauLevel.COUNTY),
    officer("of-p", "B-320000"),
    officer("of-p2", "B-320000"),
    officer("of-z", "B-330000"),
    officer("of-c1", "B-320400"),
    officer("of-c2", "B-320400"),
    officer("of-c3", "B-320400"),
    officer("of-w", "B-320200"),
    officer("of-1", "B-320402"),
    officer("of-3", "B-320404"),
    host("ho-a", "甲公司"),
    host("ho-b", "乙公司"),
    *station("st-a", "ho-a", "甲站"),
    *station("st-b", "ho-b", "乙站"),
    *station("st-c", "ho-c", "丙站"),
    drafted,
)


def checkpoint(size: int) -> CheckpointSigned:
    """The audit has signed the service's log, without which no title is given or revoked."""
    return CheckpointSigned(
        log="assessment",
        origin="shifan.sandbox/assessment",
        size=size,
        root=f"{size:064x}",
        note="",
        heartbeat=False,
    )


def vetoes(name: str, *found: str) -> VetoChecked:
    return VetoChecked(
        application_id=f"A-2013-st-{name}",
        station_id=f"st-{name}",
        findings=tuple(VetoFinding(item=f"V{n}", found=f"V{n}" in found, snapshot="查询") for n in range(1, 10)),
        clear=not found,
        checked_on=date(2013, 9, 5),
    )


def notice_closed(**results: NoticeResult) -> PublicNoticeClosed:
    return PublicNoticeClosed(
        notice_id=NOTICE_ID,
        season_id=SEASON_ID,
        results=tuple(
            CandidateResult(application_id=f"A-2013-st-{name}", station_id=f"st-{name}", result=result)
            for name, result in results.items()
        ),
        closed_on=date(2013, 9, 30),
    )


def held(name: str, opinion_id: str = "op-1") -> CandidateHeld:
    return CandidateHeld(
        notice_id=NOTICE_ID,
        application_id=f"A-2013-st-{name}",
        station_id=f"st-{name}",
        opinion_id=opinion_id,
        held_on=date(2013, 9, 26),
    )


def _decision(name: str, opinion_id: str) -> dict[str, Any]:
    return {
        "notice_id": NOTICE_ID,
        "season_id": SEASON_ID,
        "application_id": f"A-2013-st-{name}",
        "station_id": f"st-{name}",
        "opinion_id": opinion_id,
        "investigators": ("of-c3",),
        "reasons": "查无此事",
        "objections_left": 0,
        "decided_on": date(2013, 10, 9),
    }


def released(name: str, opinion_id: str = "op-1") -> CandidateReleased:
    return CandidateReleased.model_validate(_decision(name, opinion_id))


def struck_off(name: str, opinion_id: str = "op-1") -> CandidateStruckOff:
    return CandidateStruckOff.model_validate(_decision(name, opinion_id))


def application_withdrawn(name: str) -> ApplicationWithdrawn:
    return ApplicationWithdrawn(
        application_id=f"A-2013-st-{name}",
        season_id=SEASON_ID,
        station_id=f"st-{name}",
        reason="停业装修",
        withdrawn_at=WITHDRAWN_AT,
    )


def candidate_withdrawn(name: str) -> CandidateWithdrawn:
    return CandidateWithdrawn(
        notice_id=NOTICE_ID,
        season_id=SEASON_ID,
        application_id=f"A-2013-st-{name}",
        station_id=f"st-{name}",
        withdrawn_at=WITHDRAWN_AT,
    )


def published(*numbers: str) -> ResultPublished:
    return ResultPublished(
        announcement_id="an-1",
        season_id=SEASON_ID,
        titles=tuple(
            PublishedTitle(
                station_id="st-a",
                station_name="甲站",
                host_name="甲公司",
                trade="百货",
                bureau_name="天宁分局",
                certificate_number=number,
            )
            for number in numbers
        ),
        media="新华日报",
        document_number="苏工商消〔2013〕1号",
        published_on=PUBLISHED_ON,
    )


def sheet(**instead: int) -> dict[str, object]:
    """A request with full marks, but for the items that are named."""
    return {"scores": [{"item": one.code, "tenths": instead.get(one.code, one.weight)} for one in rubric.items]}


def ok(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def refused(answer: httpx.Response, status: int, rule: str) -> None:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{rule}"), answer.text


async def with_a_standard_and_a_panel(world: World) -> None:
    ok(await world.does(PROVINCE, "/v1/rubrics", body_of("js-2013")), 201)
    ok(await world.does(CITY, "/v1/panels", {"season_id": SEASON_ID, "members": ["of-c1", "of-c2"]}), 201)


async def with_candidates(world: World, *names: str) -> None:
    """The set is frozen, every veto item was looked up, the notice has kept everybody."""
    await with_a_standard_and_a_panel(world)
    await world.clock(date(2013, 9, 16))
    await world.hears(closed(*names), *map(vetoes, names), notice_closed(**dict.fromkeys(names, NoticeResult.KEPT)))


async def score(world: World, name: str, who: Sequence[Caller] = (CITY, CITY_2), **instead: int) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for assessor in who:
        answer = ok(await world.does(assessor, APPLICATION.format(name) + "/scores", sheet(**instead)), 201)
    return answer


async def assess(world: World, name: str, **instead: int) -> dict[str, Any]:
    version = (await score(world, name, (CITY, CITY_2), **instead))["version"]
    return ok(await world.does(CITY, APPLICATION.format(name) + "/conclusion", version=version))


async def submit(world: World, *names: str) -> dict[str, Any]:
    """A season's candidates are assessed, and the list is submitted."""
    await with_candidates(world, *names)
    await world.clock(date(2013, 10, 14))
    for number, name in enumerate(names):
        await assess(world, name, A1=40 - number)
    await world.clock(date(2013, 10, 28))
    return ok(await world.does(CITY, "/v1/lists", {"season_id": SEASON_ID}), 201)


async def version_of(world: World, path: str) -> int:
    answer = await world.reads(PROVINCE, path)
    version: int = ok(answer)["version"]
    assert answer.headers["etag"] == f'"v{version}"'
    return version


async def recognise(world: World, name: str) -> dict[str, Any]:
    path = APPLICATION.format(name)
    return ok(
        await world.does(
            PROVINCE,
            path + "/recognition",
            {"document_number": "苏工商消〔2013〕1号"},
            version=await version_of(world, path),
        )
    )


async def with_a_title(world: World) -> None:
    """`st-a` bears the certificate 苏示站2013-0001, and the province has published it."""
    await submit(world, "a")
    await world.clock(date(2013, 12, 20))
    await recognise(world, "a")
    await world.hears(published("苏示站2013-0001"))
    await world.clock(date(2014, 3, 14))
