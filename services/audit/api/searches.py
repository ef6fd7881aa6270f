"""Single acts, in the order in which they were recorded: those of a bureau, of a person, and what is searched for."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.audit import queries, searching, telling
from services.audit.answers import HistoryEntry
from services.audit.api.asked import AsOf, NoSuchEntry, NoSuchEvent, OneAsOf, moment_of, types_of
from services.audit.api.logs import NoSuchOwner
from services.audit.searching import Key, Wanted
from services.audit.subjects import Kind
from services.audit.telling import Reader
from shared.access import directory
from shared.access.competence import WrongRole, require
from shared.access.roles import Caller, Level
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere, Unacceptable
from shared.events.catalogue import LOGS
from shared.eventsourcing.instants import CHINA
from shared.runtime import Runtime
from shared.web.bodies import Day
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import MOST, Page, Paging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(tags=["audit"])

_REFUSED = refuses(CursorNotReadable, NoSuchEntry, NoSuchEvent, NotKnownHere, NotSignedIn, OneAsOf, WrongRole)


class DaysTheWrongWay(Unacceptable):
    """A stretch of time ends no earlier than it begins."""

    title_zh = "起止日期颠倒。"


class Paged(BaseModel):
    """Which page: so many, behind the cursor that the page before has given."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=50, ge=1, le=MOST)
    cursor: str | None = Field(default=None, max_length=1_000)

    @property
    def paging(self) -> Paging:
        return Paging(self.limit, self.cursor)


class AskedOfActs(Paged, AsOf):
    """Which acts: as of when, and of the named events alone. With `acts` only the subject's own."""

    event: list[str] = Field(default=[], max_length=50)
    acts: bool = False
    changes: bool = True


_Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Searched(Paged):
    """What is searched for: all that is said must hold. Days are of Shanghai, the first and the last included.

    `actor` is who did it, `person` whoever did it or is named in it; both are the auditor's to ask.
    """

    actor: _Text = ""
    person: _Text = ""
    bureau: _Text = ""
    host: _Text = ""
    application: _Text = ""
    season: _Text = ""
    station: _Text = ""
    owner: _Text = ""
    stream: _Text = ""
    correlation: _Text = ""
    event: list[str] = Field(default=[], max_length=50)
    recorded_from: Day | None = None
    recorded_until: Day | None = None
    effective_from: Day | None = None
    effective_until: Day | None = None
    changes: bool = False


@router.get("/v1/bureaus/{bureau_code}/history", responses=_REFUSED, response_model=Page[HistoryEntry])
async def bureau_history(
    bureau_code: str,
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    asked: Annotated[AskedOfActs, Query()],
) -> Response:
    """机关历史: what was done in the bureau's name, for it, or about it, as it was recorded."""
    await directory.the_bureau(runtime.pool, bureau_code)
    wanted = await _of(runtime, Kind.BUREAU, bureau_code, asked)
    return await _answer(request, runtime, caller, asked.paging, wanted, with_changes=asked.changes)


@router.get("/v1/people/{person_id}/history", responses=_REFUSED, response_model=Page[HistoryEntry])
async def person_history(
    person_id: str,
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    asked: Annotated[AskedOfActs, Query()],
) -> Response:
    """个人经办历史: what a person did, and what names them by their id, as it was recorded.

    It is the auditor's alone, and the record keeps who looked.
    """
    if not await queries.is_known(runtime.pool, Kind.PERSON, person_id):
        raise NotKnownHere(f"Nothing here speaks of {person_id}.")
    wanted = await _of(runtime, Kind.PERSON, person_id, asked)
    return await _answer(request, runtime, caller, asked.paging, wanted, with_changes=asked.changes)


@router.get(
    "/v1/search",
    responses=refuses(CursorNotReadable, DaysTheWrongWay, NoSuchEvent, NoSuchOwner, NotSignedIn, WrongRole),
    response_model=Page[HistoryEntry],
)
async def search(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    asked: Annotated[Searched, Query()],
) -> Response:
    """事件检索: the events of all owners by who, whom, what and when, in the order in which they were recorded."""
    if asked.actor or asked.person:
        require(caller, Level.AUDITOR)
    if asked.owner and asked.owner not in LOGS:
        raise NoSuchOwner(f"{asked.owner} owns no events; these do: {', '.join(LOGS)}.")
    _require_in_order("recorded", asked.recorded_from, asked.recorded_until)
    _require_in_order("effective", asked.effective_from, asked.effective_until)
    said = asked.model_dump(exclude={"event", "changes", "limit", "cursor"})
    wanted = Wanted(**said, types=types_of(asked.event))
    return await _answer(request, runtime, caller, asked.paging, wanted, with_changes=asked.changes)


def _require_in_order(what: str, first: Day | None, last: Day | None) -> None:
    if first is not None and last is not None and last < first:
        raise DaysTheWrongWay(f"{what}_until is before {what}_from.")


async def _of(runtime: Runtime, kind: Kind, subject: str, asked: AskedOfActs) -> Wanted:
    moment, types = await moment_of(runtime.pool, asked), types_of(asked.event)
    if kind is Kind.PERSON:
        return Wanted(person=subject, types=types, own=asked.acts, moment=moment)
    return Wanted(bureau=subject, types=types, own=asked.acts, moment=moment)


async def _answer(
    request: Request, runtime: Runtime, caller: Caller, paging: Paging, wanted: Wanted, *, with_changes: bool
) -> Response:
    sql, arguments = searching.question(wanted, _after(paging), paging.fetch)
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        facts = await queries.found(connection, sql, arguments)
        reader = Reader(caller.level)
        entries = await telling.pages(connection, facts, wanted.moment, reader, with_changes=with_changes)
    return page(request, paging, entries, _key, lambda entry: entry)


def _key(entry: HistoryEntry) -> tuple[str, str, int]:
    return entry.recorded_at.isoformat(), entry.owner, entry.position


def _after(paging: Paging) -> Key | None:
    """The key in the cursor.

    Raises:
        CursorNotReadable: it is not one of such a list.
    """
    instant, owner, position = paging.after(str, str, int)
    if instant is None:
        return None
    try:
        return datetime.fromisoformat(str(instant)).astimezone(CHINA), str(owner), int(str(position))
    except (ValueError, OverflowError) as error:
        raise CursorNotReadable("The cursor belongs to another list.") from error
