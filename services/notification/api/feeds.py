"""Last days for calendars, and public notices for feed readers."""

from fastapi import APIRouter, Response

from services.notification import queries
from services.notification.api.asked import REFUSED, the_recipient
from services.notification.feeds.atom import feed, published
from services.notification.feeds.calendar import calendar, last_days
from shared.events.notification import Language
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1", tags=["feeds"])


@router.get("/calendar", response_class=Response, responses=refuses(*REFUSED))
async def deadlines_calendar(runtime: TheRuntime, caller: TheCaller, language: Language | None = None) -> Response:
    """期限日历: the caller's last days as an iCalendar file, in the language asked for or their own."""
    recipient, at = await the_recipient(runtime, caller), runtime.clock.now()
    async with runtime.pool.acquire() as connection:
        spoken = language or await queries.language_of(connection, recipient)
        days = await last_days(connection, recipient, at)
    return Response(calendar(days, spoken, at), media_type="text/calendar")


@router.get("/notices", response_class=Response)
async def notices_feed(runtime: TheRuntime, language: Language = Language.ZH) -> Response:
    """公示公告: what was published last, as an Atom feed that everybody may read."""
    entries = await published(runtime.pool)
    return Response(feed(entries, language), media_type="application/atom+xml", headers={"Cache-Control": "max-age=60"})
