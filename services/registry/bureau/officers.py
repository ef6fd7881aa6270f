"""The rules for officers: their postings, their leaving, and the interests that they declare."""

from typing import assert_never

from services.registry.bureau.commands import DeclareInterest, LeaveOffice, OfficerCommand, PostOfficer
from services.registry.bureau.decisions import AlreadySucceeded
from services.registry.bureau.state import Officer, OfficerEvent, evolve_officer
from services.registry.rules import require_not_after
from shared.errors import Conflict, NotKnownHere, Unacceptable
from shared.events.registry import InterestDeclared, OfficerLeft, OfficerPosted
from shared.eventsourcing.decider import Decider


class LeftBeforePosted(Unacceptable):
    """An officer leaves a post on the day of the posting or later."""

    title_zh = "离任日期不得早于任职日期。"


class NoInterestDeclared(Conflict):
    """Only a link that was declared ends."""

    title_zh = "没有已申报的利害关系可供解除。"


def decide(command: OfficerCommand, officer: Officer) -> list[OfficerEvent]:
    match command:
        case PostOfficer():
            return post_officer(command, officer)
        case LeaveOffice():
            return leave_office(command, officer)
        case DeclareInterest():
            return declare_interest(command, officer)
        case _:
            assert_never(command)


def post_officer(command: PostOfficer, officer: Officer) -> list[OfficerEvent]:
    """An officer serves in one post at a time: a new posting ends the one before."""
    if (officer.bureau_code, officer.post) == (command.bureau_code, command.post):
        return []
    if command.heir:
        raise AlreadySucceeded(f"{command.bureau_code} acts no more: post the officer at {command.heir}")
    return [
        OfficerPosted(
            officer_id=command.officer_id,
            bureau_code=command.bureau_code,
            post=command.post,
            posted_on=command.today,
        )
    ]


def leave_office(command: LeaveOffice, officer: Officer) -> list[OfficerEvent]:
    if officer.posted_on is None:
        raise NotKnownHere(f"officer {command.officer_id} has never been posted")
    require_not_after(command.today, command.left_on, "the day when the officer left")
    if not officer.bureau_code:
        return []
    if command.left_on < officer.posted_on:
        raise LeftBeforePosted(f"the posting is of {officer.posted_on}: give that day or a later one")
    served_at = command.bureau_code or officer.bureau_code
    return [OfficerLeft(officer_id=command.officer_id, bureau_code=served_at, left_on=command.left_on)]


def declare_interest(command: DeclareInterest, officer: Officer) -> list[OfficerEvent]:
    if officer.posted_on is None:
        raise NotKnownHere(f"officer {command.officer_id} has never been posted")
    require_not_after(command.today, command.declared_on, "the day of the declaration")
    declared = officer.interests.get(command.host_id)
    if declared == (command.nature if command.stands else ""):
        return []
    if declared is None and not command.stands:
        raise NoInterestDeclared(f"no link of {command.officer_id} to {command.host_id} stands")
    return [
        InterestDeclared(
            officer_id=command.officer_id,
            host_id=command.host_id,
            nature=command.nature,
            stands=command.stands,
            declared_on=command.declared_on,
        )
    ]


OFFICER = Decider(initial=Officer(), decide=decide, evolve=evolve_officer)
