"""Rules that several of the registry's aggregates apply."""

from datetime import date

from shared.errors import Unacceptable


class InTheFuture(Unacceptable):
    """What has not happened yet is not recorded as done."""

    title_zh = "日期不得晚于今天。"


def require_not_after(today: date, day: date, what: str) -> None:
    if day > today:
        raise InTheFuture(f"{what} is {day}, but today is {today}")
