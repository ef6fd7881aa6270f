"""A form is never changed: what it prints stays the same byte for byte, as the files in `prints/` hold it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.publication.printing import FORMS, printed, sealed, words
from services.publication.printing.register import register_1
from shared.printing import sha256
from tests.publication.examples import opened, title
from tests.publication.printables import PRINTABLES, line, more, notice, result

PRINTS = Path(__file__).parent / "prints"
EACH = pytest.mark.parametrize("name", PRINTABLES)


@EACH
def test_a_form_prints_what_it_printed_when_it_was_new(name: str) -> None:
    event, further = PRINTABLES[name]
    assert printed(sealed(event, *further), *further) == (PRINTS / f"{name}.html").read_bytes()


def test_the_register_is_printed_as_it_was_when_its_form_was_new() -> None:
    assert register_1(date(2014, 6, 1), [line]) == (PRINTS / "register-1.html").read_bytes()


def test_every_form_has_its_print() -> None:
    forms = {name for forms in FORMS.values() for name in forms} | {"register-1"}
    assert forms <= {path.stem for path in PRINTS.glob("*.html")}


@EACH
def test_a_sealed_event_names_its_form_and_proves_its_print(name: str) -> None:
    event, further = PRINTABLES[name]
    seal = sealed(event, *further)
    assert seal.template in FORMS[type(event)]
    assert seal.printed_sha256 == sha256(printed(seal, *further))
    assert seal.model_copy(update={"template": "", "printed_sha256": ""}) == event
    assert sealed(seal, *further) == seal


@EACH
def test_an_event_of_before_forms_had_names_is_printed_by_the_first_form(name: str) -> None:
    event, further = PRINTABLES[name]
    assert event.template == ""
    assert printed(event, *further) == printed(sealed(event, *further), *further)


def test_candidates_that_follow_stand_in_the_same_notice() -> None:
    whole = notice.model_copy(update={"candidates": (*notice.candidates, *more.candidates)})
    assert printed(notice, more) == printed(whole)


def test_a_notice_of_nobody_known_is_not_signed() -> None:
    assert b"None" not in printed(opened)


def test_texts_are_never_markup() -> None:
    sly = title.model_copy(update={"station_name": "<script>alert(1)</script>"})
    assert b"<script>" not in printed(result.model_copy(update={"titles": (sly,)}))


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_parts_are_counted_in_chinese(number: int, numeral: str) -> None:
    assert words.numeral(number) == numeral


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("5 working days, first day not counted", "公示期不少于5个工作日，起始日不计入"),
        ("7 working days, first day counted", "公示期不少于7个工作日，起始日计入"),
        ("as the city has always counted", "as the city has always counted"),
    ],
)
def test_the_counting_rule_is_told_in_words(rule: str, told: str) -> None:
    assert words.counting(rule) == told


@given(st.text(max_size=30), st.text(max_size=30))
def test_printing_is_total_and_always_the_same(name: str, media: str) -> None:
    event = result.model_copy(
        update={"titles": (title.model_copy(update={"station_name": name}),), "media": media, "season_id": media}
    )
    assert printed(event) == printed(event.model_validate_json(event.payload()))
