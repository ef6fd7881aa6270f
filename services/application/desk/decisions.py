"""The rules of a case's desks: in a bureau one officer has it, and the bureau has it in its inbox."""

from typing import assert_never

from services.application.desk.commands import AssignCase, ClaimCase, DeskCommand, ReleaseCase
from services.application.desk.state import Desk, DeskEvent, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.application import CaseAssigned, CaseReleased
from shared.eventsourcing.decider import Decider


class AlreadyOnADesk(Conflict):
    """A case that a colleague has is not claimed: the colleague releases it, or it is assigned anew."""

    title_zh = "该案已由同事承办；请由其退回待领，或者重新分派。"


class NotInYourInbox(Conflict):
    """A case is claimed or assigned while it lies in one of the bureau's queues."""

    title_zh = "该案不在本机关的待办之列，不能认领或者分派。"


class NotAColleague(Unacceptable):
    """A case is assigned to an officer of the same bureau."""

    title_zh = "只能分派给本机关的工作人员。"


def decide(command: DeskCommand, desk: Desk) -> list[DeskEvent]:
    match command:
        case ClaimCase():
            return claim_case(command, desk)
        case AssignCase():
            return assign_case(command, desk)
        case ReleaseCase():
            return release_case(command, desk)
        case _:
            assert_never(command)


def claim_case(command: ClaimCase, desk: Desk) -> list[DeskEvent]:
    """认领."""
    assignee = desk.assignees.get(command.bureau_code)
    if assignee == command.claimant:
        return []
    if assignee is not None:
        raise AlreadyOnADesk(f"{command.application_id} lies on the desk of {assignee}")
    _in_the_inbox(command)
    return [_assigned(command, command.claimant)]


def assign_case(command: AssignCase, desk: Desk) -> list[DeskEvent]:
    """分派. A case that a colleague has is given to another so."""
    if desk.assignees.get(command.bureau_code) == command.assignee:
        return []
    if not command.is_a_colleague:
        raise NotAColleague(f"{command.assignee} is not posted at {command.bureau_code}")
    _in_the_inbox(command)
    return [_assigned(command, command.assignee)]


def release_case(command: ReleaseCase, desk: Desk) -> list[DeskEvent]:
    """退回待领. What lies on nobody's desk is released already."""
    if command.bureau_code not in desk.assignees:
        return []
    return [
        CaseReleased(application_id=command.application_id, bureau_code=command.bureau_code, released_on=command.today)
    ]


def _in_the_inbox(command: ClaimCase | AssignCase) -> None:
    if not command.in_the_inbox:
        raise NotInYourInbox(f"{command.application_id} waits for nothing at {command.bureau_code}")


def _assigned(command: ClaimCase | AssignCase, officer: str) -> CaseAssigned:
    return CaseAssigned(
        application_id=command.application_id,
        bureau_code=command.bureau_code,
        assignee=officer,
        assigned_on=command.today,
    )


DESK = Decider(initial=Desk(), decide=decide, evolve=evolve)
