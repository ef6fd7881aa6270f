"""How a revocation is contested, and set aside."""

from calendar import monthrange
from datetime import date, timedelta

from services.assessment.stated import stated_day
from services.assessment.title.commands import DecideAppeal, EndTitle, LodgeAppeal
from services.assessment.title.ending import end_title
from services.assessment.title.state import Appeal, Title, TitleFact, evolve
from services.assessment.title.suspending import suspend_title
from services.assessment.title.taking import APPEAL_DAYS, standing_revocation
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.assessment import (
    AppealDecided,
    AppealKind,
    AppealLodged,
    AppealOutcome,
    RevocationSetAside,
)
from shared.workdays import WorkingCalendar

SUIT_MONTHS = 6
"""行政诉讼法 art. 46: six months for a suit that no reconsideration has gone before."""

SUIT_DAYS = 15
"""行政诉讼法 art. 45: fifteen days for a suit against what a reconsideration has upheld."""

UNTOLD_MONTHS = 12
"""行政复议法 art. 20: one year at most, where the host was not told that it may appeal."""


class AppealAlreadyLodged(Conflict):
    """An appeal stays as it was lodged."""

    title_zh = "该复议或者诉讼已经登记。"


class AppealStillOpen(Conflict):
    """One appeal is decided before another one is lodged."""

    title_zh = "上一复议或者诉讼尚未办结。"


class AppealExhausted(Conflict):
    """What a reconsideration has upheld is contested by a suit alone, and a judgment by nothing."""

    title_zh = "经复议维持的只能起诉，经判决维持的不得再行申请。"


class AppealTooLate(Unacceptable):
    """An appeal that is lodged after its last day says why it is late."""

    title_zh = "已超过申请期限，应当说明逾期理由。"


class NoSuchAppeal(NotFound):
    """An appeal is decided that was lodged against the revocation of this station's title."""

    title_zh = "该服务站没有这一复议或者诉讼。"


class TitleGivenAnew(Conflict):
    """A station that was given a newer title meanwhile does not get the earlier one back."""

    title_zh = "该服务站已取得新的称号，原称号不再恢复。"


class AppealAlreadyDecided(Conflict):
    """An appeal is decided once."""

    title_zh = "该复议或者诉讼已经办结。"


def appeal_until(served_on: date, *, rights_told: bool, calendar: WorkingCalendar) -> tuple[date, bool]:
    """The last day for reconsideration, and whether it rests on a year whose calendar nobody has published."""
    if rights_told:
        return _last_day(served_on + timedelta(days=APPEAL_DAYS), calendar)
    return _last_day(_months_after(served_on, UNTOLD_MONTHS), calendar)


def suit_until(
    served_on: date, upheld_on: date | None, *, rights_told: bool, calendar: WorkingCalendar
) -> tuple[date, bool]:
    """The last day for a suit: after a reconsideration from its decision, else from the service of the revocation."""
    if upheld_on is not None:
        return _last_day(upheld_on + timedelta(days=SUIT_DAYS), calendar)
    return _last_day(_months_after(served_on, SUIT_MONTHS if rights_told else UNTOLD_MONTHS), calendar)


def _last_day(day: date, calendar: WorkingCalendar) -> tuple[date, bool]:
    """A last day that is off moves to the next that is worked. The first day was not counted."""
    worked = calendar.add_working_days(day, 1, count_first=True)
    return worked, any(calendar.is_provisional(each) for each in (day, worked))


def _months_after(day: date, months: int) -> date:
    """The day of the same number so many months later, or the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def lodge_appeal(command: LodgeAppeal, title: Title) -> list[TitleFact]:
    """申请复议、起诉. Whether a reason excuses the delay is for the organ to judge."""
    before = title.appeals.get(command.appeal_id)
    wanted = AppealLodged(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        appeal_id=command.appeal_id,
        kind=command.kind,
        organ=command.organ,
        statement=command.statement,
        late_reason=command.late_reason,
        last_day=command.last_day if before is None else before.lodged.last_day,
        lodged_on=command.lodged_on,
    )
    if before is not None:
        if before.lodged == wanted:
            return []
        raise AppealAlreadyLodged(f"{command.appeal_id} was lodged on {before.lodged.lodged_on}.")
    revoked = standing_revocation(title, command.station_id)
    stated_day(command.lodged_on, not_before=revoked.decided_on)
    _require_a_way(command.kind, title)
    if command.last_day is not None and command.lodged_on > command.last_day and not command.late_reason:
        raise AppealTooLate(f"The last day was {command.last_day}.")
    return [wanted]


def _require_a_way(kind: AppealKind, title: Title) -> None:
    """A withdrawn appeal, or one that was not admitted, leaves the way open."""
    for appeal in _against_what_stands(title):
        lodged, decided = appeal.lodged, appeal.decided
        if decided is None:
            raise AppealStillOpen(f"{lodged.appeal_id}, lodged on {lodged.lodged_on}, is not decided.")
        is_upheld = decided.outcome is AppealOutcome.UPHELD
        if is_upheld and (lodged.kind is AppealKind.SUIT or kind is AppealKind.RECONSIDERATION):
            raise AppealExhausted(f"{decided.document_number} has upheld the revocation.")


def _against_what_stands(title: Title) -> list[Appeal]:
    """The appeals against the revocation of today: one that had success, and those before it, are over."""
    appeals: list[Appeal] = []
    for appeal in title.appeals.values():
        is_over = appeal.decided is not None and appeal.decided.outcome is AppealOutcome.SET_ASIDE
        appeals = [] if is_over else [*appeals, appeal]
    return appeals


def decide_appeal(command: DecideAppeal, title: Title) -> list[TitleFact]:
    """复议决定、判决: of a suit the judgment that is final. Set aside, the title is restored as it was.

    A station that was closed, given to another host or moved while it had no title loses it again, or has it
    suspended, for what would have done so then.
    """
    if command.certificate_number not in {"", title.certificate_number}:
        raise TitleGivenAnew(f"{command.station_id} bears {title.certificate_number} since.")
    appeal = title.appeals.get(command.appeal_id)
    if appeal is None:
        raise NoSuchAppeal(f"No appeal {command.appeal_id} of {command.station_id} is on file.")
    before = appeal.decided
    decided = AppealDecided(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        appeal_id=command.appeal_id,
        outcome=command.outcome,
        organ=command.organ,
        document_number=command.document_number,
        reasons=command.reasons,
        decided_on=stated_day(command.decided_on, not_before=appeal.lodged.lodged_on),
        recorded_on=command.today if before is None else before.recorded_on,
    )
    if before == decided:
        return []
    if before is not None:
        raise AppealAlreadyDecided(f"{before.document_number} of {before.decided_on} has decided it.")
    if command.outcome is not AppealOutcome.SET_ASIDE:
        return [decided]
    return [decided, *_restoration(command, evolve(title, decided))]


def _restoration(command: DecideAppeal, title: Title) -> list[TitleFact]:
    assert title.certified is not None, "an appeal is about a title"
    facts: list[TitleFact] = [
        RevocationSetAside(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            station_name=title.certified.station_name,
            appeal_id=command.appeal_id,
            document_number=command.document_number,
            set_aside_on=command.decided_on,
        )
    ]
    restored = evolve(title, facts[0])
    for since in command.since:
        followed = end_title(since, restored) if isinstance(since, EndTitle) else suspend_title(since, restored)
        facts += followed
        for fact in followed:
            restored = evolve(restored, fact)
    return facts
