"""Working days: pure counting over the calendars that were published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday, but for the exceptions that the State Council's yearly notices arrange.

    In a year that nobody has published Monday to Friday is a guess, and every deadline there is provisional.

    Attributes:
        years: those whose calendar was published.
        exceptions: a weekday that is off (False), a weekend day that is worked (True).
    """

    years: frozenset[int] = frozenset()
    exceptions: Mapping[date, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls, years: Iterable[int], weekday_holidays: Iterable[date] = (), weekend_workdays: Iterable[date] = ()
    ) -> "WorkingCalendar":
        """The calendar of these years, from the two lists of the event `CalendarPublished`."""
        exceptions = dict.fromkeys(weekday_holidays, False) | dict.fromkeys(weekend_workdays, True)
        return cls(frozenset(years), exceptions)

    def is_working(self, day: date) -> bool:
        """Whether that day is worked."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def is_provisional(self, day: date) -> bool:
        """Whether nobody has published that day's year: a deadline there must be computed again."""
        return day.year not in self.years

    def add_working_days(self, start: date, n: int, *, count_first: bool = False) -> date:
        """The day that is the `n`th working day from `start`, which itself counts only with `count_first`."""
        if n < 1:
            raise ValueError("at least one working day is counted")
        days = (start + timedelta(offset) for offset in count(0 if count_first else 1))
        working = (day for day in days if self.is_working(day))
        for _ in range(n - 1):
            next(working)
        return next(working)

    def working_days_between(self, first: date, last: date) -> int:
        """How many days are worked from the first to the last, both counted."""
        return sum(self.is_working(first + timedelta(offset)) for offset in range((last - first).days + 1))

    def last_day_of_notice(self, opens_on: date, working_days: int, count_first: bool) -> date:
        """The last day of a notice that stands for so many working days.

        The law does not count the first day; printed notices often do. The season's settings say which.
        """
        return self.add_working_days(opens_on, working_days, count_first=count_first)
