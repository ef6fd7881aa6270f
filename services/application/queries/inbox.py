"""What can be asked back about a bureau's inbox: its open cases, each in one queue, with the least time left first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from asyncpg import Record
from pydantic import BaseModel

from services.application.filing.state import Stage
from services.application.inbox import Mark, Queue, pressing, queue_of
from services.application.queries.applications import whereabouts
from services.application.turns import Outcome, Turn, outcome, turn
from shared.access import directory
from shared.access.roles import Caller, Level
from shared.access.scope import Scope
from shared.database import Connection
from shared.workdays import WorkingCalendar

# Which stages a bureau of the level ever has; the queue tells the rest.
_STAGES = {
    Level.COUNTY: ("filed", "returned", "accepted", "fit", "unfit", "recommended", "reserve"),
    Level.CITY: ("recommended", "reserve"),
    Level.PROVINCE: ("recommended",),
}
_CASES = """
SELECT a.application_id, a.version, a.stage, a.season_id, a.station_id, a.host_id, a.reserve_number,
       coalesce(st.name, '') AS station_name, coalesce(h.name, '') AS host_name, a.correction_due_on,
       coalesce(nullif(st.bureau_code, ''), a.bureau_code) AS bureau_code,
       s.stage AS season_stage, s.applications_close_on, s.recommendations_due_on,
       (s.settings ->> 'submission_due_on')::date AS submission_due_on,
       o.noticed_on, o.notice_closes_on, coalesce(o.held_by <> '{}', false) AS held, o.struck_off_on,
       o.notice_closed_on, coalesce(o.assessment, '') AS assessment, coalesce(o.list_standing, '') AS list_standing,
       o.recognition_refused_on, o.declined_on, o.certified_on, o.published_on, r.revoked_on, l.lapsed_on, e.ended_on,
       coalesce(d.assignee, '') AS assignee
  FROM applications AS a
  JOIN seasons AS s USING (season_id)
  LEFT JOIN stations AS st USING (station_id)
  LEFT JOIN hosts AS h ON h.host_id = a.host_id
  LEFT JOIN application_outcomes AS o USING (application_id)
  LEFT JOIN revocations AS r ON r.certificate_number = o.certificate_number AND r.set_aside_on IS NULL
  LEFT JOIN lapsed_titles AS l ON l.certificate_number = o.certificate_number
  LEFT JOIN ended_titles AS e ON e.certificate_number = o.certificate_number
  LEFT JOIN desks AS d ON d.application_id = a.application_id AND d.bureau_code = $4
 WHERE ($1::text IS NULL OR a.host_id = $1)
   AND ($2::text IS NULL OR coalesce(nullif(st.bureau_code, ''), a.bureau_code) = $2)
   AND coalesce(st.division_code, '') LIKE $3 || '%'
   AND a.stage = ANY($5) AND s.stage <> 'closed' AND ($6::text IS NULL OR a.application_id = $6)
"""


class CaseView(BaseModel):
    """A case in an inbox. `days_left` are working days after today; what waits for no day has none.

    `assignee` is the officer of the caller's bureau on whose desk it lies, empty where it lies on none.
    """

    id: str
    version: int
    queue: Queue
    mark: Mark
    days_left: int | None
    until: date | None
    until_is_provisional: bool
    waiting_for: Turn
    stage: Stage
    outcome: Outcome
    season_id: str
    station_id: str
    station_name: str
    host_id: str
    host_name: str
    bureau_code: str
    reserve_number: int
    assignee: str


class QueueCount(BaseModel):
    """How many cases a queue has, and how many of them lie on the caller's desk, on nobody's, and are pressing."""

    queue: Queue
    cases: int
    mine: int
    unassigned: int
    red: int
    yellow: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the open cases are asked for."""

    queue: Queue | None = None
    mine: bool = False
    unassigned: bool = False

    def has(self, case: CaseView, officer: str) -> bool:
        return (
            self.queue in {None, case.queue}
            and (not self.mine or case.assignee == officer)
            and not (self.unassigned and case.assignee)
        )


async def cases(
    connection: Connection, caller: Caller, scope: Scope, today: date, application_id: str | None = None
) -> list[CaseView]:
    """The open cases of the caller's bureau, or that one: what has the least time left first, no deadline last."""
    calendar = await directory.calendar(connection)
    stages = list(_STAGES.get(caller.level, ()))
    rows = await connection.fetch(_CASES, *scope.arguments(), caller.bureau, stages, application_id)
    found = (_case(row, caller.level, today, calendar) for row in rows)
    return sorted(
        (case for case in found if case is not None), key=lambda case: (case.until or date.max, case.season_id, case.id)
    )


def counts(found: Iterable[CaseView], officer: str) -> list[QueueCount]:
    """Every queue that has a case, in the order of the procedure."""
    queues: dict[Queue, list[CaseView]] = {}
    for case in found:
        queues.setdefault(case.queue, []).append(case)
    return [
        QueueCount(
            queue=queue,
            cases=len(queues[queue]),
            mine=sum(case.assignee == officer for case in queues[queue]),
            unassigned=sum(not case.assignee for case in queues[queue]),
            red=sum(case.mark is Mark.RED for case in queues[queue]),
            yellow=sum(case.mark is Mark.YELLOW for case in queues[queue]),
        )
        for queue in Queue
        if queue in queues
    ]


def _case(row: Record, level: Level, today: date, calendar: WorkingCalendar) -> CaseView | None:
    case = whereabouts(row)
    so_far = outcome(case)
    queue = queue_of(case.stage, so_far, case.season_stage, level)
    if queue is None:
        return None
    waiting_for, until = turn(case)
    left = pressing(until, today, calendar)
    told = {
        "id": row["application_id"],
        "queue": queue,
        "mark": left.mark,
        "days_left": left.days_left,
        "until": until,
        "until_is_provisional": until is not None and calendar.is_provisional(until),
        "waiting_for": waiting_for,
        "outcome": so_far,
    }
    return CaseView.model_validate(dict(row) | told)
