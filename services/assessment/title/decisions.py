"""The rules of a title: one decider over how it is given and how it is taken away."""

from typing import assert_never

from services.assessment.title.commands import (
    CertifyStation,
    HandOverPlaque,
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    TakePlaqueBack,
    TitleCommand,
)
from services.assessment.title.giving import certify_station, hand_over_plaque
from services.assessment.title.state import Title, TitleFact, evolve
from services.assessment.title.taking import (
    hear_defence,
    propose_revocation,
    revoke_title,
    serve_decision,
    take_plaque_back,
)
from shared.eventsourcing.decider import Decider


def decide(command: TitleCommand, title: Title) -> list[TitleFact]:  # noqa: PLR0911 (one line a command)
    match command:
        case CertifyStation():
            return certify_station(command, title)
        case HandOverPlaque():
            return hand_over_plaque(command, title)
        case ProposeRevocation():
            return propose_revocation(command, title)
        case HearDefence():
            return hear_defence(command, title)
        case RevokeTitle():
            return revoke_title(command, title)
        case ServeDecision():
            return serve_decision(command, title)
        case TakePlaqueBack():
            return take_plaque_back(command, title)
        case _:
            assert_never(command)


TITLE = Decider(initial=Title(), decide=decide, evolve=evolve)
