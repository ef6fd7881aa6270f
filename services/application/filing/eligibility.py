"""The rules of filing: whose station may stand in a season, and until when it may be put forward."""

from datetime import timedelta

from services.application.filing.commands import FileApplication
from services.application.filing.state import Application, FilingEvent, Stage
from services.application.rules import SeasonIsOver
from shared.errors import Conflict
from shared.events.application import ApplicationFiled


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


class FiledTooLate(Conflict):
    """Applications are received until 17:30 of the season's last day for them; late: next season."""

    title_zh = "申请于截止日17时30分截止；逾期请于下一年度申请。"


class BarredAfterRevocation(Conflict):
    """A station whose title was revoked does not apply in the seasons that follow, as many as the season says."""

    title_zh = "被撤销称号的服务站，在规定的年度内不得申请。"


class NotYetOperatingAYear(Conflict):
    """A station has operated for as many days as the season asks, counted from the day when it began to run (V8)."""

    title_zh = "服务站运行尚未满规定天数。"


def file_application(command: FileApplication, application: Application) -> list[FilingEvent]:
    match application.stage:
        case Stage.NOT_FILED:
            pass
        case Stage.WITHDRAWN:
            raise WithdrawnThisSeason(f"{application.application_id} was withdrawn; the next season is open to it")
        case _:
            raise AlreadyFiled(f"{application.application_id} is {application.stage}")
    _received_in_time(command)
    _eligible(command)
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
        )
    ]


def _received_in_time(command: FileApplication) -> None:
    """Whether `ApplicationsClosed` has been recorded by now says nothing: the instant of receipt does."""
    season = command.facts.season
    if season.opened_on is None or command.today < season.opened_on:
        raise SeasonNotOpen(f"{command.season_id} is not open")
    if command.received_at > season.closes_at:
        raise FiledTooLate(f"received at {command.received_at:%F %T}, after {season.closes_at:%F %R}: next season")
    if season.recommendations_closed:
        raise SeasonIsOver(f"{command.season_id} has handed its candidates over")


def _eligible(command: FileApplication) -> None:
    facts = command.facts
    since = facts.seasons_since_revocation
    if since is not None and since <= facts.season.bar_seasons_after_revocation:
        raise BarredAfterRevocation(
            f"season {since} after the revocation; {facts.season.bar_seasons_after_revocation} are barred"
        )
    required = timedelta(days=facts.season.operating_days_required)
    if command.today - facts.operating_since < required:
        raise NotYetOperatingAYear(f"operating since {facts.operating_since}; {required.days} days are asked for")
