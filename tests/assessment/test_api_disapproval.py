"""普遍不认可 over HTTP: what a proposal may rest on; and the bar that a revocation brings."""

from datetime import date, datetime
from typing import Any

import pytest

from shared.events.application import SettingChanged
from shared.events.publication import OpinionReceived, OpinionScreened, OpinionSide, Screening, Stance
from shared.events.registry import SatisfactionSurveyed
from tests.assessment.examples import NUMBER, SEASON_ID, SHANGHAI, settings
from tests.assessment.test_api_titles import PROPOSAL, REVOCATION, TITLE
from tests.assessment.world import (
    AUDITOR,
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_COUNTY,
    PROVINCE,
    World,
    ok,
    refused,
    with_a_title,
)

DISAPPROVED = PROPOSAL | {"ground": "general_disapproval"}
SURVEY = SatisfactionSurveyed(
    survey_id="sv-1",
    station_id="st-a",
    asked=40,
    satisfied=11,
    score_tenths=275,
    method="电话回访",
    surveyed_on=date(2014, 5, 20),
)


def received(opinion_id: str, certificate_number: str = NUMBER) -> OpinionReceived:
    return OpinionReceived(
        opinion_id=opinion_id,
        notice_id="",
        application_id="",
        station_id="st-a",
        side=OpinionSide.CONSUMER,
        stance=Stance.OBJECTION,
        is_named=True,
        content_hmac="0" * 64,
        received_at=datetime(2014, 5, 12, 9, 0, tzinfo=SHANGHAI),
        certificate_number=certificate_number,
    )


def screened(opinion_id: str, result: Screening, certificate_number: str = NUMBER) -> OpinionScreened:
    return OpinionScreened(
        opinion_id=opinion_id,
        notice_id="",
        application_id="",
        station_id="st-a",
        result=result,
        reason="查阅台账",
        screened_on=date(2014, 5, 14),
        certificate_number=certificate_number,
    )


async def with_opinions(world: World) -> None:
    await with_a_title(world)
    await world.clock(date(2014, 6, 3))
    results = (Screening.ADMISSIBLE, Screening.LEAD_ONLY, Screening.SUPPORT_NOTED, Screening.REJECTED)
    for number, result in enumerate(results, start=1):
        await world.hears(screened(f"op-{number}", result), received(f"op-{number}"))
    await world.hears(received("op-5"), received("op-6", ""), screened("op-6", Screening.ADMISSIBLE, ""))
    await world.hears(received("op-7", "苏示站2012-0009"), screened("op-7", Screening.ADMISSIBLE, "苏示站2012-0009"))
    await world.hears(SURVEY, SURVEY.model_copy(update={"survey_id": "sv-2", "station_id": "st-b"}))


async def test_what_is_known_is_shown_to_the_bureaus_of_the_area(world: World) -> None:
    await with_opinions(world)
    known: dict[str, Any] = {}
    for who in (COUNTY, CITY, PROVINCE, AUDITOR):
        known = ok(await world.reads(who, TITLE + "/disapproval"))
        assert [(one["opinion_id"], one["counts"]) for one in known["opinions"]] == [
            ("op-1", True),
            ("op-2", True),
            ("op-3", False),
            ("op-4", False),
            ("op-5", False),
        ]
    assert known["opinions"][0] == {
        "opinion_id": "op-1",
        "side": "consumer",
        "received_on": "2014-05-12",
        "screening": "admissible",
        "screened_on": "2014-05-14",
        "counts": True,
    }
    assert known["surveys"] == [
        {"survey_id": "sv-1", "asked": 40, "satisfied": 11, "score_tenths": 275, "surveyed_on": "2014-05-20"}
    ]
    for stranger in (OTHER_COUNTY, OTHER_CITY):
        refused(await world.reads(stranger, TITLE + "/disapproval"), 403, "outside-jurisdiction")
    refused(await world.reads(HOST, TITLE + "/disapproval"), 403, "wrong-role")
    refused(await world.reads(None, TITLE + "/disapproval"), 401, "not-signed-in")
    refused(await world.reads(CITY, "/v1/titles/st-nowhere/disapproval"), 404, "not-known-here")


@pytest.mark.parametrize(
    ("rests_on", "rule"),
    [
        ([], "disapproval-rests-on-nothing"),
        (["op-3"], "not-known-of-this-station"),
        (["op-4"], "not-known-of-this-station"),
        (["op-5"], "not-known-of-this-station"),
        (["op-6"], "not-known-of-this-station"),
        (["op-7"], "not-known-of-this-station"),
        (["op-1", "sv-2"], "not-known-of-this-station"),
        (["op-1"], ""),
        (["op-2", "sv-1"], ""),
    ],
)
async def test_general_disapproval_rests_on_what_is_known(world: World, rests_on: list[str], rule: str) -> None:
    await with_opinions(world)
    answer = await world.does(CITY, TITLE + "/revocation-proposal", DISAPPROVED | {"rests_on": rests_on}, version=1)
    if rule:
        refused(answer, 422, rule)
    else:
        assert ok(answer)["stage"] == "revocation_proposed"


@pytest.mark.parametrize("bar", [None, 3])
async def test_the_bar_is_the_setting_of_the_titles_own_season(world: World, bar: int | None) -> None:
    await with_a_title(world)
    if bar is not None:
        await world.hears(
            SettingChanged(
                season_id=SEASON_ID,
                name="bar_seasons_after_revocation",
                former_value="2",
                value=str(bar),
                basis="苏工商消〔2014〕2号",
                reason="从严",
                settings=settings.model_copy(update={"bar_seasons_after_revocation": bar}),
                changed_on=date(2014, 3, 14),
            )
        )
    acts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("revocation-proposal", PROPOSAL),
        ("defence", {"summary": "企业否认"}),
        ("revocation", REVOCATION),
    )
    for version, (act, body) in enumerate(acts, start=1):
        ok(await world.does(PROVINCE if act == "revocation" else CITY, f"{TITLE}/{act}", body, version=version))
    (row,) = await world.rows("SELECT convert_from(payload, 'UTF8') AS said FROM events WHERE type LIKE '%.Revoked.%'")
    assert f'"bar_seasons":{bar or 2}' in row["said"]
