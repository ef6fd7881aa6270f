"""Scenarios 8 and 11, and the divisions of 2015: who stands where, under which name, and who is competent when."""

from tests.journeys.conftest import TenYears
from tests.journeys.years.afterwards import TWELVE
from tests.journeys.years.world import AUDITOR


def test_scenario_8_a_station_keeps_its_id_under_a_new_name(ten_years: TenYears) -> None:
    station = ten_years.years.stations["庚商场"]
    today = ten_years.ask("registry", f"/v1/stations/{station.id}")
    assert today["name"] == "庚购物服务站"
    before = ten_years.ask("registry", f"/v1/stations/{station.id}?as_of=2014-08-01")
    assert before["name"] == "庚商场12315消费维权服务站"


def test_scenario_8_a_host_is_found_by_either_name_and_either_number(ten_years: TenYears) -> None:
    host = ten_years.years.stations["庚商场"].host_id
    numbers = ten_years.notes["8 numbers"]
    asked = [f"identifier={number}" for number in numbers] + ["name=庚商场", "name=庚购物有限公司"]
    for question in asked:
        found = ten_years.ask("registry", f"/v1/hosts?{question}")
        assert host in {row["host_id"] for row in found["items"]}, question


def test_scenario_8_another_host_ends_the_open_application(ten_years: TenYears) -> None:
    assert ten_years.notes["8 transferred"]["stage"] == "withdrawn"


def test_twelve_stations_stand_where_the_change_of_2015_puts_them(ten_years: TenYears) -> None:
    assert ten_years.notes["3 places"] == {name: now for name, (_, _, now) in TWELVE.items()}


def test_two_stations_without_a_town_wait_for_a_person(ten_years: TenYears) -> None:
    left = {f"{name}12315消费维权服务站" for name in ("武进无名甲", "武进无名乙")}
    assert ten_years.notes["3 unresolved"] == left
    assert ten_years.notes["3 left"] == {"武进无名乙12315消费维权服务站"}


def test_the_register_of_2014_is_answered_as_before(ten_years: TenYears) -> None:
    before = ten_years.notes["3 before"]["items"]
    assert [row["station_id"] for row in before] == [ten_years.years.stations["戚墅堰百货"].id]
    assert before[0]["bureau_code"] == "B-320405"
    assert ten_years.notes["3 now"]["items"] == []


def test_scenario_11_rights_pass_by_succession_and_by_nothing_else(ten_years: TenYears) -> None:
    notes = ten_years.notes
    # For a moment a service still knows the officer at the old bureau; then the case is no longer that bureau's.
    assert {notes["11 old code"], notes["11 old plaque"]} <= {"not-an-officer-here", "outside-jurisdiction"}
    assert notes["11 new code"], "an officer of the old bureau acts for its successor without being posted anew"
    assert notes["11 another county's officer"] == "not-an-officer-here"


def test_scenario_11_at_one_date_one_bureau_is_the_old_kind_and_the_other_the_new(ten_years: TenYears) -> None:
    def names(note: str) -> set[str]:
        return {row["name"] for row in ten_years.notes[note]["items"]}

    assert "常州市天宁工商行政管理局" in names("11 bureaus 2014")
    assert {"常州市天宁区市场监督管理局", "江苏省常州工商行政管理局"} <= names("11 bureaus 2016")
    assert "常州市市场监督管理局" in names("11 bureaus now")
    assert "江苏省常州工商行政管理局" not in names("11 bureaus now")


def test_scenario_11_what_was_done_in_2014_bears_the_names_of_2014(ten_years: TenYears) -> None:
    station = ten_years.years.stations["丁大厦"]
    history = ten_years.ask("audit", f"/v1/stations/{station.id}/history?limit=200", AUDITOR)
    by = {entry["event"]: entry["bureauname"] for entry in history["items"]}
    assert by["RevocationProposed"] == "江苏省常州工商行政管理局"
    assert by["PlaqueHandedOver"] == "常州市天宁工商行政管理局"
    assert by["PlaqueReturned"] == "常州市天宁区市场监督管理局"
