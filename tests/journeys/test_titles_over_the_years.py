"""Scenarios 5, 7, 8, 12 of the domain, and the way back: what becomes of a title, and what the public reads of it."""

from tests.journeys.conftest import TenYears
from tests.journeys.years.world import AUDITOR, NEW_CITY


def test_scenario_5_a_title_under_rectification_is_in_force_to_the_public(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert notes["5 ordered"]["due_on"] == "2014-05-13", "15 working days: 1 to 3 May off, Sunday 4 May worked"
    assert notes["5 city"]["standing"] == "under_rectification"
    assert notes["5 public"]["status"] == "in_force"
    assert "rectification" not in str(notes["5 public"])
    assert notes["5 mended"]["status"] == "in_force"


def test_scenario_5_a_last_day_is_reckoned_anew_when_the_calendar_comes(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert (notes["provisional"]["due_on"], notes["provisional"]["due_is_provisional"]) == ("2025-01-10", True)
    settled = notes["settled"]["rectification"]
    assert (settled["due_on"], settled["due_is_provisional"]) == ("2025-01-13", False), "New Year's Day is off"


def test_scenario_7_a_closure_ends_the_title_and_asks_for_the_plaque(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert (notes["7 ended"]["status"], notes["7 ended"]["ended_by"]) == ("ended", "closure")
    assert notes["7 ended"]["rectification"] is None
    assert (notes["7 public"]["status"], notes["7 public"]["ended_on"]) == ("ended", "2014-06-01")
    case = ten_years.ask("assessment", f"/v1/titles/{ten_years.years.roles['己'].id}", NEW_CITY)
    assert case["returned_on"] == "2014-06-01"


def test_scenario_8_a_certificate_is_found_by_either_name(ten_years: TenYears) -> None:
    station = ten_years.years.roles["庚"]
    for name, found in ten_years.notes["8 found"].items():
        assert station.id in {row["station_id"] for row in found["items"]}, name


def test_scenario_8_another_host_ends_the_title(ten_years: TenYears) -> None:
    ended = ten_years.notes["8 title"]
    assert (ended["status"], ended["ended_by"]) == ("ended", "change_of_host")


def test_scenario_12_the_season_says_what_a_missed_review_leads_to(ten_years: TenYears) -> None:
    notes = ten_years.notes
    dynamic, strict = notes["12 dynamic"], notes["12 strict"]
    assert (dynamic["status"], dynamic["standing"]) == ("in_force", "under_rectification")
    assert strict["status"] == "lapsed"
    assert (notes["12 public before"]["status"], notes["12 public"]["status"]) == ("in_force", "lapsed")
    assert notes["12 public"]["lapsed_on"] == "2015-08-01"


def test_scenario_12_the_host_was_reminded_at_thirty_and_at_seven_days(ten_years: TenYears) -> None:
    station = ten_years.years.roles["壬"]
    history = ten_years.ask("audit", f"/v1/stations/{station.id}/history?limit=200", AUDITOR)["items"]
    reminded = [entry["data"] for entry in history if entry["event"] == "ReviewReminded"]
    told = [(one["season_id"][2:6], one["days_left"], one["reminded_on"]) for one in reminded]
    assert told[:2] == [("2014", 30, "2014-07-01"), ("2014", 7, "2014-07-24")]
    assert [one[:2] for one in told[2:]] == [("2015", 30), ("2015", 7)]


def test_scenario_12_half_of_the_titles_may_go_and_every_page_stands(ten_years: TenYears) -> None:
    stages = [row["stage"] for row in ten_years.notes["12 reviews 2015"]["items"]]
    assert stages.count("lapsed") >= 5, "the five of 2014 sent nothing either"
    assert stages.count("passed") >= 3


def test_a_revoked_title_is_restored_and_every_day_keeps_its_answer(ten_years: TenYears) -> None:
    told = {day: answer["status"] for day, answer in ten_years.notes["戊 over time"].items()}
    assert told == {
        "2013-12-19": "no_such_title",
        "2013-12-20": "in_force",
        "2014-09-21": "in_force",
        "2014-09-22": "revoked",
        "2014-12-11": "revoked",
        "2014-12-12": "in_force",
        "2024-12-01": "in_force",
    }
    assert ten_years.notes["戊 over time"]["2014-12-12"]["restored_on"] == "2014-12-12"
    assert ten_years.notes["戊 over time"]["2014-09-22"]["revoked_on"] == "2014-09-22"


def test_the_host_was_told_until_when_it_may_appeal(ten_years: TenYears) -> None:
    served = ten_years.notes["served case"]
    assert (served["served_on"], served["appeal_until"]) == ("2014-09-25", "2014-11-24")
    assert ten_years.notes["appeal"]["appeals"][0]["last_day"] == "2014-11-24"


def test_general_disapproval_rests_on_what_people_said(ten_years: TenYears) -> None:
    assert ten_years.notes["disapproval of nothing"] == "disapproval-rests-on-nothing"
    station = ten_years.years.roles["reserve"]
    answer = ten_years.ask("publication", f"/v1/stations/{station.id}/title")
    assert (answer["status"], answer["ground"]) == ("revoked", "general_disapproval")
