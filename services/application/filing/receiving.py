"""补正、不予受理: the rules by which the county says once what is missing, and the host mends it."""

from datetime import datetime
from typing import assert_never

from services.application.filing.commands import NotAccept, ReceivingCommand, Refile, ReturnForCorrection
from services.application.filing.drafting import form_sha256, require_complete
from services.application.filing.standing import filed, running, stands
from services.application.filing.state import Application, FilingEvent, Stage
from services.application.rules import CLOSING_TIME
from shared.errors import Conflict, Unacceptable
from shared.events.application import ApplicationNotAccepted, ApplicationRefiled, ApplicationReturned


class ToldOnce(Conflict):
    """What is missing is told once, all of it."""

    title_zh = "需要补正的内容应当一次告知，不得再次退回补正。"


class NotToBeReturned(Conflict):
    """A correction is asked for after the filing and before the acceptance."""

    title_zh = "补正只能在提交之后、受理之前要求。"


class NothingToCorrect(Conflict):
    """Only an application that was returned for correction is filed again."""

    title_zh = "只有被要求补正的申请才能重新提交。"


class CorrectedTooLate(Conflict):
    """A correction is received until 17:30 of its last day; afterwards the county decides on what it has."""

    title_zh = "补正期限已过(截止日17时30分)，由县级机关依现有材料决定。"


class MendedFormUnclear(Unacceptable):
    """A host that wrote its form here files that form again; any other sends the hash of its mended form."""

    title_zh = "在本系统起草的，补正后直接提交；未在本系统起草的，须提交补正后申请表的哈希值。"


class NotToBeRefusedNow(Conflict):
    """Not accepted is what was filed and not taken up yet, and after a correction's last day what was not mended."""

    title_zh = "只有尚未受理的申请，或者逾期未补正的申请，才能不予受理。"


def decide(command: ReceivingCommand, application: Application) -> list[FilingEvent]:
    match command:
        case ReturnForCorrection():
            return return_for_correction(command, application)
        case Refile():
            return refile(command, application)
        case NotAccept():
            return not_accept(command, application)
        case _:
            assert_never(command)


def return_for_correction(command: ReturnForCorrection, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if application.told_once:
        raise ToldOnce(f"{application.application_id} was returned once: accept it, or say why not")
    if application.stage is not Stage.FILED:
        raise NotToBeReturned(stands(application))
    running(command.season, application)
    return [
        ApplicationReturned(
            application_id=application.application_id,
            station_id=application.station_id,
            missing=command.missing,
            due_on=command.due_on,
            due_is_provisional=command.due_is_provisional,
            returned_on=command.today,
        )
    ]


def refile(command: Refile, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if application.stage is not Stage.RETURNED or application.correction_due_on is None:
        raise NothingToCorrect(stands(application))
    until = datetime.combine(application.correction_due_on, CLOSING_TIME)
    if command.received_at > until:
        raise CorrectedTooLate(f"received at {command.received_at:%F %T}, due by {until:%F %R}")
    return [
        ApplicationRefiled(
            application_id=application.application_id,
            station_id=application.station_id,
            form_sha256=_mended(command, application),
            refiled_at=command.received_at,
        )
    ]


def _mended(command: Refile, application: Application) -> str:
    if application.draft is None:
        if not command.form_sha256:
            raise MendedFormUnclear("send `form_sha256`, or draft the form here first")
        return command.form_sha256
    form = form_sha256(application)
    if command.form_sha256 not in {"", form}:
        raise MendedFormUnclear(f"the form that stands here is {form}: change it, then file it again")
    require_complete(application, command.standard)
    return form


def not_accept(command: NotAccept, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if application.stage is Stage.NOT_ACCEPTED:
        return []
    due_on = application.correction_due_on
    overdue = application.stage is Stage.RETURNED and due_on is not None and command.today > due_on
    if application.stage is not Stage.FILED and not overdue:
        until = f" until {due_on}" if application.stage is Stage.RETURNED else ""
        raise NotToBeRefusedNow(f"{stands(application)}{until}")
    return [
        ApplicationNotAccepted(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            reasons=command.reasons,
            refused_on=command.today,
        )
    ]
