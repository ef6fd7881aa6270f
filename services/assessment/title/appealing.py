"""How a revocation is contested, and set aside."""

from services.assessment.title.commands import DecideAppeal, LodgeAppeal
from services.assessment.title.state import Title, TitleFact


def lodge_appeal(command: LodgeAppeal, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def decide_appeal(command: DecideAppeal, title: Title) -> list[TitleFact]:
    raise NotImplementedError
