"""How a station that bears a title is looked at."""

from services.assessment.title.commands import OrderTitleCheck, RecordTitleCheck, RecordUnannouncedVisit
from services.assessment.title.state import Title, TitleFact


def order_title_check(command: OrderTitleCheck, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def record_title_check(command: RecordTitleCheck, title: Title) -> list[TitleFact]:
    raise NotImplementedError


def record_unannounced_visit(command: RecordUnannouncedVisit, title: Title) -> list[TitleFact]:
    raise NotImplementedError
