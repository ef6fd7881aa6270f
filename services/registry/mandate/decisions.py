"""The rules for mandates: who may act for whom, in what, and from which day to which."""

from datetime import date
from typing import assert_never

from services.registry.bureau.decisions import AlreadySucceeded
from services.registry.mandate.commands import (
    DelegateCompetence,
    EndDelegation,
    MandateCommand,
    OtherBureau,
    TakeUpCase,
)
from services.registry.mandate.state import GivenMandate, MandateEvent, evolve
from shared.access.mandates import UNDELEGABLE, area_of
from shared.errors import Conflict, NotKnownHere, Unacceptable
from shared.events.registry import BureauLevel, CaseTakenUp, CompetenceDelegated, DelegationEnded
from shared.eventsourcing.decider import Decider

_FROM_BELOW = (BureauLevel.OFFICE, BureauLevel.COUNTY, BureauLevel.CITY, BureauLevel.PROVINCE)
_DIGITS_ABOVE = {BureauLevel.COUNTY: 4, BureauLevel.CITY: 2, BureauLevel.PROVINCE: 2}
"""How much of the division's code the bureau above both is known by: the county's city, the city's province."""


class MandateAlreadyGiven(Conflict):
    """A mandate is given once; other words are another one."""

    title_zh = "该委托或者提级管辖已经作出。"


class MandateBackdated(Unacceptable):
    """A mandate begins and ends today or later: nobody is made competent for what was done before."""

    title_zh = "委托或者提级管辖的起止日期不得早于今天。"


class EndsBeforeItBegins(Unacceptable):
    """A mandate ends on the day when it begins or later."""

    title_zh = "终止日期不得早于起始日期。"


class NotADelegate(Unacceptable):
    """A bureau delegates to another one of its level or below, under the same bureau above."""

    title_zh = "受委托机关须为同一上级机关所辖的同级或者下级机关。"


class NotDelegable(Unacceptable):
    """What makes or unmakes a title, and delegating itself, is delegated to nobody."""

    title_zh = "该事项不得委托。"


class NotALowerBureau(Unacceptable):
    """A bureau takes up cases of a bureau of a lower level in its area."""

    title_zh = "只能对本辖区内下级机关的案件提级管辖。"


class MandateNotStanding(Conflict):
    """A mandate that was ended, or whose last day is over, is not ended again."""

    title_zh = "该委托或者提级管辖已经终止或者期满。"


def decide(command: MandateCommand, mandate: GivenMandate) -> list[MandateEvent]:
    match command:
        case DelegateCompetence():
            return delegate_competence(command, mandate)
        case TakeUpCase():
            return take_up_case(command, mandate)
        case EndDelegation():
            return end_delegation(command, mandate)
        case _:
            assert_never(command)


def delegate_competence(command: DelegateCompetence, mandate: GivenMandate) -> list[MandateEvent]:
    delegated = CompetenceDelegated(
        mandate_id=command.mandate_id,
        bureau_code=command.bureau_code,
        delegate_code=command.delegate_code,
        acts=command.acts,
        division_code=command.division_code,
        station_id=command.station_id,
        document_number=command.document_number,
        document_sha256=command.document_sha256,
        since=command.since,
        until=command.until,
    )
    if _is_given(delegated, mandate):
        return []
    _require_not_before(command.since, command.today)
    if command.until < command.since:
        raise EndsBeforeItBegins(f"its last day is {command.until}, but it begins on {command.since}")
    kept = UNDELEGABLE.intersection(command.acts)
    if kept:
        raise NotDelegable(f"{', '.join(sorted(kept))} is done by {command.bureau_code} itself")
    _require_delegate(command)
    return [delegated]


def _is_given(wanted: CompetenceDelegated | CaseTakenUp, mandate: GivenMandate) -> bool:
    if mandate.given in {None, wanted}:
        return mandate.given is not None
    raise MandateAlreadyGiven(f"{wanted.mandate_id} was given with other words")


def _require_not_before(day: date, today: date) -> None:
    if day < today:
        raise MandateBackdated(f"{day} is over: today is {today}")


def _require_delegate(command: DelegateCompetence) -> None:
    other = _that_acts(command.delegate)
    digits = _DIGITS_ABOVE.get(command.level) if command.level else None
    if digits is None or command.level is None or command.delegate_code == command.bureau_code:
        raise NotADelegate(f"{command.bureau_code} delegates nothing to {command.delegate_code}")
    if _FROM_BELOW.index(other.level) > _FROM_BELOW.index(command.level):
        raise NotADelegate(f"{command.delegate_code} is above {command.bureau_code}: it may take a case up")
    if other.division_code[:digits] != command.area[:digits]:
        raise NotADelegate(f"no bureau is above both {command.bureau_code} and {command.delegate_code} and next to one")


def take_up_case(command: TakeUpCase, mandate: GivenMandate) -> list[MandateEvent]:
    taken_up = CaseTakenUp(
        mandate_id=command.mandate_id,
        bureau_code=command.bureau_code,
        lower_code=command.lower_code,
        station_id=command.station_id,
        reason=command.reason,
        document_number=command.document_number,
        document_sha256=command.document_sha256,
        since=command.since,
    )
    if _is_given(taken_up, mandate):
        return []
    _require_not_before(command.since, command.today)
    lower = _that_acts(command.lower)
    is_lower = command.level is not None and _FROM_BELOW.index(lower.level) < _FROM_BELOW.index(command.level)
    if not is_lower or not lower.division_code.startswith(area_of(command.area)):
        raise NotALowerBureau(f"{command.lower_code} is no bureau below {command.bureau_code} in its area")
    return [taken_up]


def _that_acts(bureau: OtherBureau | None) -> OtherBureau:
    if bureau is None:
        raise NotKnownHere("the other bureau is not known here")
    if bureau.heir:
        raise AlreadySucceeded(f"it acts no more: name {bureau.heir}")
    return bureau


def end_delegation(command: EndDelegation, mandate: GivenMandate) -> list[MandateEvent]:
    """A mandate that has not begun yet may be ended on its first day: then it never stands."""
    if mandate.given is None:
        raise NotKnownHere(f"no mandate {command.mandate_id} is known here")
    if mandate.ended_on == command.ended_on:
        return []
    if mandate.ended_on is not None or mandate.has_run_out(command.today):
        raise MandateNotStanding(f"{command.mandate_id} has ended already")
    _require_not_before(command.ended_on, command.today)
    if command.ended_on < mandate.given.since:
        raise EndsBeforeItBegins(f"it begins on {mandate.given.since}: give that day or a later one")
    return [
        DelegationEnded(
            mandate_id=command.mandate_id,
            bureau_code=command.bureau_code,
            reason=command.reason,
            ended_on=command.ended_on,
        )
    ]


MANDATE = Decider(initial=GivenMandate(), decide=decide, evolve=evolve)
