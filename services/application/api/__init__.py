"""The way in for systems and people: seasons and applications over HTTP."""

from fastapi import APIRouter

from services.application.api import applications, city, county, drafts, evidence, inbox, receiving, seasons, settings

router = APIRouter()
for part in (seasons, settings, applications, drafts, evidence, receiving, county, city, inbox):
    router.include_router(part.router)
