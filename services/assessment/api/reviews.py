"""年度复核 over HTTP: what the host sends, what a bureau finds, and where all of them stand."""

from datetime import date
from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.assessment.api.answers import CHANGE, READ
from services.assessment.queries import reviews as queries
from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import FailReview, PassReview, SubmitReview
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.reviewing import (
    NoReviewDue,
    ReviewAlreadyConcluded,
    ReviewAlreadySubmitted,
    ReviewerInterested,
    ReviewerOfAnotherBureau,
    ReviewNotSubmitted,
    ReviewWindowOver,
)
from services.assessment.title.state import Title
from services.assessment.views_of_reviews import ReviewPage
from shared.access.competence import NotYourStation, Recused
from shared.access.scope import scope_of
from shared.errors import InTheFuture
from shared.events.assessment import ReviewPassed
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Code, Day, Sha256, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(tags=["reviews"])


class ReviewBody(Body):
    """年度复核表, which lies in the object store by its hash, and what it says in short."""

    form_sha256: Sha256
    summary: Text


class FindingsBody(Body):
    """What the reviewers have found; `reviewed_on` is today unless it is stated."""

    findings: Text
    reviewers: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]
    reviewed_on: Day | None = None


class ReviewStanding(BaseModel):
    """How far the review has come; `version` is the title's."""

    id: str
    stage: str
    season_id: str
    station_id: str
    version: int
    closes_on: date

    @classmethod
    def of(cls, title: Title, version: int) -> "ReviewStanding":
        review = title.review
        assert review is not None, "it was sent or judged just now"
        stage = "submitted"
        if review.reviewed is not None:
            stage = "passed" if isinstance(review.reviewed, ReviewPassed) else "failed"
        return cls(
            id=review.due.certificate_number,
            stage=stage,
            season_id=review.due.season_id,
            station_id=review.due.station_id,
            version=version,
            closes_on=review.due.closes_on,
        )


_JUDGES = refuses(
    *CHANGE,
    Recused,
    TitleNotInForce,
    NoReviewDue,
    ReviewNotSubmitted,
    ReviewAlreadyConcluded,
    ReviewerOfAnotherBureau,
    ReviewerInterested,
    BeforeItsCause,
    InTheFuture,
)


@router.get("/v1/reviews", response_model=ReviewPage, responses=refuses(*READ, CursorNotReadable))
async def list_reviews(
    request: Request,
    caller: TheCaller,
    runtime: TheRuntime,
    paging: ThePaging,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """复核台账: every review in the caller's area, or of the host's own titles, and how many of them stand where."""
    number, season = paging.after(str, str)
    after = (number, season) if isinstance(number, str) and isinstance(season, str) else None
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await queries.reviews(connection, season_id, scope, after, paging.fetch, runtime.clock.today())
        counts = await queries.counts(connection, season_id, scope)
    answer = page(request, paging, rows, lambda row: (row.certificate_number, row.season_id), lambda row: row)
    body = orjson.loads(answer.body) | {"counts": counts.model_dump()}
    following = {"link": answer.headers["link"]} if "link" in answer.headers else {}
    return Response(orjson.dumps(body), 200, following, "application/json")


@router.post(
    "/v1/titles/{station_id}/review",
    status_code=201,
    response_model=ReviewStanding,
    responses=refuses(*CHANGE, NotYourStation, TitleNotInForce, NoReviewDue, ReviewWindowOver, ReviewAlreadySubmitted),
)
async def submit_review(station_id: str, body: ReviewBody, act: TheChange) -> Answer:
    """报送复核: the host sends its yearly review by the last day of the window."""
    command = SubmitReview(station_id=station_id, form_sha256=body.form_sha256, summary=body.summary, today=act.today)
    return await act.carry_out(command, ReviewStanding.of, 201)


@router.post("/v1/titles/{station_id}/review/pass", response_model=ReviewStanding, responses=_JUDGES)
async def pass_review(station_id: str, body: FindingsBody, act: TheChange) -> Answer:
    """复核合格: the station still reaches the standard."""
    command = PassReview(
        station_id=station_id,
        findings=body.findings,
        reviewers=body.reviewers,
        reviewed_on=act.day(body.reviewed_on),
    )
    return await act.carry_out(command, ReviewStanding.of)


@router.post("/v1/titles/{station_id}/review/failure", response_model=ReviewStanding, responses=_JUDGES)
async def fail_review(station_id: str, body: FindingsBody, act: TheChange) -> Answer:
    """复核不合格: rectification is ordered, or the title proposed for revocation, by an act of its own."""
    command = FailReview(
        station_id=station_id,
        findings=body.findings,
        reviewers=body.reviewers,
        reviewed_on=act.day(body.reviewed_on),
    )
    return await act.carry_out(command, ReviewStanding.of)
