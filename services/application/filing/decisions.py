"""The rules of an application, brought together: each family of commands is decided in a module of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from services.application.filing import drafting, receiving, recommending, verifying
from services.application.filing.commands import (
    EndApplication,
    FileApplication,
    FileDraft,
    FilingCommand,
    HandOver,
    ReceivingCommand,
    RecommendingCommand,
    RecordPaper,
    VerifyingCommand,
    WithdrawApplication,
)
from services.application.filing.eligibility import file_application, file_draft, record_paper
from services.application.filing.forms import DraftingCommand
from services.application.filing.handing_over import end_application, hand_over
from services.application.filing.state import Application, FilingEvent, evolve
from services.application.filing.withdrawing import withdraw_application
from shared.dispatch import by_command
from shared.eventsourcing.decider import Decider

Rule = Callable[[Any, Application], list[FilingEvent]]

RULES: Mapping[type, Rule] = by_command(
    (DraftingCommand, drafting.decide),
    (FileApplication, file_application),
    (FileDraft, file_draft),
    (RecordPaper, record_paper),
    (ReceivingCommand, receiving.decide),
    (HandOver, hand_over),
    (EndApplication, end_application),
    (VerifyingCommand, verifying.decide),
    (RecommendingCommand, recommending.decide),
    (WithdrawApplication, withdraw_application),
)


def decide(command: FilingCommand, application: Application) -> list[FilingEvent]:
    return RULES[type(command)](command, application)


APPLICATION = Decider(initial=Application(), decide=decide, evolve=evolve)
