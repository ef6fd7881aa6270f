"""The way in for systems and people: the standard, the panel, the assessments, the list and the titles over HTTP."""

from fastapi import APIRouter

from services.assessment.api import assessments, lists, province, rectifications, rubrics, titles

router = APIRouter()
for part in (
    rubrics.router,
    assessments.router,
    lists.router,
    province.router,
    rectifications.router,
    titles.router,
):
    router.include_router(part)
