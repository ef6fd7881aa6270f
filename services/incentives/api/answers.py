"""What every act on a contest answers."""

from typing import Any

from fastapi import Response
from pydantic import BaseModel

from services.incentives.contest.commands import ContestCommand
from services.incentives.contest.state import Contest, Stage
from services.incentives.facts import ORGANISERS
from services.incentives.queries.contests import ContestPage
from shared.access.roles import Caller
from shared.web.acting import Act


class Standing(BaseModel):
    """A contest after a command; `nominees` and `awards` count people."""

    id: str
    stage: Stage
    nominees: int
    awards: int
    version: int


async def carry_out(act: Act, command: ContestCommand, status: int = 200, location: str | None = None) -> Response:
    """Carry the command out and show where the contest stands."""

    def show(contest: Contest, version: int) -> Standing:
        return Standing(
            id=command.contest_id,
            stage=contest.stage,
            nominees=len(contest.nominees),
            awards=len(contest.awards),
            version=version,
        )

    return await act.carry_out(command, show, status, location)


def is_organiser(caller: Caller, contest: ContestPage) -> bool:
    """Whether the contest is the caller's own."""
    return caller.level in ORGANISERS and caller.bureau == contest.organiser_id


def asked_by(act: Act, contest_id: str) -> dict[str, Any]:
    """What every command of an organiser says."""
    return {"contest_id": contest_id, "organiser_id": act.caller.bureau, "today": act.today}
