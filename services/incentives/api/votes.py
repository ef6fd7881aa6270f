"""投票: the public votes without an account, once with each voter token; the organiser looks for floods."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel

from services.incentives import tokens
from services.incentives.api.answers import Standing, asked_by, carry_out, is_organiser
from services.incentives.contest import rules
from services.incentives.contest.commands import OpenVoting, SetVotesAside
from services.incentives.queries import contests as queries
from services.incentives.queries import votes
from services.incentives.queries.votes import VotesRead
from services.incentives.vote import rules as vote_rules
from services.incentives.vote.commands import CastVote
from services.incentives.vote.decisions import EXPIRED, MISSING, WRONG
from shared.access.competence import WrongRole
from shared.access.roles import Level
from shared.errors import NotKnownHere
from shared.web.acting import Act, Answer, TheAct
from shared.web.bodies import Body, Code, Day, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses
from shared.web.rates import Bucket, address_of, everybody, limited
from shared.web.rules import TooManyRequests
from shared.web.work import ChallengeGiven, Checked, Verdict

router = APIRouter(prefix="/v1/contests", tags=["votes"])

_SEE_VOTES = frozenset({Level.AUDITOR, Level.OPERATOR})
_LIMITED = [
    Depends(
        limited(
            Bucket("votes-by-address", lambda settings: settings.votes_by_address, address_of),
            Bucket("votes-in-all", lambda settings: settings.votes_in_all, everybody),
        )
    )
]

TheToken = Annotated[str, Header(alias=tokens.HEADER, max_length=2_000, description="The challenge, solved.")]


class Opening(Body):
    """The last day on which votes are taken."""

    until: Day


class Vote(Body):
    staff_id: Code


class SettingAside(Body):
    """A bucket of votes, as `GET …/votes` names it."""

    bucket: Code
    reason: Text


class VoteStanding(BaseModel):
    """A vote that was cast. It says nothing of who cast it."""

    id: str
    contest_id: str
    version: int


@router.post(
    "/{contest_id}/voting",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.NotAComponent,
        rules.ContestNotOpen,
        rules.VotingOpenedAlready,
        rules.VotingEndsInThePast,
    ),
)
async def open_voting(contest_id: str, body: Opening, act: TheAct) -> Answer:
    """开始投票: until the end of a day."""
    return await carry_out(act, OpenVoting(until=body.until, **asked_by(act, contest_id)))


@router.get("/{contest_id}/voter-token", response_model=ChallengeGiven, responses=refuses(NotKnownHere))
async def give_voter_token(contest_id: str, runtime: TheRuntime) -> Response:
    """投票凭证: what whoever wants to vote solves first. It is good for one vote, and for twenty minutes."""
    async with runtime.pool.acquire() as connection:
        if await queries.contest(connection, contest_id) is None:
            raise NotKnownHere(f"Contest {contest_id} is not known here.")
    challenge = tokens.work_of(runtime).challenge(tokens.LASTS_SECONDS)
    return Response(orjson.dumps(challenge), media_type="application/json")


@router.post(
    "/{contest_id}/votes",
    status_code=201,
    response_model=VoteStanding,
    dependencies=_LIMITED,
    responses=refuses(
        TooManyRequests,
        NotKnownHere,
        vote_rules.VoterTokenMissing,
        vote_rules.VoterTokenWrong,
        vote_rules.VoterTokenExpired,
        vote_rules.VoterTokenSpent,
        vote_rules.VotingNotOpen,
        vote_rules.NotOnTheBallot,
    ),
)
async def cast_vote(contest_id: str, body: Vote, act: TheAct, request: Request, token: TheToken = "") -> Answer:
    """投票: one vote for each voter token. The address is kept as a bucket of the day, and not as itself."""
    checked = await tokens.work_of(act.runtime).check(token) if token else None
    bucket = ""
    if checked is not None and checked.verdict is Verdict.HOLDS and not act.tried:
        address = address_of(request, act.runtime.settings)
        bucket = await tokens.bucket_of(act.runtime.pool, address, act.today)
    return await _cast(act, contest_id, body.staff_id, checked, bucket)


async def _cast(act: Act, contest_id: str, staff_id: str, checked: Checked | None, bucket: str) -> Response:
    command = CastVote(
        vote_id=tokens.vote_id(checked.name if checked else ""),
        contest_id=contest_id,
        staff_id=staff_id,
        bucket=bucket,
        today=act.today,
        token_fault=_fault(checked),
    )

    def show(_vote: object, version: int) -> VoteStanding:
        return VoteStanding(id=command.vote_id, contest_id=contest_id, version=version)

    return await act.carry_out(command, show, 201)


def _fault(checked: Checked | None) -> str:
    if checked is None:
        return MISSING
    return {Verdict.HOLDS: "", Verdict.WRONG: WRONG, Verdict.EXPIRED: EXPIRED}[checked.verdict]


@router.get("/{contest_id}/votes", responses=refuses(NotKnownHere, rules.NotTheOrganiser))
async def read_votes(
    contest_id: str,
    runtime: TheRuntime,
    caller: TheCaller,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> VotesRead:
    """查看投票: the tally and the fullest buckets, for the organiser, the auditor and the operator."""
    async with runtime.pool.acquire() as connection:
        contest = await queries.contest(connection, contest_id)
        if contest is None:
            raise NotKnownHere(f"Contest {contest_id} is not known here.")
        if caller.level not in _SEE_VOTES and not is_organiser(caller, contest):
            raise rules.NotTheOrganiser("the contest is run by somebody else")
        return await votes.read(connection, contest_id, limit)


@router.post(
    "/{contest_id}/votes-set-aside",
    response_model=Standing,
    responses=refuses(WrongRole, NotKnownHere, rules.NotTheOrganiser, rules.ContestNotOpen, rules.NoSuchVotes),
)
async def set_votes_aside(contest_id: str, body: SettingAside, act: TheAct) -> Answer:
    """剔除异常票: the votes of a bucket do not count, and why stands in the record."""
    command = SetVotesAside(bucket=body.bucket, reason=body.reason, **asked_by(act, contest_id))
    return await carry_out(act, command)
