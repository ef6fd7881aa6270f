"""The way in for auditors, bureaus and hosts: what happened, and whether all of it is there."""

from fastapi import APIRouter

from services.audit.api import evidence, histories, lists, logs, proofs, searches, signals

router = APIRouter()
for part in (histories, searches, lists, signals, logs, proofs, evidence):
    router.include_router(part.router)
