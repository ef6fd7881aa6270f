"""The registry's way in, by resource."""

from fastapi import APIRouter

from services.registry.api import (
    bureaus,
    calendars,
    care,
    care_reading,
    corrections,
    divisions,
    exports,
    hosts,
    identifiers,
    imports,
    jobs,
    jurisdictions,
    ledger,
    mandates,
    officers,
    proposals,
    staff,
    station_life,
    stations,
    trainings,
    work,
)

router = APIRouter()
for resource in (
    hosts,
    identifiers,
    proposals,
    stations,
    station_life,
    staff,
    care,
    work,
    care_reading,
    corrections,
    bureaus,
    officers,
    mandates,
    divisions,
    jurisdictions,
    trainings,
    calendars,
    ledger,
    imports,
    exports,
    jobs,
):
    router.include_router(resource.router)
