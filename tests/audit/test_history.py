"""A station's history is in causal order, as of a day or a position, and says who, what, why and on what basis."""

import random
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit import history
from services.audit.history import Fact
from shared.eventsourcing.rows import Row
from tests.audit.made import (
    Log,
    a_season,
    certified,
    closed,
    day,
    ended,
    entry_of,
    filed,
    revoked,
    set_aside,
    suspended,
)


def facts(logs: Sequence[Log], *, context: frozenset[str] = frozenset({"calendar"})) -> list[Fact]:
    rows = [entry_of(row).row._asdict() for log in logs for row in log.rows]
    return [history.fact(row | {"context": row["stream"] in context}) for row in rows]


SEASON = facts(a_season())


def _ids(found: Sequence[Fact]) -> list[UUID]:
    return [one.event_id for one in found]


def _names(ordered: Sequence[Fact]) -> list[str]:
    return [one.type.split(".")[2] for one in ordered]


def test_the_order_is_by_effective_time_across_owners() -> None:
    assert _names(history.in_causal_order(SEASON)) == [
        "StationRegistered",
        "StationRegistered",
        "ApplicationFiled",
        "DayBegan",
        "RecommendationsClosed",
        "Certified",
        "Revoked",
    ]


def test_a_cause_stands_before_its_effect_even_if_its_clock_says_otherwise() -> None:
    registry, application = Log("registry"), Log("application")
    began = registry.add(day(date(2013, 9, 14)), "calendar", days=118)
    application.add(closed(), "season-1", cause=began, days=117)
    assert _names(history.in_causal_order(facts([registry, application]))) == ["DayBegan", "RecommendationsClosed"]


def test_a_stream_keeps_its_own_order() -> None:
    application = Log("application")
    application.add(filed("st-1"), "application-1", days=2)
    application.add(closed(), "application-1", days=1)
    ordered = history.in_causal_order(reversed(facts([application])))
    assert [one.version for one in ordered] == [1, 2]


@given(st.integers(), st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_any_log_comes_out_whole_with_every_cause_before_its_effect(seed: int, moments: list[int]) -> None:
    chance = random.Random(seed)
    logs = [Log("registry"), Log("application")]
    rows: list[Row] = []
    for number, moment in enumerate(moments):
        cause = chance.choice(rows) if rows and chance.random() < 0.6 else None
        log, stream = chance.choice(logs), f"s-{chance.randrange(4)}-{number % 2}"
        rows.append(log.add(day(date(2013, 5, 20)), f"{stream}-{log.owner}", cause=cause, days=moment))
    mixed = facts(logs)
    chance.shuffle(mixed)
    ordered = history.in_causal_order(mixed)
    places = {one.event_id: place for place, one in enumerate(ordered)}
    assert sorted(map(attrgetter("owner", "position"), ordered)) == sorted(map(attrgetter("owner", "position"), mixed))
    assert all(places[one.cause] < places[one.event_id] for one in ordered if one.cause)


def test_the_title_is_in_force_from_recognition_to_revocation() -> None:
    standings = {
        on: history.title("st-1", history.in_causal_order(history.as_of_day(SEASON, on)))
        for on in (date(2013, 11, 19), date(2013, 11, 20), date(2014, 7, 31), date(2014, 8, 1))
    }
    assert [standing.status for standing in standings.values()] == ["none", "in_force", "in_force", "revoked"]
    assert standings[date(2013, 11, 20)].certificate_number == "苏示站2013-0001"


def test_a_title_that_ended_without_blame_is_not_called_revoked() -> None:
    log = Log("assessment")
    log.add(certified("st-1"), "title-st-1")
    log.add(ended("st-1"), "title-st-1", days=9)
    standing = history.title("st-1", history.in_causal_order(facts([log])))
    assert (standing.status, standing.certificate_number) == ("ended", "苏示站2013-0001")


@pytest.mark.parametrize(("moved", "restored"), [(False, "in_force"), (True, "suspended")])
def test_a_title_that_is_restored_is_what_it_was_before(moved: bool, restored: str) -> None:
    log = Log("assessment")
    log.add(certified("st-1"), "title-st-1")
    if moved:
        log.add(suspended("st-1"), "title-st-1", days=3)
    log.add(revoked("st-1"), "title-st-1", days=9)
    assert history.title("st-1", history.in_causal_order(facts([log]))).status == "revoked"
    log.add(set_aside("st-1"), "title-st-1", days=12)
    assert history.title("st-1", history.in_causal_order(facts([log]))).status == restored


def test_another_station_has_no_title_of_this_one() -> None:
    assert history.title("st-2", history.in_causal_order(SEASON)).status == "none"


def test_as_of_a_position_what_came_later_is_not_there() -> None:
    place = next(one for one in SEASON if one.stream == "season-S-2013-320400")
    seen = history.as_of_position(SEASON, place.owner, place.position, place.recorded_at)
    assert "Certified" not in _names(seen)
    assert "RecommendationsClosed" in _names(seen)


def test_as_of_a_position_an_effect_whose_cause_is_not_seen_yet_is_not_seen_either() -> None:
    registry, application = Log("registry"), Log("application")
    began = registry.add(day(date(2013, 9, 14)), "calendar", days=118)
    effect = application.add(closed(), "season-1", cause=began, days=117)
    seen = history.as_of_position(facts([registry, application]), "application", 1, effect.recorded_at)
    assert seen == []


@given(st.dates(date(2013, 5, 1), date(2014, 9, 1)), st.dates(date(2013, 5, 1), date(2014, 9, 1)))
def test_a_later_day_takes_nothing_back(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert set(_ids(history.as_of_day(SEASON, earlier))) <= set(_ids(history.as_of_day(SEASON, later)))


@given(st.sampled_from(SEASON), st.sampled_from(SEASON))
def test_a_later_position_takes_nothing_back(one: Fact, other: Fact) -> None:
    earlier, later = sorted((one, other), key=attrgetter("recorded_at"))
    seen = [history.as_of_position(SEASON, at.owner, at.position, at.recorded_at) for at in (earlier, later)]
    assert set(_ids(seen[0])) <= set(_ids(seen[1]))


def test_context_without_its_effect_is_left_out() -> None:
    before = history.as_of_day(SEASON, date(2013, 9, 13))
    registry = Log("registry")
    registry.add(day(date(2013, 9, 1)), "calendar", days=1)
    assert history.without_idle_context(facts([registry])) == []
    assert len(history.without_idle_context(before)) == len(before)


def test_the_act_is_named_in_both_languages_and_a_reason_is_always_given() -> None:
    lost = next(one for one in SEASON if one.type.endswith("Revoked.v1"))
    assert history.act(lost.type)["zh"] == "撤销称号"
    assert history.reason(lost) == "台账无人登记"
    won = next(one for one in SEASON if one.type.endswith("Certified.v1"))
    assert history.reason(won) == "[notice] 二(三), 二(五): 认定"


def test_an_act_without_a_bureau_of_its_own_is_the_programmes() -> None:
    began = next(one for one in SEASON if one.stream == "calendar")
    assert history.bureau(began, {}) == ("service:registry", "示范 Shifan (automatic)")


def test_a_member_of_the_public_acts_for_no_bureau() -> None:
    log = Log("publication")
    log.add(filed("st-1"), "opinion-1", level="public", actor="public")
    assert history.bureau(facts([log])[0], {}) == ("public", "公众 (the public)")


def test_a_name_of_the_day_goes_before_the_name_of_today() -> None:
    log = Log("application")
    log.add(filed("st-1"), "a-1", bureau="B-320402", bureauname="常州工商钟楼分局")
    log.add(filed("st-2"), "a-2", bureau="B-320402")
    names = {"B-320402": "钟楼市场监管局"}
    assert [history.bureau(one, names)[1] for one in facts([log])] == ["常州工商钟楼分局", "钟楼市场监管局"]
