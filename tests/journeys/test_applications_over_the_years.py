"""Scenarios 1, 2, 4, 9, 15 and 20 of the domain: what a county, a city and a host meet in their seasons."""

from datetime import datetime

from shared.clock import SHANGHAI
from tests.journeys.conftest import TenYears
from tests.journeys.years.season_2014 import GOOD
from tests.journeys.years.world import AUDITOR, CITY, county


def test_scenario_1_who_withdraws_on_notice_is_withdrawn_and_not_struck_off(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert notes["withdrawn"].body["stage"] == "withdrawn"
    shown = {row["candidate"]["station_id"]: row for row in notes["notice"]["candidates"]}
    gone = shown[ten_years.years.stations["乙超市"].id]
    assert gone["result"] == "withdrawn"
    assert datetime.fromisoformat(gone["withdrawn_at"]).astimezone(SHANGHAI).hour == 15, "the page tells the time"
    assert [opinion["moot_on"] for opinion in notes["moot"]] == ["2013-09-25", "2013-09-25"]
    assert notes["again"] == "withdrawn-this-season"
    assert notes["withdrawn twice"] == "", "asked again, nothing is refused and nothing happens"
    assert notes["after the list"] == "list-already-submitted"


def test_scenario_2_last_years_failure_is_history_and_no_minus_point(ten_years: TenYears) -> None:
    view = ten_years.notes["2 history"]
    station = ten_years.years.stations["丙市场"]
    (before,) = view["earlier"]
    assert (before["season_id"], before["stage"]) == ("S-2013-320400", "refused")
    assert before["failed_items"] == ["A2", "D5"]
    assert (view["stage"], view["failed_items"]) == ("fit", [])
    now = ten_years.ask("application", f"/v1/applications/A-2014-{station.id}", county("320411"))
    assert now["stage"] == "recommended"


def test_scenario_4_the_fourth_is_in_reserve_and_may_be_exchanged(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert [notes[f"4 {name}"]["stage"] for name in GOOD] == ["recommended"] * 3 + ["reserve"]
    assert notes["4 exchanged"] == ["recommended", "reserve"]


def test_scenario_4_two_counties_at_once_do_not_pass_the_citys_limit(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert sorted(notes["4 race"]) == ["recommended", "reserve"]
    assert notes["4 quota"]["taken"] == notes["4 quota"]["recommendation_limit"] == 5
    assert notes["4 promoted"]["stage"] == "recommended", "after the city has widened its limit with a reason"
    assert notes["2014 season"]["settings"]["recommendation_limit"] == 6
    assert notes["2014 season"]["candidates"] == 6


def test_scenario_9_the_case_follows_its_station_to_the_new_county(ten_years: TenYears) -> None:
    notes = ten_years.notes
    handed_over = notes["9 handed over"]
    assert (handed_over["bureau_code"], handed_over["stage"]) == ("B-320411", "accepted")
    assert notes["9 old county"] == "outside-jurisdiction"
    assert notes["9 not inspected"] == "not-fit-for-recommendation"
    assert notes["9 recommended"]["stage"] == "recommended"


def test_scenario_15_the_instant_of_receipt_decides(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert notes["15a"].body["stage"] == "filed", "at 17:29 on the last day"
    assert notes["15b receipt"] == "filed-too-late"
    assert notes["15b postmark"].body["stage"] == "filed", "the other season counts by the postmark"
    assert notes["15c"] == "filed-too-late"
    assert notes["15c draft"]["stage"] == "draft", "what was written is kept"
    assert notes["15d for one"] == "request-not-valid"
    assert notes["15d"]["settings"]["applications_close_on"] == "2014-08-29"
    assert notes["15e"] == "backdated-entry"


def test_scenario_15_a_paper_of_the_postmark_shows_when_it_was_recorded(ten_years: TenYears) -> None:
    station = ten_years.years.stations["寅商厦"]
    paper = ten_years.ask("application", f"/v1/applications/A-2014-{station.id}", AUDITOR)
    assert (paper["channel"], paper["filed_at"][:10]) == ("post", "2014-08-29")


def test_scenario_20_a_city_holds_no_season_of_its_own(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert notes["20 own"] == "city-only-executes"
    assert notes["20 unapproved"] == "season-not-approved"
    assert notes["20 no number"] == "approval-number-missing"
    assert notes["20 executed"]["stage"] == "open"
    chapter = ten_years.ask("application", "/v1/seasons/S-2024-320400", CITY[0])
    assert chapter["parent_id"] == "S-2024-320000"


def test_a_season_whose_result_is_published_is_closed(ten_years: TenYears) -> None:
    assert ten_years.notes["season closed"]["stage"] == "closed"
