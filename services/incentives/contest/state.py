"""What the facts about a contest add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.incentives import (
    ContestAnnounced,
    ContestClosed,
    IncentivesEvent,
    Organiser,
    Ranked,
    StaffAwarded,
    StaffNominated,
    StaffScored,
    Weights,
)

_EVEN = Weights(service=25, competence=25, performance=25, satisfaction=25)


class Stage(StrEnum):
    NOT_ANNOUNCED = "not_announced"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody who stands in the contest, with the scores that each judge has given."""

    staff_id: str
    station_id: str
    host_id: str
    scores: Mapping[str, StaffScored] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contest:
    stage: Stage = Stage.NOT_ANNOUNCED
    organiser: Organiser = Organiser.HOST
    organiser_id: str = ""
    weights: Weights = _EVEN
    places: int = 0
    nominations_until: date = date.min
    nominees: Mapping[str, Nominee] = field(default_factory=dict)
    ranking: Mapping[str, Ranked] = field(default_factory=dict)
    awards: Mapping[str, StaffAwarded] = field(default_factory=dict)


def evolve(contest: Contest, event: IncentivesEvent) -> Contest:
    match event:
        case ContestAnnounced():
            return Contest(
                stage=Stage.OPEN,
                organiser=event.organiser,
                organiser_id=event.host_id or event.bureau_code,
                weights=event.weights,
                places=event.places,
                nominations_until=event.nominations_until,
            )
        case StaffNominated():
            nominee = Nominee(event.staff_id, event.station_id, event.host_id)
            return replace(contest, nominees={**contest.nominees, event.staff_id: nominee})
        case StaffScored():
            return replace(contest, nominees={**contest.nominees, event.staff_id: _scored(contest, event)})
        case ContestClosed():
            return replace(contest, stage=Stage.CLOSED, ranking={ranked.staff_id: ranked for ranked in event.ranking})
        case StaffAwarded():
            return replace(contest, awards={**contest.awards, event.staff_id: event})
        case _:
            assert_never(event)


def _scored(contest: Contest, event: StaffScored) -> Nominee:
    nominee = contest.nominees.get(event.staff_id, Nominee(event.staff_id, "", ""))
    return replace(nominee, scores={**nominee.scores, event.judge: event})
