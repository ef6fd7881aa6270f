"""行政区划: which divisions there are on a day, where land goes when they change, and what contradicts itself."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from deploy.demo import __file__ as demo
from services.registry.division import codes
from services.registry.division.codes import Change, DivisionNotInForce, in_force, name_on, require_in_force
from services.registry.division.commands import ChangeDivisions
from services.registry.division.decisions import (
    DIVISION,
    AbolishedLandLeft,
    ChangeAlreadyRecorded,
    LaterChangeRecorded,
    MoveToNowhere,
    TownMovedTwice,
)
from services.registry.division.moving import where_to
from services.registry.rules import NoCompetentBureau
from shared.errors import InTheFuture, Refusal
from shared.events.registry import DivisionChanged, DivisionMove, NewDivision
from shared.testing.scenario import Scenario

TEXT = json.loads((Path(demo).parent / "data" / "division_change_2015.json").read_text(encoding="utf-8"))
EFFECTIVE = date(2015, 6, 1)
EVE = date(2015, 5, 31)
RECORDED = [Change(EFFECTIVE, {"320412": "武进区", "320413": "金坛区"}, frozenset({"320405", "320482"}))]

given = Scenario(DIVISION)
moves = tuple(DivisionMove(**move) for move in TEXT["moves"])
change = ChangeDivisions(
    change_id="dc-1",
    document_number="国函〔2015〕75号",
    document_date=date(2015, 4, 28),
    divisions=tuple(NewDivision(**division) for division in TEXT["divisions"]),
    abolished=("320405", "320482"),
    moves=moves,
    effective_on=EFFECTIVE,
    today=date(2015, 6, 10),
    before=frozenset({"320402", "320404", "320405", "320411", "320412", "320482"}),
    after=frozenset({"320402", "320404", "320411", "320412"}),
)
changed = DivisionChanged(
    change_id="dc-1",
    document_number="国函〔2015〕75号",
    document_date=date(2015, 4, 28),
    divisions=change.divisions,
    abolished=change.abolished,
    moves=moves,
    effective_on=EFFECTIVE,
)


def test_the_table_is_whole() -> None:
    divisions = [division for each in codes.table().values() for division in each]
    assert len(divisions) == 6_823
    assert max(max(division.since, division.until or 0) for division in divisions) == codes.EDITION
    assert codes.table()["320405"][-1].successors == ("320412",)


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("320405", date(2012, 12, 31), True),
        ("320405", date(2016, 1, 1), False),
        ("320413", date(2014, 12, 31), False),
        ("320413", date(2016, 1, 1), True),
        ("320412", date(2001, 12, 31), False),
        ("320412", date(2026, 1, 1), True),
        ("329999", date(2013, 5, 16), False),
        ("320000", date(2013, 5, 16), True),
    ],
)
def test_the_table_tells_years(code: str, day: date, *, expected: bool) -> None:
    assert in_force(code, day) is expected


@pytest.mark.parametrize("code", ["320405", "320413"])
def test_in_the_year_of_a_change_that_nobody_recorded_both_codes_count(code: str) -> None:
    assert in_force(code, EVE)
    assert in_force(code, EFFECTIVE)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("320405", "戚墅堰区", None),
        ("320482", "金坛市", None),
        ("320413", None, "金坛区"),
        ("320412", "武进区", "武进区"),
    ],
)
def test_a_recorded_change_tells_the_day(code: str, before: str | None, after: str | None) -> None:
    assert name_on(code, EVE, RECORDED) == before
    for day in (EFFECTIVE, date(2015, 12, 31), date(2026, 1, 1)):
        assert name_on(code, day, RECORDED) == after


def test_a_code_that_is_newer_than_the_table_is_known_from_its_change() -> None:
    new = [Change(date(2027, 3, 1), {"320414": "新区"}, frozenset({"320404"}))]
    assert not in_force("320414", date(2027, 2, 28), new)
    assert in_force("320414", date(2027, 3, 1), new)
    assert in_force("320404", date(2027, 2, 28), new)
    assert not in_force("320404", date(2027, 3, 1), new)


def test_a_code_may_bear_another_name_or_come_again() -> None:
    assert name_on("320411", date(2001, 5, 1)) == "郊区"
    assert name_on("320411", date(2013, 5, 1)) == "新北区"
    ended = [Change(date(1995, 6, 1), {}, frozenset({"320411"}))]
    assert not in_force("320411", date(1996, 1, 1), ended)
    assert in_force("320411", date(2013, 1, 1), ended)
    # The table knows that a division ended after the last change of it that was recorded.
    kept = [Change(date(2010, 1, 1), {"320405": "戚墅堰区"}, frozenset())]
    assert not in_force("320405", date(2016, 1, 1), kept)


def test_a_dead_code_is_refused_with_a_hint() -> None:
    with pytest.raises(DivisionNotInForce, match="320412"):
        require_in_force("320405", EFFECTIVE, RECORDED)
    with pytest.raises(DivisionNotInForce, match="Check"):
        require_in_force("329999", EFFECTIVE, RECORDED)


@pytest.mark.parametrize(
    ("code", "town", "to_code"),
    [
        ("320412", "奔牛镇", "320411"),
        ("320412", " 奔 牛　镇", "320411"),
        ("320412", "郑陆", "320402"),
        ("320412", "邹区镇", "320404"),
        ("320412", "湖塘镇", "320412"),
        ("320412", "", None),
        ("320412", "不详", None),
        ("320412", "奔牛镇人民路8号", None),
        ("320405", "丁堰街道", "320412"),
        ("320405", "", "320412"),
        ("320482", "未知", "320413"),
        ("320481", "", "320481"),
    ],
)
def test_land_goes_where_its_town_goes(code: str, town: str, to_code: str | None) -> None:
    assert where_to(code, town, moves) == to_code


def test_a_town_that_says_what_it_is_is_no_other() -> None:
    split = [DivisionMove(from_code="320411", town="新桥镇", to_code="320402")]
    assert where_to("320411", "新桥街道", split) is None
    assert where_to("320411", "新桥", split) == "320402"
    assert where_to("320411", "三井街道", split) == "320411"


def test_where_all_towns_go_the_same_way_the_town_does_not_matter() -> None:
    whole = [
        DivisionMove(from_code="320405", town="丁堰街道", to_code="320412"),
        DivisionMove(from_code="320405", town="", to_code="320412"),
    ]
    assert where_to("320405", "", whole) == "320412"


def test_a_change_is_recorded_once() -> None:
    given().when(change).then(changed)
    given(changed).when(replace(change, today=date(2015, 7, 1), later="another")).then_nothing()
    given(changed).when(replace(change, effective_on=EVE)).then_refused(ChangeAlreadyRecorded)


def test_a_change_is_recorded_when_it_has_taken_effect() -> None:
    to_come = date(2015, 6, 11)
    given().when(replace(change, document_date=to_come)).then_refused(InTheFuture)
    given().when(replace(change, effective_on=to_come)).then_refused(InTheFuture)


@pytest.mark.parametrize(("town", "again"), [("奔牛镇", "奔牛"), ("奔牛镇", "奔牛镇"), ("", ""), ("不详", "郑陆镇")])
def test_a_piece_of_land_moves_once(town: str, again: str) -> None:
    twice = tuple(DivisionMove(from_code="320412", town=each, to_code="320411") for each in (town, again))
    given().when(replace(change, abolished=(), moves=twice)).then_refused(TownMovedTwice)


def test_an_abolished_division_keeps_nothing() -> None:
    given().when(replace(change, moves=moves[1:])).then_refused(AbolishedLandLeft)


@pytest.mark.parametrize("gone", ["320405", "320412"])
def test_land_comes_from_a_division_that_there_was(gone: str) -> None:
    given().when(replace(change, before=change.before - {gone})).then_refused(DivisionNotInForce)


def test_land_goes_to_a_division_that_there_is() -> None:
    given().when(replace(change, after=change.after - {"320411"})).then_refused(MoveToNowhere)
    given().when(replace(change, divisions=change.divisions[:1])).then_refused(MoveToNowhere)
    reborn = (*change.divisions, NewDivision(code="320405", name="戚墅堰区"))
    given().when(replace(change, divisions=reborn)).then_refused(MoveToNowhere)
    to_the_abolished = (*moves, DivisionMove(from_code="320411", town="", to_code="320402"))
    wrong = replace(change, abolished=(*change.abolished, "320411"), moves=to_the_abolished)
    given().when(wrong).then_refused(MoveToNowhere)


def test_land_goes_where_a_bureau_is_competent() -> None:
    given().when(replace(change, unserved=moves[1:2])).then_refused(NoCompetentBureau)


def test_changes_of_the_same_land_come_in_their_order() -> None:
    given().when(replace(change, later="国函〔2020〕1号")).then_refused(LaterChangeRecorded)


_codes = st.sampled_from(["320402", "320405", "320412"])
_moves = st.lists(
    st.builds(DivisionMove, from_code=_codes, town=st.sampled_from(["", "奔牛镇", "奔牛"]), to_code=_codes)
)


@for_all(st.lists(st.builds(replace, st.just(change), moves=_moves.map(tuple), abolished=st.sets(_codes).map(tuple))))
def test_what_is_recorded_says_of_every_place_where_it_goes(commands: list[ChangeDivisions]) -> None:
    history: list[DivisionChanged] = []
    for command in commands:
        try:
            history += DIVISION.decide(command, DIVISION.state(history))
        except Refusal:
            continue
        assert DIVISION.decide(command, DIVISION.state(history)) == []
    assert len(history) <= 1
    for recorded in history:
        for code in recorded.abolished:
            assert where_to(code, "湖塘镇", recorded.moves) not in recorded.abolished
