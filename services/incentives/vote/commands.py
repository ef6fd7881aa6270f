"""What may be asked about a vote."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ballot:
    """A fact: whether votes are taken in a contest, until which day, and whether the nominee may be voted for."""

    is_open: bool
    until: date | None
    stands: bool


@dataclass(frozen=True, slots=True)
class CastVote:
    """Use a voter token, from which `vote_id` follows, for one nominee.

    `bucket` stands for the address of that day. `token_fault` names what is wrong with the token, if anything is.
    """

    vote_id: str
    contest_id: str
    staff_id: str
    bucket: str
    today: date
    token_fault: str = ""
    ballot: Ballot | None = None
