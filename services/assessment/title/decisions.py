"""The rules of a title: one decider over how it is given, looked after, taken away and restored."""

from collections.abc import Callable, Mapping
from typing import Any

from services.assessment.title import commands as asked
from services.assessment.title.appealing import decide_appeal, lodge_appeal
from services.assessment.title.checking import order_title_check, record_title_check, record_unannounced_visit
from services.assessment.title.ending import declare_plaque_void, end_title, take_plaque_back
from services.assessment.title.giving import certify_station, hand_over_plaque
from services.assessment.title.rectifying import accept_rectification, order_rectification, settle_rectification_day
from services.assessment.title.reviewing import (
    end_review_window,
    fail_review,
    let_review_fall_due,
    pass_review,
    remind_of_review,
    submit_review,
)
from services.assessment.title.state import Title, TitleFact, evolve
from services.assessment.title.suspending import resume_title, suspend_title
from services.assessment.title.taking import (
    hear_defence,
    propose_revocation,
    revoke_title,
    serve_decision,
    waive_defence,
)
from shared.dispatch import by_command
from shared.eventsourcing.decider import Decider

_RULES: Mapping[type, Callable[[Any, Title], list[TitleFact]]] = by_command(
    (asked.CertifyStation, certify_station),
    (asked.HandOverPlaque, hand_over_plaque),
    (asked.ProposeRevocation, propose_revocation),
    (asked.HearDefence, hear_defence),
    (asked.WaiveDefence, waive_defence),
    (asked.RevokeTitle, revoke_title),
    (asked.ServeDecision, serve_decision),
    (asked.LodgeAppeal, lodge_appeal),
    (asked.DecideAppeal, decide_appeal),
    (asked.TakePlaqueBack, take_plaque_back),
    (asked.DeclarePlaqueVoid, declare_plaque_void),
    (asked.EndTitle, end_title),
    (asked.OrderRectification, order_rectification),
    (asked.AcceptRectification, accept_rectification),
    (asked.SettleRectificationDay, settle_rectification_day),
    (asked.SuspendTitle, suspend_title),
    (asked.ResumeTitle, resume_title),
    (asked.LetReviewFallDue, let_review_fall_due),
    (asked.RemindOfReview, remind_of_review),
    (asked.SubmitReview, submit_review),
    (asked.PassReview, pass_review),
    (asked.FailReview, fail_review),
    (asked.EndReviewWindow, end_review_window),
    (asked.OrderTitleCheck, order_title_check),
    (asked.RecordTitleCheck, record_title_check),
    (asked.RecordUnannouncedVisit, record_unannounced_visit),
)


def decide(command: asked.TitleCommand, title: Title) -> list[TitleFact]:
    return _RULES[type(command)](command, title)


TITLE = Decider(initial=Title(), decide=decide, evolve=evolve)
