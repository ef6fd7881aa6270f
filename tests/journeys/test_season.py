"""The season of 2013 as the services tell it afterwards."""

from collections import Counter

from deploy.demo.plot import PLACES
from tests.lived import Lived


def test_the_funnel_narrows_as_the_notice_wants(lived: Lived) -> None:
    funnel = lived.report["funnel"]
    plot = lived.season.plot
    assert funnel["applications"] == len(plot.applicants)
    assert funnel["inspected_unfit"] == len(plot.unfit)
    assert funnel["recommended"] == len(plot.recommended)
    assert (funnel["withdrawn"], funnel["struck_off"]) == (1, 1)
    assert funnel["passed"] == PLACES + 2
    assert funnel["submitted"] == PLACES + 1
    assert funnel["certified"] == PLACES
    assert funnel["refused_by_the_province"] == 1
    assert funnel["revoked_in_2014"] == 1
    assert funnel["trades_with_a_title"] >= 5


def test_titles_have_numbers_of_their_own_and_one_is_revoked(lived: Lived) -> None:
    titles = lived.report["titles"]
    numbers = [title["certificate_number"] for title in titles]
    assert len(set(numbers)) == len(numbers) == PLACES
    assert Counter(title["status"] for title in titles) == {"in_force": PLACES - 1, "revoked": 1}


def test_what_the_rules_forbid_was_refused_by_name(lived: Lived) -> None:
    refused = {refusal["what"]: (refusal["status"], refusal["rule"]) for refusal in lived.report["refused_commands"]}
    assert refused == {
        "a second filing": ("409", "already-filed"),
        "a bureau files for a host": ("403", "wrong-role"),
        "a host files for another": ("403", "not-your-station"),
        "a late filing": ("409", "filed-too-late"),
        "a notice that is too short": ("422", "period-too-short"),
        "an award by another than the organiser": ("403", "not-the-organiser"),
        "a revocation before the defence": ("409", "defence-not-heard"),
    }


def test_no_real_unit_is_more_than_registered(lived: Lived) -> None:
    real = {lived.season.station_id(unit) for unit in lived.season.units if unit.is_real}
    mentioned = {
        row[0].removeprefix(f"{kind}-").removeprefix("A-2013-")
        for service in ("application", "assessment")
        for row in lived.happened[f"{service} streams"]
        for kind in ("application", "assessment", "title")
        if row[0].startswith(f"{kind}-")
    }
    assert not real & mentioned


def test_every_service_recorded_events_and_parked_none(lived: Lived) -> None:
    """The audit's own log begins with the first who looks into it."""
    assert all(count > 0 for owner, count in lived.counts.items() if owner != "audit")
