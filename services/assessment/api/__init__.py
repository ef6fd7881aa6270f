"""The way in for systems and people: the standard, the panel, the assessments, the list and the titles over HTTP."""

from fastapi import APIRouter

from services.assessment.api import (
    appeals,
    assessments,
    board,
    checks,
    draws,
    lists,
    province,
    rectifications,
    reviews,
    revoking,
    rubrics,
    titles,
)

router = APIRouter()
for part in (
    rubrics.router,
    assessments.router,
    board.router,
    lists.router,
    province.router,
    rectifications.router,
    reviews.router,
    titles.router,
    revoking.router,
    appeals.router,
    checks.router,
    draws.router,
):
    router.include_router(part)
