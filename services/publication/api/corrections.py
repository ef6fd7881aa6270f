"""公示更正: what was printed of one candidate is put right; the others are not touched."""

from fastapi import APIRouter

from services.publication.api.notices import NoticeStanding, standing_of
from services.publication.notice import corrections, periods
from services.publication.notice import decisions as rules
from services.publication.notice.commands import CorrectNotice, PutRight
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.errors import NotKnownHere
from shared.events.registry import StationKind
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Day, Name, Text
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/notices", tags=["notices"])


class NewCorrection(Body):
    """What was printed wrongly, as it is right: only what changes; and the period in which it stands anew."""

    station_name: Name | None = None
    host_name: Name | None = None
    trade: Name | None = None
    kind: StationKind | None = None
    opens_on: Day
    closes_on: Day
    reason: Text


@router.post(
    "/{notice_id}/candidates/{application_id}/correction",
    response_model=NoticeStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        rules.NoSuchNotice,
        rules.NotOnNotice,
        rules.CandidateGone,
        periods.PeriodOver,
        periods.CalendarNotPublished,
        periods.OpensInThePast,
        periods.PeriodTooShort,
        corrections.CorrectionRuns,
        corrections.NothingPutRight,
        corrections.CorrectionGivesReason,
    ),
)
async def correct_notice(notice_id: str, application_id: str, body: NewCorrection, act: TheChange) -> Answer:
    """公示更正: the candidate is held until its own period is over, and goes on where nobody objects."""
    command = CorrectNotice(
        notice_id=notice_id,
        correction_id=new_id("co", act.seed),
        application_id=application_id,
        put_right=PutRight(station_name=body.station_name, host_name=body.host_name, trade=body.trade, kind=body.kind),
        opens_on=body.opens_on,
        closes_on=body.closes_on,
        reason=body.reason,
        today=act.today,
    )
    return await act.carry_out(command, standing_of(notice_id))
