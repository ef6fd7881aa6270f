"""The rules of a title: one decider over how it is given and how it is taken away."""

from typing import assert_never

from services.assessment.title.commands import (
    AcceptRectification,
    CertifyStation,
    DeclarePlaqueVoid,
    EndTitle,
    HandOverPlaque,
    HearDefence,
    OrderRectification,
    ProposeRevocation,
    ResumeTitle,
    RevokeTitle,
    ServeDecision,
    SuspendTitle,
    TakePlaqueBack,
    TitleCommand,
    WaiveDefence,
)
from services.assessment.title.ending import declare_plaque_void, end_title, take_plaque_back
from services.assessment.title.giving import certify_station, hand_over_plaque
from services.assessment.title.rectifying import accept_rectification, order_rectification
from services.assessment.title.state import Title, TitleFact, evolve
from services.assessment.title.suspending import resume_title, suspend_title
from services.assessment.title.taking import (
    hear_defence,
    propose_revocation,
    revoke_title,
    serve_decision,
    waive_defence,
)
from shared.eventsourcing.decider import Decider


def decide(command: TitleCommand, title: Title) -> list[TitleFact]:  # noqa: C901, PLR0911, PLR0912 (one line a command)
    match command:
        case CertifyStation():
            return certify_station(command, title)
        case HandOverPlaque():
            return hand_over_plaque(command, title)
        case ProposeRevocation():
            return propose_revocation(command, title)
        case HearDefence():
            return hear_defence(command, title)
        case WaiveDefence():
            return waive_defence(command, title)
        case RevokeTitle():
            return revoke_title(command, title)
        case ServeDecision():
            return serve_decision(command, title)
        case TakePlaqueBack():
            return take_plaque_back(command, title)
        case DeclarePlaqueVoid():
            return declare_plaque_void(command, title)
        case EndTitle():
            return end_title(command, title)
        case OrderRectification():
            return order_rectification(command, title)
        case AcceptRectification():
            return accept_rectification(command, title)
        case SuspendTitle():
            return suspend_title(command, title)
        case ResumeTitle():
            return resume_title(command, title)
        case _:
            assert_never(command)


TITLE = Decider(initial=Title(), decide=decide, evolve=evolve)
