"""The words of messages: a golden sample of each, in both languages, which a change of the text must change, too."""

import os
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from services.notification.routing.told import ROUTES, template_of, told
from services.notification.templates import NoSuchTemplate, rendered, version_of, versions
from services.notification.templates.specimens import specimen
from shared.events.event import Event
from shared.events.notification import DeadlineReminded, Language
from tests.notification.told import sample

GOLDEN = Path(__file__).parent / "golden"
TOLD: list[type[Event]] = [*ROUTES, DeadlineReminded]
_HALF = re.compile(r"[\u4e00-\u9fff”）][,;:(]|[,;:)] ?[\u4e00-\u9fff]")
EVENTS = sorted(TOLD, key=lambda event: event.__name__)


def test_every_told_event_has_its_template_and_every_template_its_event() -> None:
    assert set(versions()) == {template_of(event) for event in EVENTS}
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(versions())


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_message_says_what_its_golden_sample_says(event: type[Event]) -> None:
    name = template_of(event)
    # An event of which this sample concerns nobody, as a veto that was not found, is shown with made-up values.
    data = next((notice.data for notice in told(sample(event))), specimen(name))
    values = {**data, "station": "莱蒙站", "case_id": "A-2013-0001"}
    said = [rendered(name, version_of(name), language, values) for language in Language]
    text = "".join(f"{one.subject}\n{one.text}\n\n" for one in said)
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("SHIFAN_MAKE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("template", versions())
def test_a_preview_needs_nothing_but_made_up_values(template: str, language: Language) -> None:
    said = rendered(template, version_of(template), language, specimen(template))
    assert said.subject
    assert "\n" not in said.subject
    assert said.text in said.html or "&" in said.html


@pytest.mark.parametrize("template", versions())
def test_an_english_message_has_no_chinese_punctuation_or_words_of_its_own(template: str) -> None:
    values = {
        name: "x" if isinstance(value, str) and "〔" in value else value for name, value in specimen(template).items()
    }
    said = rendered(template, version_of(template), Language.EN, {**values, "station": "x"} | _plain(values))
    assert [letter for letter in said.subject + said.text if "\u3000" <= letter <= "\u9fff"] == []


@pytest.mark.parametrize("template", versions())
def test_a_chinese_message_has_chinese_punctuation(template: str) -> None:
    said = rendered(template, version_of(template), Language.ZH, {**specimen(template), "station": "莱蒙站"})
    assert _HALF.findall(f"{said.subject}\n{said.text}") == []


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {name: ["x"] for name, value in values.items() if isinstance(value, list)}


def test_what_a_value_holds_is_escaped_in_the_page_and_not_in_the_text() -> None:
    values = {**specimen("station_closed"), "reason": "<b>&</b>"}
    said = rendered("station_closed", 1, Language.EN, values)
    assert "<b>&</b>" in said.text
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in said.html
    assert "<b>" not in said.html


@pytest.mark.parametrize("template", ["application_returned", "rectification_ordered", "decision_served"])
def test_what_may_be_left_out_is_left_out(template: str) -> None:
    values = {**specimen(template), "due_is_provisional": False, "appeal_until": None}
    for language, word in ((Language.ZH, "暂定"), (Language.EN, "provisional")):
        said = rendered(template, version_of(template), language, values)
        assert word not in said.text
        assert "None" not in said.text


def test_a_value_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(UndefinedError):
        rendered("station_closed", 1, Language.EN, {"station": "x", "closed_on": "2013-09-23"})


@pytest.mark.parametrize(("template", "version"), [("nothing", 1), ("station_closed", 99), ("message", 1)])
def test_what_is_no_template_is_refused(template: str, version: int) -> None:
    with pytest.raises(NoSuchTemplate):
        rendered(template, version, Language.ZH, {})
