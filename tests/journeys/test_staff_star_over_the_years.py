"""Scenario 17: who becomes a star, whom a flood of votes does not help; what a freeze, a farewell and a lie change."""

from services.incentives.contest.deciding import digest
from shared.events.incentives import BoardRow
from tests.journeys.conftest import TenYears
from tests.journeys.years.staff_star import FLOOD


def staff_of(years: TenYears) -> list[str]:
    return [member.id for member in years.notes["17 staff"]]


def test_nine_hundred_votes_from_one_address_are_found_and_set_aside(ten_years: TenYears) -> None:
    staff, votes = staff_of(ten_years), ten_years.notes["17 votes"]
    assert [bucket["votes"] for bucket in votes["buckets"][:2]] == [FLOOD, 1]
    assert votes["tally"][0] == {"staff_id": staff[11], "counted": FLOOD, "set_aside": 0}
    flooded = {place["staff_id"]: place["vote"] for place in ten_years.notes["17 flooded"]["places"]}
    assert (flooded[staff[11]], flooded[staff[3]]) == (1000, 7)
    board = {place["staff_id"]: place["vote"] for place in ten_years.notes["17 board"]["places"]}
    assert (board[staff[11]], board[staff[3]]) == (0, 1000)


def test_who_leads_by_votes_is_fourth_in_total(ten_years: TenYears) -> None:
    staff, places = staff_of(ten_years), ten_years.notes["17 board"]["places"]
    assert len(places) == 12
    assert [place["staff_id"] for place in places[:4]] == staff[:4]
    by_votes = max(places, key=lambda place: place["vote"])
    assert (by_votes["staff_id"], by_votes["rank"]) == (staff[3], 4)


def test_results_come_from_the_ledger(ten_years: TenYears) -> None:
    first, second, *_ = ten_years.notes["17 board"]["places"]
    assert (first["performance"], first["service"], first["satisfaction"]) == (1000, 1000, 1000)
    assert second["performance"] == 833


def test_a_frozen_board_does_not_move(ten_years: TenYears) -> None:
    board = ten_years.notes["17 board"]
    assert board["frozen"]
    assert digest(tuple(BoardRow(**place) for place in board["places"])) == board["sha256"]
    assert ten_years.notes["17 board later"] == board
    assert ten_years.notes["17 board at the end"] == board
    assert ten_years.notes["17 late vote"] == "voting-not-open"


def test_only_the_organiser_awards_and_within_the_places(ten_years: TenYears) -> None:
    assert ten_years.notes["17 by the county"] == "not-the-organiser"
    assert ten_years.notes["17 beyond the places"] == "beyond-the-places"


def test_who_does_not_agree_wins_and_is_not_named(ten_years: TenYears) -> None:
    staff, board = staff_of(ten_years), ten_years.notes["17 public board"]
    first, second, *_ = board["places"]
    assert (first["rank"], first["withheld"], first["staff_id"], first["total"]) == (1, True, "", None)
    assert (second["withheld"], second["staff_id"]) == (False, staff[1])
    awards = {award["staff_id"]: award for award in ten_years.notes["17 public"]["awards"]}
    assert {one: award["name_withheld"] for one, award in awards.items()} == {
        staff[0]: True,
        staff[1]: False,
        staff[2]: False,
    }
    assert {award["reward_fen"] for award in awards.values()} == {None}


def test_leaving_the_firm_does_not_undo_an_award(ten_years: TenYears) -> None:
    second = staff_of(ten_years)[1]
    awards = {award["staff_id"]: award for award in ten_years.notes["17 auditor"]["awards"]}
    assert (awards[second]["withdrawn_on"], awards[second]["reward_fen"]) == (None, 100_000)


def test_false_cases_take_an_award_back_and_its_reward_is_to_be_returned(ten_years: TenYears) -> None:
    third = staff_of(ten_years)[2]
    awards = {award["staff_id"]: award for award in ten_years.notes["17 auditor"]["awards"]}
    assert (awards[third]["withdrawn_on"], awards[third]["to_return_fen"]) == ("2015-09-07", 100_000)
    on_file = {award["staff_id"]: award["withdrawn_on"] for award in ten_years.notes["17 file"]["file"]["awards"]}
    assert on_file[third] == "2015-09-07"
    assert set(on_file.values()) == {"2015-09-07", None}


def test_what_was_given_has_its_receipt_and_stays_within_the_budget(ten_years: TenYears) -> None:
    rewards = ten_years.notes["17 auditor"]["rewards"]
    assert sum(one["fen"] for one in rewards) == ten_years.notes["17 auditor"]["budget_fen"] == 300_000
    assert all(one["receipt"] for one in rewards if one["kind"] == "material")
    assert [one["what"] for one in rewards if one["kind"] == "moral"] == ["荣誉证书"]
