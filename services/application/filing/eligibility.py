"""The rules of filing: whose station may stand in a season, and until when it may be put forward.

Each rule can be asked by itself before anything is filed: `answers` tells of each whether it holds, and why not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.application.filing.commands import FileApplication, FileDraft, FilingFacts, RecordPaper
from services.application.filing.drafting import form_sha256, require_complete
from services.application.filing.standing import NotFiled
from services.application.filing.state import Application, FilingEvent, Stage
from services.application.rules import CLOSING_TIME, SeasonIsOver, not_after
from shared.errors import Conflict, Refusal, Unacceptable
from shared.events.application import ApplicationFiled, FilingChannel, PaperCountsBy


class AlreadyFiled(Conflict):
    """A station has one application in a season."""

    title_zh = "一个服务站在一个年度只能有一份申请。"


class WithdrawnThisSeason(Conflict):
    """Who has withdrawn may apply again in the next season."""

    title_zh = "本年度已经撤回的，可在下一年度申请。"


class SeasonNotOpen(Conflict):
    """Hosts may apply from the day on which the season is opened."""

    title_zh = "本年度尚未启动，启动之日起方可申请。"


class AnotherCitysSeason(Conflict):
    """A station applies in the chapter of its own city."""

    title_zh = "服务站只能在所在市的年度方案中申请。"


class OnlyActiveStationsApply(Conflict):
    """Only a station that is on the register and runs may apply."""

    title_zh = "只有已建站并正常运行的服务站才能申请。"


class FiledTooLate(Conflict):
    """Applications are received until 17:30 of the season's last day for them; late: next season."""

    title_zh = "申请于截止日17时30分截止；逾期请于下一年度申请。"


class HoldsATitle(Conflict):
    """A station that holds the title does not apply for it again."""

    title_zh = "已经具有示范服务站称号的，不再申请。"


class BarredAfterRevocation(Conflict):
    """A station whose title was revoked does not apply in the seasons that follow, as many as the season says."""

    title_zh = "被撤销称号的服务站，在规定的年度内不得申请。"


class NotYetOperatingAYear(Conflict):
    """A station has operated for as many days as the season asks, counted from the day when it began to run (V8)."""

    title_zh = "服务站运行尚未满规定天数。"


class BackdatedEntry(Conflict):
    """After the closing instant no paper is recorded as received before it; where the postmark counts, it decides."""

    title_zh = "申请截止之后，不得补录为截止之前收到；以邮戳日期为准的年度除外。"


class PostmarkDoesNotFit(Unacceptable):
    """A postmark is that of a paper that came by post, and no later than its receipt."""

    title_zh = "邮戳日期只适用于邮寄的申请，且不得晚于收到日期。"


class NotOnPaper(Unacceptable):
    """What the county records was sent by post or handed in at the counter; no bureau files for an enterprise."""

    title_zh = "县级机关只代为登记企业邮寄或者当面递交的申请，不得替企业申请。"


@dataclass(frozen=True, slots=True)
class Question:
    """May this station file now? `stage` is that of the application that it has in the season."""

    stage: Stage
    at: datetime
    facts: FilingFacts


def answers(question: Question) -> list[tuple[type[Refusal], str]]:
    """Each rule of filing, in the order in which they are asked, with why it does not hold; empty where it does."""
    return [(rule, why(question)) for rule, why in RULES]


def _already(question: Question) -> str:
    free = {Stage.NOT_FILED, Stage.DRAFT, Stage.WITHDRAWN}
    return "" if question.stage in free else f"the application of this season is {question.stage}"


def _withdrawn(question: Question) -> str:
    return "it was withdrawn; the next season is open to it" if question.stage is Stage.WITHDRAWN else ""


def _city(question: Question) -> str:
    return "" if question.facts.is_of_the_city else "the station stands in another city"


def _active(question: Question) -> str:
    status = question.facts.station_status
    return "" if status == "active" else f"the station is {status}"


def _open(question: Question) -> str:
    opened_on = question.facts.season.opened_on
    return "it is not open" if opened_on is None or question.at.date() < opened_on else ""


def _in_time(question: Question) -> str:
    """Whether `ApplicationsClosed` has been recorded by now says nothing: the instant of receipt does."""
    closes_at = question.facts.season.closes_at
    if question.at <= closes_at or question.facts.season.opened_on is None:
        return ""
    return f"received at {question.at:%F %T}, after {closes_at:%F %R}: next season"


def _season_over(question: Question) -> str:
    return "its candidates were handed over" if question.facts.season.recommendations_closed else ""


def _titled(question: Question) -> str:
    return "the station holds a title that is in force" if question.facts.holds_a_title else ""


def _barred(question: Question) -> str:
    since, barred = question.facts.seasons_since_revocation, question.facts.season.bar_seasons_after_revocation
    return "" if since is None or since > barred else f"season {since} after the revocation; {barred} are barred"


def _a_year(question: Question) -> str:
    since, required = question.facts.operating_since, question.facts.season.operating_days_required
    if question.at.date() - since >= timedelta(days=required):
        return ""
    return f"operating since {since}; {required} days are asked for"


RULES: tuple[tuple[type[Refusal], Callable[[Question], str]], ...] = (
    (AlreadyFiled, _already),
    (WithdrawnThisSeason, _withdrawn),
    (AnotherCitysSeason, _city),
    (OnlyActiveStationsApply, _active),
    (SeasonNotOpen, _open),
    (FiledTooLate, _in_time),
    (SeasonIsOver, _season_over),
    (HoldsATitle, _titled),
    (BarredAfterRevocation, _barred),
    (NotYetOperatingAYear, _a_year),
)


def file_application(command: FileApplication, application: Application) -> list[FilingEvent]:
    for rule, why_not in answers(Question(application.stage, command.received_at, command.facts)):
        if why_not:
            raise rule(f"{command.application_id}: {why_not}")
    return [
        ApplicationFiled(
            application_id=command.application_id,
            season_id=command.season_id,
            station_id=command.station_id,
            host_id=command.facts.host_id,
            bureau_code=command.facts.bureau_code,
            form_sha256=command.form_sha256,
            self_score_tenths=command.self_score_tenths,
            filed_at=command.received_at,
            channel=command.channel,
            pledge_sha256=command.pledge_sha256,
            recorded_late=command.recorded_late,
            recorded_because=command.recorded_because,
        )
    ]


def file_draft(command: FileDraft, application: Application) -> list[FilingEvent]:
    """A draft that comes too late is refused, and stays as it is."""
    if application.stage is Stage.NOT_FILED:
        raise NotFiled(f"nobody has begun {command.application_id}: draft it first")
    assessment = application.self_assessment
    filing = FileApplication(
        application.application_id,
        application.season_id,
        application.station_id,
        form_sha256(application),
        assessment.total_tenths if assessment else 0,
        command.received_at,
        command.facts,
        command.pledge_sha256,
    )
    events = file_application(filing, application)
    require_complete(application, command.standard)
    return events


def record_paper(command: RecordPaper, application: Application) -> list[FilingEvent]:
    """The day that the season lets count stands for the paper; the envelope keeps when it was recorded."""
    season, today = command.facts.season, command.recorded_at.date()
    not_after(command.received_on, today)
    if command.channel is FilingChannel.ONLINE:
        raise NotOnPaper("name the channel: post or counter")
    if command.postmarked_on and (
        command.channel is not FilingChannel.POST or command.postmarked_on > command.received_on
    ):
        raise PostmarkDoesNotFit(f"postmarked on {command.postmarked_on}, {command.channel} on {command.received_on}")
    by_postmark = season.paper_counts_by is PaperCountsBy.POSTMARK and command.postmarked_on is not None
    counts: date = command.postmarked_on if by_postmark and command.postmarked_on else command.received_on
    filed_at = min(command.recorded_at, datetime.combine(counts, CLOSING_TIME))
    recorded_late = command.received_on < today
    if recorded_late and not by_postmark and filed_at <= season.closes_at < command.recorded_at:
        raise BackdatedEntry(f"applications closed at {season.closes_at:%F %R}: next season")
    filing = FileApplication(
        command.application_id,
        command.season_id,
        command.station_id,
        command.form_sha256,
        command.self_score_tenths,
        filed_at,
        command.facts,
        channel=command.channel,
        recorded_late=recorded_late,
        recorded_because=command.reason,
    )
    return file_application(filing, application)
