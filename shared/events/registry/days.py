"""日历: the working days of a year, and the days as they begin."""

from datetime import date

from shared.events.event import Event, Public


class CalendarPublished(Event):
    """工作日历: the working days of a year, as the State Council's yearly notice arranges them.

    Only the exceptions to Monday–Friday are listed. A year that nobody has published makes a deadline provisional.
    """

    clause = "国务院办公厅 yearly holiday notice"

    year: Public[int]
    weekday_holidays: Public[tuple[date, ...]]
    weekend_workdays: Public[tuple[date, ...]]
    source: Public[str]


class DayBegan(Event):
    """日始: a calendar day has begun in Asia/Shanghai. One for every day, none skipped."""

    clause = "期间 by the day"

    day: Public[date]
