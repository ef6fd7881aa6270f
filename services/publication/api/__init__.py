"""The way in: the city's notice, the public's opinions, the province's announcements, the check of a certificate."""

from fastapi import APIRouter

from services.publication.api import (
    announcements,
    authors,
    corrections,
    documents,
    due,
    matters,
    notice_pages,
    notices,
    objections,
    opinions,
    register,
    screening,
    titles,
)

router = APIRouter()
router.include_router(notices.router)
router.include_router(notice_pages.router)
router.include_router(corrections.router)
router.include_router(opinions.router)
router.include_router(screening.router)
router.include_router(objections.router)
router.include_router(authors.router)
router.include_router(matters.router)
router.include_router(due.router)
router.include_router(announcements.router)
router.include_router(documents.router)
router.include_router(titles.router)
router.include_router(register.router)
