"""The way in for those who are told: their messages, as a list and as a stream, their wishes and endpoints."""

from fastapi import APIRouter

from services.notification.api import deliveries, endpoints, feeds, messages, preferences, templates

router = APIRouter()
for part in (messages, preferences, templates, endpoints, deliveries, feeds):
    router.include_router(part.router)
