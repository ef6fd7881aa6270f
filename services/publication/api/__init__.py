"""The way in: the city's notice, the public's opinions, the province's announcements, the check of a certificate."""

from fastapi import APIRouter

from services.publication.api import announcements, authors, notices, opinions, titles

router = APIRouter()
router.include_router(notices.router)
router.include_router(opinions.router)
router.include_router(authors.router)
router.include_router(announcements.router)
router.include_router(titles.router)
