"""The registry's way in, by resource."""

from fastapi import APIRouter

from services.registry.api import bureaus, calendars, care, hosts, stations, trainings

router = APIRouter()
for resource in (hosts, stations, care, bureaus, trainings, calendars):
    router.include_router(resource.router)
