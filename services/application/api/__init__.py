"""The way in for systems and people: seasons and applications over HTTP."""

from fastapi import APIRouter

from services.application.api import applications, county, seasons

router = APIRouter()
for part in (seasons.router, applications.router, county.router):
    router.include_router(part)
