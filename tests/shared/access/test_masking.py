"""Nobody reads personal fields from the audit, and a host reads nothing about others."""

from shared.access.masking import MASK, PUBLIC, about, masked, speaks_of

APPOINTED = {
    "staff_id": "sf-1",
    "station_id": "st-1",
    "host_id": "ho-1",
    "name": "王小明",
    "posts": ["head"],
    "appointed_on": "2013-05-20",
}


def test_a_persons_name_is_masked_and_the_rest_is_shown() -> None:
    assert masked("shifan.registry.StaffAppointed.v1", APPOINTED) == APPOINTED | {"name": MASK}


def test_a_field_that_this_release_does_not_know_is_masked() -> None:
    shown = masked("shifan.registry.StaffAppointed.v1", APPOINTED | {"phone": "138"})
    assert shown["phone"] == MASK


def test_fields_inside_parts_are_shown_by_their_own_marks() -> None:
    shown = masked("shifan.application.VetoChecked.v1", {"findings": [{"item": "V1", "found": False, "owner": "x"}]})
    assert shown == {"findings": [{"item": "V1", "found": False, "owner": MASK}]}


def test_of_an_unknown_event_nothing_is_shown() -> None:
    assert masked("shifan.registry.NotYetKnown.v1", {"name": "王小明"}) is None


def test_lines_about_other_stations_are_left_out() -> None:
    lines = {"entries": [{"station_id": "st-1", "total": 900}, {"station_id": "st-2", "total": 870}], "media": "报"}
    assert about({"st-1"}, lines) == {"entries": [{"station_id": "st-1", "total": 900}], "media": "报"}


def test_for_others_every_field_that_is_not_public_is_masked() -> None:
    suspended = {"station_id": "st-1", "reason": "欠租", "suspended_on": "2013-05-20"}
    assert masked("shifan.registry.StationSuspended.v1", suspended, PUBLIC) == suspended | {"reason": MASK}


def test_a_payload_speaks_of_who_is_named_in_it_or_in_a_line_of_it() -> None:
    lines = {"entries": [{"station_id": "st-1"}, {"station_id": "st-2"}], "host_id": "ho-9"}
    assert speaks_of("ho-1", {"st-2"}, lines)
    assert speaks_of("ho-9", frozenset(), lines)
    assert not speaks_of("ho-1", {"st-3"}, lines)
    assert not speaks_of("ho-1", {"st-3"}, None)
