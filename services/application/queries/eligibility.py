"""May this station file now? Each rule of filing by itself, with what to do where it does not hold."""

from datetime import datetime

from pydantic import BaseModel

from services.application.facts.common import season_row
from services.application.facts.filing import filing_facts
from services.application.filing.eligibility import (
    AlreadyFiled,
    AnotherCitysSeason,
    BarredAfterRevocation,
    FiledTooLate,
    HoldsATitle,
    NotYetOperatingAYear,
    OnlyActiveStationsApply,
    Question,
    SeasonNotOpen,
    WithdrawnThisSeason,
    answers,
)
from services.application.filing.state import Stage
from services.application.names import application_id
from services.application.rules import SeasonIsOver
from shared.access import directory
from shared.access.scope import Scope
from shared.database import Connection
from shared.errors import Refusal

_STAGE = "SELECT stage FROM applications WHERE application_id = $1"

TO_DO: dict[type[Refusal], tuple[str, str]] = {
    AlreadyFiled: ("无须再次提交，请查看已有申请的进度。", "File no second one: follow the application that there is."),
    WithdrawnThisSeason: ("请在下一年度申请，草稿可以沿用。", "Apply in the next season; the draft can be taken over."),
    AnotherCitysSeason: ("请选择服务站所在市的年度方案。", "Choose the chapter of the station's own city."),
    OnlyActiveStationsApply: ("请先向县级机关办理恢复运行。", "Have the station resumed by its county first."),
    SeasonNotOpen: ("可以先起草，启动之日起提交。", "Draft now, and file from the day of the opening."),
    FiledTooLate: ("保留草稿，下一年度沿用后提交。", "Keep the draft, and file it in the next season."),
    SeasonIsOver: ("保留草稿，下一年度沿用后提交。", "Keep the draft, and file it in the next season."),
    HoldsATitle: ("已有称号，只须参加年度复核。", "The title is in force: only its yearly review comes."),
    BarredAfterRevocation: ("请在限制期满后的年度申请。", "Apply when the barred seasons are over."),
    NotYetOperatingAYear: ("请在运行满规定天数之后申请。", "Apply when the station has run long enough."),
}


class RuleView(BaseModel):
    """A rule of filing; `detail` and what to do are empty where it holds."""

    code: str
    ok: bool
    zh: str
    en: str
    detail: str
    to_do_zh: str
    to_do_en: str


class EligibilityView(BaseModel):
    """Whether the station might file at this instant, and every rule that says so."""

    season_id: str
    station_id: str
    may_file: bool
    closes_at: datetime
    rules: list[RuleView]


async def eligibility(
    connection: Connection, scope: Scope, season_id: str, station_id: str, at: datetime
) -> EligibilityView:
    """The rules of filing, asked one by one.

    Raises:
        NoSuchSeason: nobody has drafted it.
        NotKnownHere: the station is not known here.
        NotYourCase, OutsideJurisdiction: it is not the caller's to ask about.
    """
    season = await season_row(season_id, connection)
    station = await directory.the_station(connection, station_id)
    scope.require(host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code)
    facts = await filing_facts(station, season, connection)
    stage = await connection.fetchval(_STAGE, application_id(season_id, station_id))
    asked = answers(Question(Stage(stage) if stage else Stage.NOT_FILED, at, facts))
    return EligibilityView(
        season_id=season_id,
        station_id=station_id,
        may_file=not any(why_not for _, why_not in asked),
        closes_at=facts.season.closes_at,
        rules=[_rule(rule, why_not) for rule, why_not in asked],
    )


def _rule(rule: type[Refusal], why_not: str) -> RuleView:
    zh, en = TO_DO[rule] if why_not else ("", "")
    return RuleView(
        code=rule.code(), ok=not why_not, zh=rule.title_zh, en=rule.rule(), detail=why_not, to_do_zh=zh, to_do_en=en
    )
