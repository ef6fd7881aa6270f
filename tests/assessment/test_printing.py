"""上报名单、补报名单 as they are printed: a template that changes its bytes turns these red."""

from datetime import date
from pathlib import Path

import pytest

from services.assessment.printing import FORMS, Printable, printed, sealed
from shared.events.assessment import ListSubmitted, ListSupplemented
from shared.printing import sha256
from shared.web.prints import PrintDiffers, printed_page
from tests.assessment.examples import SEASON_ID, line

PRINTS = Path(__file__).parent / "prints"

first = line("A-2013-st-a", "百货", 934, 1)
second = line("A-2013-st-b", "超市", 910, 2).model_copy(
    update={"station_name": "乙<超市>站", "host_name": "乙 & 丙公司"}
)
third = line("A-2013-st-c", "景区", 905, 3)
submitted = sealed(
    ListSubmitted(
        list_id="L-2013-320400",
        season_id=SEASON_ID,
        entries=(first, second),
        reserve=(third,),
        over_quota_reason="兼顾行业",
        late_reason="台风",
        submitted_on=date(2013, 11, 1),
        submitted_by="江苏省常州工商行政管理局",
    )
)
supplemented = sealed(
    ListSupplemented(
        list_id="L-2013-320400",
        season_id=SEASON_ID,
        supplement=1,
        entries=(third,),
        reason="甲百货站放弃认定",
        over_quota_reason="",
        late_reason="递补",
        supplemented_on=date(2013, 11, 11),
        submitted_by="江苏省常州工商行政管理局",
    )
)


@pytest.mark.parametrize("event", [submitted, supplemented], ids=["list-1", "supplement-1"])
def test_the_same_words_are_the_same_bytes_for_ever(event: Printable) -> None:
    assert printed(event).decode() == (PRINTS / f"{event.template}.html").read_text(encoding="utf-8")
    assert event.printed_sha256 == sha256(printed(event))


@pytest.mark.parametrize("event", [submitted, supplemented])
def test_an_event_of_before_forms_had_names_is_printed_by_the_first_one(event: Printable) -> None:
    old = event.model_copy(update={"template": "", "printed_sha256": ""})
    assert printed_page(printed(old), old.printed_sha256).body == printed(event)


def test_what_is_read_back_prints_the_same() -> None:
    again = ListSubmitted.model_validate_json(submitted.payload())
    assert printed_page(printed(again), again.printed_sha256).headers["etag"] == f'"{submitted.printed_sha256}"'


def test_other_bytes_than_those_that_were_printed_are_never_answered() -> None:
    other = submitted.model_copy(update={"submitted_by": "常州市市场监督管理局"})
    with pytest.raises(PrintDiffers):
        printed_page(printed(other), other.printed_sha256)


def test_the_season_of_another_form_is_printed_by_the_year_of_its_day() -> None:
    assert "2013年度" in printed(submitted.model_copy(update={"season_id": "season"})).decode()


def test_every_form_has_its_print() -> None:
    assert {f"{name}.html" for forms in FORMS.values() for name in forms} == {one.name for one in PRINTS.iterdir()}
