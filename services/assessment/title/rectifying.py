"""How a station that keeps its title is told to mend something by a day, and how that is found mended."""

from datetime import date, timedelta

from services.assessment.stated import stated_day
from services.assessment.title.commands import AcceptRectification, OrderRectification, SettleRectificationDay
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import IN_FORCE, Title, TitleFact
from shared.access.roles import Level
from shared.errors import Conflict, Forbidden
from shared.events.assessment import RectificationAccepted, RectificationDaySettled, RectificationOrdered
from shared.workdays import WorkingCalendar

LONGEST = timedelta(days=30)
"""However the working days fall, a station has no more than thirty calendar days."""

_RANKS = {Level.COUNTY: 1, Level.CITY: 2, Level.PROVINCE: 3, Level.SERVICE: 4}


class RectificationOpen(Conflict):
    """One rectification is accepted before another one is ordered."""

    title_zh = "上一次责令整改尚未验收。"


class NoRectificationOpen(Conflict):
    """A rectification is accepted where one was ordered and is still open."""

    title_zh = "没有待验收的责令整改。"


class OrderedByAHigherLevel(Forbidden):
    """What a bureau has ordered is accepted on its level or on a higher one."""

    title_zh = "责令整改由作出的机关或其上级机关验收。"


def due_day(ordered_on: date, working_days: int, calendar: WorkingCalendar) -> tuple[date, bool]:
    """The last day for mending, and whether it rests on a year whose calendar nobody has published.

    The day of the order is not counted.
    """
    due_on = min(calendar.add_working_days(ordered_on, max(working_days, 1)), ordered_on + LONGEST)
    return due_on, any(calendar.is_provisional(day) for day in (ordered_on, due_on))


def require_level_of_the_order(level: Level, ordered_by: Level) -> None:
    """Whoever accepts stands no lower than whoever ordered; what a missed review led to, any of them accepts.

    Raises:
        OrderedByAHigherLevel: they do.
    """
    if ordered_by is not Level.SERVICE and _RANKS.get(level, 0) < _RANKS.get(ordered_by, 0):
        raise OrderedByAHigherLevel(f"It was ordered by the {ordered_by}; the caller is {level}.")


def order_rectification(command: OrderRectification, title: Title) -> list[TitleFact]:
    """责令整改."""
    if title.stage not in IN_FORCE:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    is_open = title.rectification
    if is_open is not None:
        if (is_open.order_id, is_open.findings) == (command.order_id, command.findings):
            return []
        raise RectificationOpen(f"The order of {is_open.ordered_on}, due on {is_open.due_on}, is open.")
    return [
        RectificationOrdered(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            order_id=command.order_id,
            findings=command.findings,
            due_on=command.due_on,
            due_is_provisional=command.due_is_provisional,
            ordered_on=command.today,
            because=command.because,
            working_days=command.working_days,
        )
    ]


def accept_rectification(command: AcceptRectification, title: Title) -> list[TitleFact]:
    """整改合格: after its last day, too; that it is late is shown, and nothing follows by itself."""
    if title.stage not in IN_FORCE:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    is_open, last = title.rectification, title.mended
    if is_open is None:
        if last is not None and (last.findings, last.accepted_on) == (command.findings, command.accepted_on):
            return []
        raise NoRectificationOpen(f"Nothing that {command.station_id} has to mend is open.")
    return [
        RectificationAccepted(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            order_id=is_open.order_id,
            findings=command.findings,
            accepted_on=stated_day(command.accepted_on, not_before=is_open.ordered_on),
        )
    ]


def settle_rectification_day(command: SettleRectificationDay, title: Title) -> list[TitleFact]:
    """整改期限重算: of an order that is open still, once the day rests on calendars that were published."""
    is_open = title.rectification
    if title.stage not in IN_FORCE or is_open is None or is_open.order_id != command.order_id:
        return []
    if command.due_on is None or not is_open.due_is_provisional:
        return []
    return [
        RectificationDaySettled(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            order_id=command.order_id,
            former_due_on=is_open.due_on,
            due_on=command.due_on,
            settled_on=command.today,
        )
    ]
