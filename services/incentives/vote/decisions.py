"""The rules for a vote: one for each voter token, while votes are taken, for somebody who stands."""

from typing import assert_never

from services.incentives.vote.commands import CastVote
from services.incentives.vote.rules import (
    NotOnTheBallot,
    VoterTokenExpired,
    VoterTokenMissing,
    VoterTokenSpent,
    VoterTokenWrong,
    VotingNotOpen,
)
from shared.errors import NotKnownHere, Refusal
from shared.events.incentives import VoteCast
from shared.eventsourcing.decider import Decider

MISSING, WRONG, EXPIRED = "missing", "wrong", "expired"
_FAULTS: dict[str, type[Refusal]] = {MISSING: VoterTokenMissing, WRONG: VoterTokenWrong, EXPIRED: VoterTokenExpired}


def cast_vote(command: CastVote, cast: VoteCast | None) -> list[VoteCast]:
    ballot = command.ballot
    if ballot is None:
        raise NotKnownHere(f"no contest {command.contest_id} was announced here")
    if command.token_fault:
        raise _FAULTS[command.token_fault]("Ask for another token, solve it, and send what ALTCHA makes of both.")
    if cast is not None and cast.staff_id == command.staff_id:
        return []  # Asked twice, counted once.
    if cast is not None:
        raise VoterTokenSpent("this token has been used for another nominee")
    if not ballot.is_open or ballot.until is None or command.today > ballot.until:
        raise VotingNotOpen(f"votes are taken until {ballot.until or 'a day that is not set yet'}")
    if not ballot.stands:
        raise NotOnTheBallot(f"{command.staff_id} does not stand in this contest")
    return [
        VoteCast(
            vote_id=command.vote_id,
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            bucket=command.bucket,
            cast_on=command.today,
        )
    ]


def _evolve(_cast: VoteCast | None, event: VoteCast) -> VoteCast:
    match event:
        case VoteCast():
            return event
        case _:
            assert_never(event)


VOTE: Decider[CastVote, VoteCast | None, VoteCast] = Decider(initial=None, decide=cast_vote, evolve=_evolve)
