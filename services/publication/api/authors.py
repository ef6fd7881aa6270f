"""意见办理情况: what became of an opinion, for its author, who has no account but a receipt."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel

from services.publication.opinion.decisions import NoSuchOpinion
from services.publication.queries import opinions as queries
from services.publication.vault import vault_of
from shared.web.callers import TheRuntime
from shared.web.problems import refuses

router = APIRouter(tags=["opinions"])

TheReceipt = Annotated[
    str, Header(alias="Opinion-Receipt", max_length=100, description="As it was told when the opinion was taken in.")
]


class OpinionFollowed(BaseModel):
    """What the author is told: that the city has read it, or that it was closed, when and why."""

    id: str
    notice_id: str
    application_id: str
    received_at: datetime
    screened_on: date | None
    moot_on: date | None
    moot_reason: str


@router.get("/v1/opinions/{opinion_id}/followed", responses=refuses(NoSuchOpinion))
async def follow_opinion(opinion_id: str, receipt: TheReceipt, runtime: TheRuntime) -> OpinionFollowed:
    """意见办理情况: only the receipt opens it; with another one there is no such opinion."""
    is_authors = await vault_of(runtime).is_authors(opinion_id, receipt)
    async with runtime.pool.acquire() as connection:
        row = await queries.opinion(connection, opinion_id)
    if row is None or not is_authors:
        raise NoSuchOpinion(f"There is no opinion {opinion_id} with this receipt.")
    told = ("notice_id", "application_id", "received_at", "screened_on", "moot_on", "moot_reason")
    return OpinionFollowed(id=opinion_id, **{name: row[name] for name in told})
