"""How far an application has come, as far as more than one rule asks for it."""

from services.application.filing.commands import SeasonFacts
from services.application.filing.state import Application, Stage
from services.application.rules import SeasonIsOver
from shared.errors import NotFound

UNDER_VERIFICATION = (Stage.ACCEPTED, Stage.FIT, Stage.UNFIT)
BEFORE_THE_COUNTY = (Stage.FILED, *UNDER_VERIFICATION)
LIVE = (*BEFORE_THE_COUNTY, Stage.RETURNED, Stage.RECOMMENDED, Stage.RESERVE)
"""Filed, and neither decided against nor taken back."""


class NotFiled(NotFound):
    """Nobody has filed this application."""

    title_zh = "没有这份申请。"


def filed(application: Application, application_id: str) -> None:
    """A draft is its host's own affair: to everybody else it is not there."""
    if application.stage in {Stage.NOT_FILED, Stage.DRAFT}:
        raise NotFiled(f"there is no application {application_id}")


def running(season: SeasonFacts, application: Application) -> None:
    if season.recommendations_closed:
        raise SeasonIsOver(f"{application.season_id} has handed its candidates over")


def stands(application: Application) -> str:
    return f"{application.application_id} is {application.stage}"
