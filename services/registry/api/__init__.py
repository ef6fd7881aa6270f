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
    ledger_reading,
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
    ledger_reading,
    ledger,
    imports,
    exports,
    jobs,
):
    router.include_router(resource.router)
