"""Wishes about a title: all of them, and those that lead a title on from the stage in which it is.

They are made for one day, and moved to the day on which they are wished, so that they are made once.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from services.assessment.title import commands as asked
from services.assessment.title.state import Stage
from shared.events.application import ReviewPolicy
from shared.events.assessment import AppealKind, AppealOutcome, CheckMode, EndedBy, RevocationGround
from tests.assessment.examples import SHA, STATION_ID, line
from tests.assessment.wishes.common import people, words

Wish = st.SearchStrategy[asked.TitleCommand]
A_WEEK = timedelta(days=7)
TODAY = date(2014, 10, 8)
stated = st.dates(TODAY - A_WEEK, TODAY)
seasons = st.sampled_from(["S-2014-320400", "S-2015-320400"])
appeals = st.sampled_from(["ap-1", "ap-2", "ap-3"])
checks = st.sampled_from(["ck-1", "ck-2"])
known = frozenset({"op-1", "sv-1"})


def _of(command: type, **parts: Any) -> st.SearchStrategy[Any]:
    """That command about the station; a part that is no strategy is just that."""
    drawn = {name: part if isinstance(part, st.SearchStrategy) else st.just(part) for name, part in parts.items()}
    return st.builds(command, station_id=st.just(STATION_ID), **drawn)


def _certify(number: int) -> Wish:
    facts = asked.CertificationFacts(
        line=line(), season_id="S-2013-320400", certificate_number=f"苏示站2013-{number:04d}"
    )
    return _of(
        asked.CertifyStation,
        application_id=f"A-{number}",
        document_number=words,
        decider=people,
        today=TODAY,
        facts=facts,
    )


def on(command: Any, day: date) -> Any:
    """The same wish on another day: every day in it is as far away as before."""
    if isinstance(command, tuple):
        return tuple(on(one, day) for one in command)
    moved = {}
    for field in fields(command):
        value = getattr(command, field.name)
        if isinstance(value, date):
            moved[field.name] = value + (day - TODAY)
        elif field.name == "since":
            moved[field.name] = on(value, day)
    return replace(command, **moved)


giving: Wish = st.one_of(
    st.sampled_from([1, 2, 3, 4]).flatmap(_certify),
    _of(
        asked.HandOverPlaque,
        plaque_number=st.sampled_from(["PL-1", "PL-2"]),
        handed_over_on=stated,
        published_on=st.sampled_from([None, TODAY - A_WEEK]),
    ),
)
taking: Wish = st.one_of(
    _of(
        asked.ProposeRevocation,
        ground=st.sampled_from(RevocationGround),
        facts=words,
        evidence_sha256=(SHA,),
        proposer=people,
        today=TODAY,
        rests_on=st.sampled_from([(), ("op-1",), ("op-1", "sv-1"), ("op-9",)]),
        known=known,
    ),
    _of(asked.HearDefence, summary=words, heard_on=stated),
    _of(asked.WaiveDefence, told_on=stated, days=st.sampled_from([0, 3]), reason=words, today=TODAY),
    _of(
        asked.RevokeTitle,
        reasons=words,
        document_number=words,
        decider=people,
        today=TODAY,
    ),
)
_ends = (
    asked.EndTitle(station_id=STATION_ID, ended_by=EndedBy.CLOSURE, on=TODAY),
    asked.SuspendTitle(station_id=STATION_ID, division_code="320404", town="", moved_on=TODAY),
)
decisions: st.SearchStrategy[asked.DecideAppeal] = _of(
    asked.DecideAppeal,
    appeal_id=appeals,
    outcome=st.just(AppealOutcome.SET_ASIDE) | st.sampled_from(AppealOutcome),
    organ=words,
    document_number=words,
    reasons=words,
    decided_on=stated,
    today=TODAY,
    certificate_number=st.sampled_from(["", "苏示站2013-0001"]),
    since=st.sampled_from([(), (), _ends[:1], _ends[1:], _ends]),
)
contesting: Wish = st.one_of(
    _of(asked.ServeDecision, method=words, served_on=stated, rights_told=st.booleans(), appeal_until=stated),
    _of(
        asked.LodgeAppeal,
        appeal_id=appeals,
        kind=st.sampled_from(AppealKind),
        organ=words,
        statement=words,
        late_reason=st.sampled_from(["", "甲"]),
        lodged_on=stated,
        last_day=st.none() | stated,
    ),
    decisions,
)
ending: Wish = st.one_of(
    _of(asked.TakePlaqueBack, returned_on=stated),
    _of(asked.DeclarePlaqueVoid, reason=st.sampled_from(asked.WhyVoid), today=TODAY),
    _of(
        asked.EndTitle,
        ended_by=st.sampled_from(EndedBy),
        on=TODAY,
        new_host_id=st.sampled_from(["", "ho-a", "ho-b"]),
    ),
)
standing: Wish = st.one_of(
    _of(asked.OrderRectification, order_id=words, findings=words, today=TODAY, due_on=TODAY + A_WEEK),
    _of(asked.AcceptRectification, findings=words, accepted_on=stated),
    _of(asked.SettleRectificationDay, order_id=words, today=TODAY, due_on=st.none() | stated),
    _of(asked.SuspendTitle, division_code="320404", town="", moved_on=TODAY),
    _of(asked.ResumeTitle, findings=words, resumed_on=stated),
    _of(
        asked.OrderTitleCheck,
        check_id=checks,
        mode=st.sampled_from(CheckMode),
        reason=words,
        announced=st.booleans(),
        draw_id="",
        today=TODAY,
    ),
    _of(
        asked.RecordTitleCheck,
        check_id=checks,
        checkers=("of-p",),
        passed=st.booleans(),
        findings=words,
        report_sha256=SHA,
        checked_on=stated,
    ),
)
_judged: dict[str, Any] = {
    "findings": words,
    "reviewers": ("of-1",),
    "reviewed_on": stated,
    "posted": frozenset({"of-1"}),
}
reviewing: Wish = st.one_of(
    _of(asked.LetReviewFallDue, season_id=seasons, opens_on=TODAY, closes_on=TODAY + A_WEEK, today=TODAY),
    _of(asked.RemindOfReview, season_id=seasons, days_left=st.sampled_from([30, 7]), today=TODAY),
    _of(asked.SubmitReview, form_sha256=SHA, summary=words, today=TODAY),
    _of(asked.PassReview, **_judged),
    _of(asked.FailReview, **_judged),
    _of(
        asked.EndReviewWindow,
        season_id=seasons,
        today=TODAY,
        policy=st.sampled_from([None, *ReviewPolicy]),
        order_id=words,
        due_on=TODAY + A_WEEK,
    ),
)
everything: Wish = st.one_of(giving, taking, contesting, ending, standing, reviewing)
onward: Mapping[Stage, Wish] = {
    Stage.NONE: giving,
    Stage.IN_FORCE: st.one_of(giving, taking, reviewing),
    Stage.PROPOSED: taking,
    Stage.HEARD: taking,
    Stage.WAIVED: taking,
    Stage.REVOKED: st.one_of(contesting, ending),
    Stage.LAPSED: st.one_of(ending, giving),
    Stage.ENDED: st.one_of(ending, giving),
}
"""Wishes that may lead a title on."""
