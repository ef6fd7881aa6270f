"""榜单: the live board, its freeze, the posting of the winners, and the end of the contest."""

from datetime import date
from typing import Annotated, cast

import orjson
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, StringConstraints

from services.incentives.api.answers import Standing, asked_by, carry_out, is_organiser
from services.incentives.contest import rules
from services.incentives.contest.commands import AnnounceWinners, CloseContest, FreezeLeaderboard
from services.incentives.contest.decisions import CONTEST
from services.incentives.facts.lookups import stream_of
from services.incentives.queries import boards
from services.incentives.queries import contests as queries
from services.incentives.queries.boards import BoardRead, Reader, ResultRow
from shared.access.competence import WrongRole
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.errors import NotKnownHere
from shared.events.incentives import ContestEvent
from shared.events.registry import StationKind
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Day
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(tags=["contests"])

_SEE_BOARDS = frozenset({Level.AUDITOR, Level.OPERATOR})
_MOST = 200


class Freezing(Body):
    """Nothing more is said when a board is frozen."""


class Posting(Body):
    """The last day on which objections are taken, at least seven days away."""

    objections_until: Day


class Closing(Body):
    """Nothing more is said when a contest is closed."""


class Results(BaseModel):
    """Who settled what, the first of them first."""

    items: list[ResultRow]


@router.get("/v1/contests/{contest_id}/leaderboard", response_model=BoardRead, responses=refuses(NotKnownHere))
async def read_board(contest_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """榜单: as it stands now, or as it was frozen. A score is shown to everybody where its person has agreed."""
    async with runtime.pool.acquire() as connection:
        contest = await queries.contest(connection, contest_id)
        if contest is None:
            raise NotKnownHere(f"Contest {contest_id} is not known here.")
        stored = await boards.frozen(connection, contest_id)
        if stored is not None:
            told, rows = boards.of_the_freeze(contest_id, stored)
        else:
            history = await runtime.store.load(stream_of(contest_id), None)
            state = CONTEST.state(cast("ContestEvent", recorded.event) for recorded in history.history)
            told, rows = await boards.live(connection, contest_id, state)
        sees_all = caller.level in _SEE_BOARDS or is_organiser(caller, contest)
        reader = Reader(await scope_of(connection, caller), sees_all)
        told.places = await boards.places(connection, rows, reader)
    return Response(told.model_dump_json(), media_type="application/json")


@router.get("/v1/leaderboard", response_model=Results)
async def read_results(
    runtime: TheRuntime,
    caller: TheCaller,
    since: Annotated[date, Query()],
    until: Annotated[date, Query()],
    division: Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{0,5})?$")] = "",
    kind: StationKind | None = None,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
) -> Response:
    """业绩榜: who settled most disputes in a district, in stations of a kind, over a period; as far as one sees."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        told = None if kind is None else str(kind)
        rows = await boards.results(
            connection, scope, since=since, until=until, division=division, kind=told, limit=limit
        )
    return Response(orjson.dumps({"items": [row.model_dump() for row in rows]}), media_type="application/json")


@router.post(
    "/v1/contests/{contest_id}/freezing",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ContestNotOpen,
        rules.NominationsStillOpen,
        rules.NomineeNotReviewed,
        rules.NomineeNotScored,
        rules.VotingNotOver,
    ),
)
async def freeze_leaderboard(contest_id: str, _body: Freezing, act: TheChange) -> Answer:
    """定榜: the board stays as it stands at this position of the log, whatever comes later."""
    return await carry_out(act, FreezeLeaderboard(**asked_by(act, contest_id)))


@router.post(
    "/v1/contests/{contest_id}/winners",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.BoardNotFrozen,
        rules.NoticeTooShort,
        rules.WinnersAnnouncedAlready,
    ),
)
async def announce_winners(contest_id: str, body: Posting, act: TheChange) -> Answer:
    """获奖人选公示: the organiser posts who is within the places of the frozen board."""
    command = AnnounceWinners(objections_until=body.objections_until, **asked_by(act, contest_id))
    return await carry_out(act, command)


@router.post(
    "/v1/contests/{contest_id}/closing",
    response_model=Standing,
    responses=refuses(
        WrongRole,
        NotKnownHere,
        rules.NotTheOrganiser,
        rules.ContestNotOpen,
        rules.NominationsStillOpen,
        rules.NomineeNotScored,
        rules.NomineeNotReviewed,
        rules.BoardNotFrozen,
        rules.WinnersNotAnnounced,
        rules.ObjectionsStillOpen,
    ),
)
async def close_contest(contest_id: str, _body: Closing, act: TheChange) -> Answer:
    """竞赛结束: the ranking stands from then on."""
    return await carry_out(act, CloseContest(**asked_by(act, contest_id)))
