"""Rules that several of the registry's aggregates apply."""

from datetime import date

from shared.errors import InTheFuture


def require_not_after(today: date, day: date, what: str) -> None:
    if day > today:
        raise InTheFuture(f"{what} is {day}, but today is {today}")
