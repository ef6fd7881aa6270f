"""待公布事项: what is decided and not published yet, for the province that publishes it."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from services.publication.api.announcements import Kind
from services.publication.queries import due as queries
from shared.access.competence import NotAnOfficerHere, WrongRole
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/announcements", tags=["announcements"])


class AnnouncementDue(BaseModel):
    """One publication that is still to come, and its last day."""

    kind: Kind
    season_id: str
    station_id: str
    certificate_number: str
    decided_on: date
    due_on: date
    is_provisional: bool
    is_overdue: bool


class AnnouncementsDue(BaseModel):
    items: list[AnnouncementDue]


@router.get("/due", responses=refuses(NotSignedIn, WrongRole, NotKnownHere, NotAnOfficerHere))
async def list_due(caller: TheCaller, runtime: TheRuntime) -> AnnouncementsDue:
    """待公布: results whose batch is decided, revocations and restorations, with the last day for each."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        found = await queries.due(connection, scope.division_prefix, runtime.clock.today())
    return AnnouncementsDue(items=[AnnouncementDue.model_validate(one, from_attributes=True) for one in found])
