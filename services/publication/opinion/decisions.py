"""The rules of an opinion: one function for each command; each rule stands beside what it is about."""

from collections.abc import Sequence
from typing import assert_never

from services.publication.opinion.commands import (
    AnswerObjector,
    CloseOpinionAsMoot,
    DecideObjection,
    ExtendInvestigation,
    InvestigateObjection,
    OpinionCommand,
    ReceiveOpinion,
    ReceiveOpinionOnTitle,
    ScreenOpinion,
    SettleObjectionDay,
)
from services.publication.opinion.days import settle_day
from services.publication.opinion.objecting import (
    answer_objector,
    decide_objection,
    extend_investigation,
    investigate_objection,
)
from services.publication.opinion.receiving import receive_opinion, receive_opinion_on_title
from services.publication.opinion.screening import close_as_moot, screen_opinion
from services.publication.opinion.state import Opinion, OpinionEvent, evolve
from shared.eventsourcing.decider import Decider


def decide(command: OpinionCommand, opinion: Opinion) -> list[OpinionEvent]:
    return [*_decide(command, opinion)]


def _decide(command: OpinionCommand, opinion: Opinion) -> Sequence[OpinionEvent]:  # noqa: PLR0911 (one for each)
    match command:
        case ReceiveOpinion():
            return receive_opinion(command, opinion)
        case ReceiveOpinionOnTitle():
            return receive_opinion_on_title(command, opinion)
        case ScreenOpinion():
            return screen_opinion(command, opinion)
        case ExtendInvestigation():
            return extend_investigation(command, opinion)
        case InvestigateObjection():
            return investigate_objection(command, opinion)
        case DecideObjection():
            return decide_objection(command, opinion)
        case AnswerObjector():
            return answer_objector(command, opinion)
        case SettleObjectionDay():
            return settle_day(command, opinion)
        case CloseOpinionAsMoot():
            return close_as_moot(command, opinion)
        case _:
            assert_never(command)


OPINION = Decider(initial=Opinion(), decide=decide, evolve=evolve)
