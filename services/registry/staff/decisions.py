"""The rules for staff: proposed by the host, checked by the county, and published with consent alone."""

from datetime import date
from typing import assert_never

from services.registry.rules import StationNotActive, require_not_after
from services.registry.staff.commands import (
    AppointProposed,
    AppointStaff,
    GiveConsent,
    LeaveStaff,
    ProposeStaff,
    RefuseAppointment,
    StaffCommand,
    WithdrawConsent,
)
from services.registry.staff.state import Member, StaffEvent, StaffStage, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.event import Sealed
from shared.events.registry import (
    AppointmentRefused,
    PublicationConsentGiven,
    PublicationConsentWithdrawn,
    StaffAppointed,
    StaffLeft,
    StaffProposed,
)
from shared.eventsourcing.decider import Decider


class NoPost(Unacceptable):
    """A member of staff holds at least one post."""

    title_zh = "工作人员至少担任一个岗位。"


class NobodyProposed(Conflict):
    """Only somebody whose proposal still waits is appointed or refused."""

    title_zh = "该人选没有待办理的推荐；离岗或未予聘任的，应重新推荐。"


class NotServing(Conflict):
    """Only somebody who serves at the station leaves it or agrees to be published."""

    title_zh = "该人员不在岗。"


class ConsentCoversNothing(Unacceptable):
    """A consent names what may be published."""

    title_zh = "同意书应写明同意公开的内容。"


class BeforeTheAppointment(Unacceptable):
    """Nobody leaves, agrees or withdraws before the day from which it could be."""

    title_zh = "日期早于聘任或者同意之日。"


def decide(command: StaffCommand, member: Member) -> list[StaffEvent]:  # noqa: PLR0911 (one line a command)
    match command:
        case ProposeStaff():
            return propose_staff(command, member)
        case AppointStaff():
            return appoint_staff(command, member)
        case AppointProposed():
            return appoint_proposed(command, member)
        case RefuseAppointment():
            return refuse_appointment(command, member)
        case LeaveStaff():
            return leave_staff(command, member)
        case GiveConsent():
            return give_consent(command, member)
        case WithdrawConsent():
            return withdraw_consent(command, member)
        case _:
            assert_never(command)


def propose_staff(command: ProposeStaff, member: Member) -> list[StaffEvent]:
    if member.stage is not StaffStage.UNKNOWN:
        return []  # The id follows from the request, so this is the same request.
    _require_station(command)
    return [
        StaffProposed(
            staff_id=command.staff_id,
            station_id=command.station_id,
            host_id=command.host_id,
            name=Sealed(command.name),
            posts=tuple(dict.fromkeys(command.posts)),
            proposed_on=command.today,
        )
    ]


def appoint_staff(command: AppointStaff, member: Member) -> list[StaffEvent]:
    if member.stage is not StaffStage.UNKNOWN:
        return []  # The id follows from the request, so this is the same request.
    _require_station(command)
    return [
        StaffAppointed(
            staff_id=command.staff_id,
            station_id=command.station_id,
            host_id=command.host_id,
            name=Sealed(command.name),
            posts=tuple(dict.fromkeys(command.posts)),
            appointed_on=command.today,
        )
    ]


def appoint_proposed(command: AppointProposed, member: Member) -> list[StaffEvent]:
    if member.stage is StaffStage.SERVING:
        return []
    if member.stage is not StaffStage.PROPOSED:
        raise NobodyProposed(f"{command.staff_id} is {member.stage}: let the host propose anew")
    if not command.is_active:
        raise StationNotActive(f"station {command.station_id} is not active: nobody is engaged there")
    return [
        StaffAppointed(
            staff_id=command.staff_id,
            station_id=command.station_id,
            host_id=member.host_id,
            name=member.name,
            posts=member.posts,
            appointed_on=command.today,
        )
    ]


def refuse_appointment(command: RefuseAppointment, member: Member) -> list[StaffEvent]:
    if member.stage is StaffStage.REFUSED:
        return []
    if member.stage is not StaffStage.PROPOSED:
        raise NobodyProposed(f"{command.staff_id} is {member.stage}")
    return [
        AppointmentRefused(
            staff_id=command.staff_id,
            station_id=command.station_id,
            reasons=command.reasons,
            refused_on=command.today,
        )
    ]


def leave_staff(command: LeaveStaff, member: Member) -> list[StaffEvent]:
    if member.stage is StaffStage.LEFT:
        return []
    if member.stage is not StaffStage.SERVING:
        raise NotServing(f"{command.staff_id} is {member.stage}")
    _require_day(command.left_on, command.today, member.appointed_on, "the day of leaving")
    return [StaffLeft(staff_id=command.staff_id, station_id=command.station_id, left_on=command.left_on)]


def give_consent(command: GiveConsent, member: Member) -> list[StaffEvent]:
    """A later paper takes the place of an earlier one."""
    if member.stage is not StaffStage.SERVING:
        raise NotServing(f"{command.staff_id} is {member.stage}")
    covers = tuple(dict.fromkeys(command.covers))
    if not covers:
        raise ConsentCoversNothing("name one thing at least that may be published")
    _require_day(command.given_on, command.today, member.appointed_on, "the day of the consent")
    if (covers, command.document_sha256) == (member.covers, member.document_sha256):
        return []
    return [
        PublicationConsentGiven(
            staff_id=command.staff_id,
            station_id=command.station_id,
            covers=covers,
            document_sha256=command.document_sha256,
            given_on=command.given_on,
        )
    ]


def withdraw_consent(command: WithdrawConsent, member: Member) -> list[StaffEvent]:
    """At any time, also after leaving; where no consent stands there is nothing to withdraw."""
    if member.consented_on is None:
        return []
    _require_day(command.withdrawn_on, command.today, member.consented_on, "the day of the withdrawal")
    return [
        PublicationConsentWithdrawn(
            staff_id=command.staff_id, station_id=command.station_id, withdrawn_on=command.withdrawn_on
        )
    ]


def _require_station(command: ProposeStaff | AppointStaff) -> None:
    if not command.is_active:
        raise StationNotActive(f"station {command.station_id} is not active: nobody is engaged there")
    if not command.posts:
        raise NoPost("name one post at least")


def _require_day(day: date, today: date, since: date | None, what: str) -> None:
    require_not_after(today, day, what)
    if since is not None and day < since:
        raise BeforeTheAppointment(f"{what} is {day}, which is before {since}")


STAFF = Decider(initial=Member(), decide=decide, evolve=evolve)
