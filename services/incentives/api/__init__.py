"""The way in: organisers run their contests, the public votes, and everybody looks."""

from fastapi import APIRouter

from services.incentives.api import boards, contests, honours, nominees, scores, votes

router = APIRouter()
for _part in (contests, nominees, scores, votes, boards, honours):
    router.include_router(_part.router)
