"""意见办理情况: what became of an opinion, for its author, who has no account but a receipt; and who that is."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from asyncpg import Record
from fastapi import APIRouter, Header
from pydantic import BaseModel, Field

from services.publication.api.screening import seen
from services.publication.opinion.standing import NoSuchOpinion, ObjectionNotAdmissible
from services.publication.opinion.state import Stage
from services.publication.queries import opinions as queries
from services.publication.vault import vault_of
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.events.publication import ObjectionOutcome, Screening
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(tags=["opinions"])

TheReceipt = Annotated[
    str, Header(alias="Opinion-Receipt", max_length=100, description="As it was told when the opinion was taken in.")
]


class Followed(StrEnum):
    """How far an opinion has come, as its author is told. Of one that is not taken up: that it was read, no more."""

    RECEIVED = "received"
    READ = "read"
    UNDER_INVESTIGATION = "under_investigation"
    DECIDED = "decided"
    ANSWERED = "answered"
    MOOT = "moot"


_ADMISSIBLE = {
    Stage.SCREENED: Followed.UNDER_INVESTIGATION,
    Stage.INVESTIGATED: Followed.UNDER_INVESTIGATION,
    Stage.DECIDED: Followed.DECIDED,
    Stage.ANSWERED: Followed.ANSWERED,
}


class OpinionFollowed(BaseModel):
    """What the author is told: how far it has come, what was decided, and the answer or until when there is one."""

    id: str
    notice_id: str
    application_id: str
    station_id: str
    certificate_number: str
    received_at: datetime
    stage: Followed
    screened_on: date | None
    investigation_due_on: date | None = Field(description="Until when an objection that is taken up is investigated.")
    outcome: ObjectionOutcome | None
    decided_on: date | None
    answer_due_on: date | None
    answered_on: date | None
    answer: str | None
    moot_on: date | None
    moot_reason: str


class Author(BaseModel):
    """Whom the city must answer."""

    id: str
    name: str
    phone: str


@router.get("/v1/opinions/{opinion_id}/followed", responses=refuses(NoSuchOpinion))
async def follow_opinion(opinion_id: str, receipt: TheReceipt, runtime: TheRuntime) -> OpinionFollowed:
    """意见办理情况: only the receipt opens it; with another one there is no such opinion."""
    vault = vault_of(runtime)
    is_authors = await vault.is_authors(opinion_id, receipt)
    async with runtime.pool.acquire() as connection:
        row = await queries.opinion(connection, opinion_id)
    if row is None or not is_authors:
        raise NoSuchOpinion(f"There is no opinion {opinion_id} with this receipt.")
    stage = _followed(row)
    # An answer lies in the vault before it is recorded, so it is told when it is.
    answer = await vault.answer(opinion_id) if stage is Followed.ANSWERED else None
    told = {name: value for name, value in row.items() if name in OpinionFollowed.model_fields and name != "stage"}
    return OpinionFollowed(id=opinion_id, stage=stage, answer=answer, **told)


def _followed(row: Record) -> Followed:
    if row["moot_on"] is not None:
        return Followed.MOOT
    if row["screening"] is None:
        return Followed.RECEIVED
    return _ADMISSIBLE[row["stage"]] if row["screening"] == Screening.ADMISSIBLE else Followed.READ


@router.get(
    "/v1/opinions/{opinion_id}/author",
    responses=refuses(WrongRole, NotAnOfficerHere, OutsideJurisdiction, NoSuchOpinion, ObjectionNotAdmissible),
)
async def show_author(opinion_id: str, runtime: TheRuntime, caller: TheCaller) -> Author:
    """异议人: the name and telephone number of whom the city must answer; nobody else reads them."""
    async with runtime.pool.acquire() as connection:
        row = await seen(opinion_id, caller, connection)
    words = await vault_of(runtime).words(opinion_id)
    if row["screening"] != Screening.ADMISSIBLE or words is None:
        raise ObjectionNotAdmissible(f"Nobody has to be answered for {opinion_id}.")
    return Author(id=opinion_id, name=words.author_name, phone=words.author_phone)
