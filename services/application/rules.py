"""What both aggregates of this service need to say no, or to reckon a day and an instant."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from shared.errors import Conflict, InTheFuture
from shared.events.application import SeasonSettings

CLOSING_TIME = time(17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The end of an office day: when the last day for applications ends [domain §9 scenario 15]."""


class SeasonIsOver(Conflict):
    """When a season's recommendations are closed, nothing of it is filed, accepted, inspected or recommended."""

    title_zh = "本年度推荐已截止，不再申请、受理、查验或者推荐。"


def closing_instant(settings: SeasonSettings) -> datetime:
    """Until when applications of the season are received."""
    return datetime.combine(settings.applications_close_on, CLOSING_TIME)


def not_after(day: date, today: date) -> date:
    """The day, if it is not still to come."""
    if day > today:
        raise InTheFuture(f"{day} is later than today, {today}")
    return day
