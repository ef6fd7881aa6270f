"""Events of incentives: contests for the stars of consumer service, and their awards."""

from shared.events.incentives.boards import (
    BoardRow,
    ContestClosed,
    Heard,
    LeaderboardFrozen,
    Ranked,
    Winner,
    WinnersAnnounced,
)
from shared.events.incentives.contests import (
    UNSET,
    Components,
    ContestAnnounced,
    NominationReviewed,
    NominationWithdrawn,
    Organiser,
    StaffNominated,
    TieRule,
    Weights,
)
from shared.events.incentives.honours import (
    AwardReviewOpened,
    AwardWithdrawn,
    RewardGiven,
    RewardKind,
    StaffAwarded,
)
from shared.events.incentives.scores import (
    KnowledgeTested,
    StaffScored,
    VoteCast,
    VotesSetAside,
    VotingOpened,
)

__all__ = [
    "UNSET",
    "AwardReviewOpened",
    "AwardWithdrawn",
    "BoardRow",
    "Components",
    "ContestAnnounced",
    "ContestClosed",
    "ContestEvent",
    "Heard",
    "IncentivesEvent",
    "KnowledgeTested",
    "LeaderboardFrozen",
    "NominationReviewed",
    "NominationWithdrawn",
    "Organiser",
    "Ranked",
    "RewardGiven",
    "RewardKind",
    "StaffAwarded",
    "StaffNominated",
    "StaffScored",
    "TieRule",
    "VoteCast",
    "VotesSetAside",
    "VotingOpened",
    "Weights",
    "Winner",
    "WinnersAnnounced",
]

ContestEvent = (
    ContestAnnounced
    | StaffNominated
    | NominationWithdrawn
    | NominationReviewed
    | KnowledgeTested
    | StaffScored
    | VotingOpened
    | VotesSetAside
    | LeaderboardFrozen
    | WinnersAnnounced
    | ContestClosed
    | StaffAwarded
    | RewardGiven
    | AwardReviewOpened
    | AwardWithdrawn
)
"""What lies in a contest's own stream; each vote has a stream of its own."""

IncentivesEvent = ContestEvent | VoteCast
