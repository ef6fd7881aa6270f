"""Scenarios 0, 1, 2, 4 and 18 of the domain: from the notice to the title, with a draw, a refusal and a supplement."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import TenYears
from tests.journeys.years.recognition_2013 import SEED
from tests.journeys.years.world import AUDITOR, NEW_CITY

SCRIPT = Path(__file__).parents[2] / "docs/recompute_draw.py"


def test_scenario_0_a_clean_run_is_in_force_from_its_day_and_not_before(ten_years: TenYears) -> None:
    notes, station = ten_years.notes, ten_years.years.roles["甲"]
    assert notes["0 before"]["status"] == "no_such_title"
    before = ten_years.ask("publication", f"/v1/stations/{station.id}/title?as_of=2013-12-19")
    assert before["status"] == "no_such_title"
    since = ten_years.ask("publication", f"/v1/stations/{station.id}/title?as_of=2013-12-20")
    assert (since["status"], since["since"]) == ("in_force", "2013-12-20")
    assert since["title"]["station_name"].startswith(station.name), "the name of that day"


def test_scenario_0_public_notice_and_publication_are_two_records(ten_years: TenYears) -> None:
    kinds = {
        row["kind"]: row["printed_on"]
        for row in ten_years.ask("publication", "/v1/documents?season_id=S-2013-320400")["items"]
    }
    assert kinds["notice"] == "2013-09-23"
    assert kinds["result"] == "2013-12-24"


def test_scenario_0_the_mean_is_told_in_tenths(ten_years: TenYears) -> None:
    station = ten_years.years.stations["甲百货"]
    board = {row["station_name"]: row for row in ten_years.notes["board"]["candidates"]}
    assert board[f"{station.name}12315消费维权服务站"]["total"] == 934


def test_scenario_1_a_listed_host_declines_and_the_reserve_follows(ten_years: TenYears) -> None:
    notes, roles = ten_years.notes, ten_years.years.roles
    assert notes["after the list"] == "list-already-submitted"
    assert notes["1 declined"]["stage"] == "declined"
    assert notes["1 recognised"] == "has-declined"
    title = ten_years.ask("publication", f"/v1/stations/{roles['reserve'].id}/title?as_of=2013-12-31")
    assert title["status"] == "in_force"
    nothing = ten_years.ask("publication", f"/v1/stations/{roles['declines'].id}/title?as_of=2013-12-31")
    assert nothing["status"] == "no_such_title"


def test_scenario_2_who_failed_last_year_is_recognised_by_its_own_standard(ten_years: TenYears) -> None:
    assert ten_years.notes["2 recognised"]["stage"] == "certified"
    station = ten_years.years.stations["丙市场"]
    history = ten_years.ask("audit", f"/v1/stations/{station.id}/history?limit=200", AUDITOR)
    concluded = [entry for entry in history["items"] if entry["event"] == "AssessmentPassed"]
    assert [entry["data"]["rubric_id"] for entry in concluded] == ["R-V0"]
    other = ten_years.ask("audit", f"/v1/stations/{ten_years.years.stations['丁大厦'].id}/history?limit=200", AUDITOR)
    before = [entry for entry in other["items"] if entry["event"] == "AssessmentPassed"]
    assert [entry["data"]["rubric_id"] for entry in before] == ["R-JS-2013"]


def test_scenario_4_more_than_the_places_need_a_recorded_reason(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert notes["4 over"] == "over-quota-without-reason"
    assert "over_places" in {rule["rule"] for rule in notes["4 board"]["broken"]}
    assert notes["2014 list"].body["status"] == "submitted"


def test_a_corrected_candidate_has_a_period_of_its_own_and_holds_nobody_else(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert notes["proposed period"]["closes_on"] == "2014-09-28"
    results = {row["candidate"]["station_id"]: row for row in notes["2014 notice"]["candidates"]}
    corrected = ten_years.years.stations["午超市"].id
    assert notes["2014 notice"]["stage"] == "closed", "the others do not wait"
    assert results.pop(corrected)["result"] == "held"
    assert {row["result"] for row in results.values()} == {"kept"}
    over = {row["candidate"]["station_id"]: row["result"] for row in notes["2014 notice over"]["candidates"]}
    assert over[corrected] == "kept"


def test_scenario_18_the_province_refuses_what_the_city_had_passed(ten_years: TenYears) -> None:
    notes, roles = ten_years.notes, ten_years.years.roles
    assert (notes["18 city"]["result"], notes["18 city"]["stage"]) == ("passed", "refused")
    assert "补造" in notes["18 city"]["refusal_reasons"]
    assert "补造" in notes["18 host"]["refusal_reasons"], "the host reads the reasons"
    answer = ten_years.ask("publication", f"/v1/stations/{roles['fails'].id}/title")
    assert answer["status"] == "no_such_title"


def test_scenario_18_who_was_not_drawn_is_recognised_without_a_visit(ten_years: TenYears) -> None:
    notes = ten_years.notes
    assert notes["18 not drawn"] == "candidate-not-drawn"
    assert len(notes["18 revealed"]["drawn"]) == 3
    spared = ten_years.ask("assessment", f"/v1/assessments/A-2013-{ten_years.years.roles['甲'].id}", NEW_CITY)
    assert (spared["stage"], spared["spot_checks"]) == ("certified", [])


def test_scenario_18_nobody_commits_after_the_list_or_reveals_another_seed(ten_years: TenYears) -> None:
    assert ten_years.notes["18 too late"] == "drawn-from-is-known"
    assert ten_years.notes["18 wrong seed"] == "seed-does-not-match"


def test_a_draw_tells_the_public_only_its_commitment_until_everything_was_looked_at(ten_years: TenYears) -> None:
    early, afterwards = ten_years.notes["18 early"], ten_years.notes["18 afterwards"]
    assert early["commitment"] == afterwards["commitment"]
    assert not early.get("drawn")
    assert not ten_years.notes["18 for everybody"].get("drawn")
    assert afterwards["seed"] == SEED
    assert len(afterwards["drawn"]) == 3


@pytest.mark.parametrize("tampered", [False, True])
def test_a_draw_is_recomputed_from_published_data_alone(ten_years: TenYears, tmp_path: Path, tampered: bool) -> None:
    published = dict(ten_years.notes["18 afterwards"])
    if tampered:
        hit = published["drawn"][0]["id"]
        published["population"] = [one for one in published["population"] if one != hit]
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(published))
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, check=False)  # noqa: S603
    assert done.returncode == (1 if tampered else 0), done.stdout
