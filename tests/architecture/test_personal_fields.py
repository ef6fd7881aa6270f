"""Personal fields are sealed under somebody's key, and no text that is not public was left without a thought."""

from datetime import date
from typing import Annotated

import pytest

from deploy.docs.data_map import KINDS, fields_of, subject_of, texts_that_are_not_public
from deploy.docs.events import level_of
from shared.events.catalogue import CATALOGUE
from shared.events.event import Event, Internal, NotSealed, Sealed, personal
from shared.events.registry import StaffAppointed

EVENTS = pytest.mark.parametrize("event", CATALOGUE.values(), ids=lambda event: event.__name__)


@EVENTS
def test_a_personal_field_is_sealed_text_and_names_the_field_of_its_subject(event: type[Event]) -> None:
    assert faults(event) == []


def test_a_personal_field_that_is_plain_or_belongs_to_nobody_is_found() -> None:
    class Planted(Event):
        staff_id: Internal[str]
        name: Annotated[str, personal("staff_id")]
        phone: Annotated[Sealed, personal("nobody")]

    assert faults(Planted) == ["name: not of the type Sealed", "phone: no field nobody"]


def test_no_plain_text_is_recorded_in_a_personal_field() -> None:
    told = {"staff_id": "sf-1", "station_id": "st-1", "host_id": "ho-1", "posts": (), "appointed_on": date(2013, 5, 16)}
    StaffAppointed.model_validate(told | {"name": "sealed.v1.AAAA"}).require_sealed()
    with pytest.raises(NotSealed):
        StaffAppointed.model_validate(told | {"name": "王小明"}).require_sealed()


def test_every_other_text_that_is_not_public_is_of_exactly_one_kind_of_the_data_map() -> None:
    told = [name for kind in KINDS for name in kind.fields]
    assert sorted(told) == sorted(texts_that_are_not_public())


def faults(event: type[Event]) -> list[str]:
    found = [
        f"{name}: not of the type Sealed"
        for name, field in fields_of(event)
        if level_of(field) == "personal" and field.annotation is not Sealed
    ]
    # A field of a part has no subject beside it: it would be sealed for nobody.
    return found + [
        f"{name}: no field {subject_of(field)}"
        for name, field in fields_of(event)
        if level_of(field) == "personal" and subject_of(field) not in event.model_fields
    ]
