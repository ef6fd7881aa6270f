"""Every event of the catalogue says of whom it speaks, and an entry remembers it, and how."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from services.audit import subjects
from services.audit.entries import Entry
from services.audit.subjects import FIELDS, OTHERS, How, Kind
from shared.events.catalogue import CATALOGUE
from shared.events.event import Part
from tests.audit.made import Log, certified, closed, entry_of, filed, station_registered


def _fields(part: type[Part]) -> Iterator[tuple[str, Any]]:
    for name, field in part.model_fields.items():
        yield name, field.annotation
        for inner in _parts(field.annotation):
            yield from _fields(inner)


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


ALL = [(event.__name__, *field) for event in CATALOGUE.values() for field in _fields(event)]
IDS = {name for _, name, _ in ALL if name.endswith(("_id", "_ids"))}


def test_every_id_of_every_event_names_a_subject_or_is_known_to_name_something_else() -> None:
    assert sorted(IDS - set(FIELDS) - OTHERS) == []


def test_no_field_is_listed_that_no_event_has_and_none_twice() -> None:
    assert sorted(set(FIELDS) - {name for _, name, _ in ALL}) == []
    assert sorted(OTHERS - IDS) == []
    assert sorted(OTHERS & set(FIELDS)) == []


def test_a_field_that_names_a_subject_holds_an_id_or_ids_wherever_it_stands() -> None:
    texts = {str, tuple[str, ...], tuple[tuple[str, str], ...]}
    assert [(event, name) for event, name, kind in ALL if name in FIELDS and kind not in texts] == []


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"host_id": "ho-1", "former_host_id": "ho-2"}, {(Kind.HOST, "ho-1"), (Kind.HOST, "ho-2")}),
        ({"entries": [{"application_id": "A-1", "inspectors": ["of-1", "of-2"]}]}, {"A-1", "of-1", "of-2"}),
        ({"recusals": [["of-1", "A-1"], ["of-2", "A-2"]]}, {"of-1", "of-2"}),
        ({"invited": ["st-1"], "station_id": ""}, {"st-1"}),
        ({"officer_id": 7, "bureau_code": None, "season_id": {"of": "S-1"}}, set()),
        ({"officer_id": "a\0b", "bureau_code": "B" * 501}, set()),
        (["not", "a", "payload"], set()),
        (None, set()),
    ],
)
def test_a_payload_names_its_subjects_however_deep(payload: Any, found: set[Any]) -> None:
    named = set(subjects.named(payload))
    assert named == found or {subject for _, subject in named} == found


def _how(entry: Entry) -> dict[tuple[str, str], str]:
    return {(subject.kind, subject.id): subject.how for subject in entry.subjects}


def test_who_acts_for_whom_is_remembered_beside_whom_the_event_names() -> None:
    made = entry_of(
        Log("registry").add(
            station_registered("st-1"), "station-st-1", key="st-1", bureau="B-320402", onbehalfof="B-320404"
        )
    )
    assert _how(made) == {
        ("bureau", "B-320402"): How.ACTS,
        ("bureau", "B-320404"): How.BEHALF,
        ("host", "ho-1"): How.CASE,
        ("person", "of-1"): How.ACTS,
    }
    assert {(one.owner, one.position, one.recorded_at) for one in made.subjects} == {
        ("registry", 1, made.row.recorded_at)
    }


def test_an_enterprise_acts_in_the_name_of_its_host() -> None:
    made = entry_of(
        Log("application").add(filed("st-1"), "application-1", key="st-1", level="enterprise", bureau="ho-1")
    )
    assert _how(made)["host", "ho-1"] == How.ACTS
    assert _how(made)["bureau", "B-320402"] == How.CASE


def test_a_season_is_named_by_its_lists_and_is_the_case_of_its_stations() -> None:
    lists = entry_of(Log("application").add(closed(), "season-S-2013-320400"))
    case = entry_of(Log("assessment").add(certified("st-1"), "title-st-1", key="st-1"))
    season = ("season", "S-2013-320400")
    assert (_how(lists)[season], _how(case)[season]) == (How.NAMED, How.CASE)
