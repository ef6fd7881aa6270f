"""Who may stand in a contest, who does so no longer, and who is qualified."""

from typing import assert_never

from services.incentives.contest.commands import NominateStaff, Person, ReviewNomination, WithdrawNomination
from services.incentives.contest.guards import require_nominee, require_open, require_organiser
from services.incentives.contest.rules import (
    ConsentToStandMissing,
    ContestFull,
    NominationsOver,
    NotEligible,
    QuotaReached,
    ReviewedAlready,
    WithdrewBefore,
)
from services.incentives.contest.state import Contest
from shared.errors import NotKnownHere
from shared.events.incentives import ContestEvent, NominationReviewed, NominationWithdrawn, Organiser, StaffNominated

MOST_NOMINEES = 200
"""A row of the board has some 250 bytes, and a record holds 65,535."""


def nominate_staff(command: NominateStaff, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if command.staff_id in contest.nominees:
        return []  # Nobody stands twice.
    if command.staff_id in contest.withdrawn:
        raise WithdrewBefore(f"{command.staff_id} has withdrawn from this contest")
    require_open(contest)
    if command.today > contest.nominations_until:
        raise NominationsOver(f"nominations were taken until {contest.nominations_until}")
    person = command.person
    if person is None:
        raise NotKnownHere(f"nobody called {command.staff_id} is on the staff of a station or a bureau")
    if not _eligible(person, contest):
        raise NotEligible(f"{command.staff_id} does not serve where this contest is run")
    if contest.goes_step_by_step and not command.consent_sha256:
        raise ConsentToStandMissing(f"{command.staff_id} has not agreed to stand, as far as is known here")
    _require_room(contest, person)
    return [
        StaffNominated(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            station_id=person.station_id,
            host_id=person.host_id,
            deeds=command.deeds,
            nominated_on=command.today,
            consent_sha256=command.consent_sha256,
        )
    ]


def _eligible(person: Person, contest: Contest) -> bool:
    match contest.organiser:
        case Organiser.HOST:
            return person.host_id == contest.organiser_id
        case Organiser.BUREAU:
            return person.bureau_code == contest.organiser_id
        case Organiser.CROSS_ENTERPRISE:
            return bool(person.station_id)
        case _:
            assert_never(contest.organiser)


def _require_room(contest: Contest, person: Person) -> None:
    """A quota of 0 is none; who has withdrawn leaves their place to another; a bureau's own staff is of no station."""
    nominees = contest.nominees.values()
    if len(nominees) >= MOST_NOMINEES:
        raise ContestFull(f"{len(nominees)} stand in this contest")
    at_station = sum(one.station_id == person.station_id for one in nominees)
    if person.station_id and contest.per_station and at_station >= contest.per_station:
        raise QuotaReached(f"{at_station} of station {person.station_id} stand in this contest")
    at_host = sum(one.host_id == person.host_id for one in nominees)
    if person.host_id and contest.per_host and at_host >= contest.per_host:
        raise QuotaReached(f"{at_host} of host {person.host_id} stand in this contest")


def withdraw_nomination(command: WithdrawNomination, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if command.staff_id in contest.withdrawn:
        return []
    require_nominee(contest, command.staff_id)
    require_open(contest)
    return [
        NominationWithdrawn(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            reason=command.reason,
            withdrawn_on=command.today,
        )
    ]


def review_nomination(command: ReviewNomination, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    nominee = require_nominee(contest, command.staff_id)
    if nominee.qualified is command.qualified:
        return []
    require_open(contest)
    if nominee.qualified is not None:
        raise ReviewedAlready(f"{command.staff_id} was found to be {'' if nominee.qualified else 'not '}qualified")
    return [
        NominationReviewed(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            qualified=command.qualified,
            reasons=command.reasons,
            reviewed_on=command.today,
        )
    ]
