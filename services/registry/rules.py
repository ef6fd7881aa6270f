"""Rules that several of the registry's aggregates apply."""

from datetime import date

from shared.errors import Conflict, InTheFuture


class StationNotActive(Conflict):
    """Only an active station is staffed, surveyed, cultivated and guided."""

    title_zh = "服务站不在运行中。"


def require_not_after(today: date, day: date, what: str) -> None:
    if day > today:
        raise InTheFuture(f"{what} is {day}, but today is {today}")
