"""Days that a person states: a visit's, a hearing's. That they are not to come is the edge's matter."""

from datetime import date

from shared.errors import Unacceptable


class BeforeItsCause(Unacceptable):
    """What answers to an act does not lie before it."""

    title_zh = "所填日期不得早于其所依据的行为。"


def stated_day(stated: date, *, not_before: date) -> date:
    """The stated day, if it can be true."""
    if stated < not_before:
        raise BeforeItsCause(f"{stated} lies before {not_before}, the day of the act that it answers to.")
    return stated
