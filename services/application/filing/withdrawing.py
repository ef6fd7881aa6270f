"""撤回: the rules by which a host takes its application back."""

from services.application.filing.commands import WithdrawApplication
from services.application.filing.standing import LIVE, filed, stands
from services.application.filing.state import Application, FilingEvent, Stage
from shared.errors import Conflict
from shared.events.application import ApplicationWithdrawn


class ApplicationIsOver(Conflict):
    """An application that the county has refused or not accepted is over: there is nothing to withdraw."""

    title_zh = "申请已经不予受理或者不予推荐，无须撤回。"


class NothingFiledYet(Conflict):
    """A draft binds nobody: there is nothing to withdraw, and nobody but its host sees it."""

    title_zh = "草稿尚未提交，无须撤回。"


class ListAlreadySubmitted(Conflict):
    """An application is withdrawn until the city's list is submitted; after that the host may decline the title."""

    title_zh = "名单上报之后不得撤回申请，可以放弃称号。"


def withdraw_application(command: WithdrawApplication, application: Application) -> list[FilingEvent]:
    if application.stage is Stage.DRAFT:
        raise NothingFiledYet(f"{application.application_id} is a draft: leave it, or file it")
    filed(application, command.application_id)
    if application.stage is Stage.WITHDRAWN:
        return []
    if application.stage not in LIVE:
        raise ApplicationIsOver(stands(application))
    if command.list_submitted:
        raise ListAlreadySubmitted(
            f"the list of {application.season_id} has gone to the province: decline the title there, at"
            f" /v1/assessments/{application.application_id}/declination"
        )
    return [
        ApplicationWithdrawn(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            reason=command.reason,
            withdrawn_at=command.received_at,
        )
    ]
