"""起草、自评、附证: the rules by which a host prepares its form, and its county compares copies with originals."""

from collections.abc import Iterable
from typing import assert_never

from services.application.filing.forms import (
    AssessSelf,
    AttachEvidence,
    CheckEvidence,
    DraftApplication,
    DraftingCommand,
    FormerForm,
    RemoveEvidence,
    Standard,
    form_hash,
)
from services.application.filing.standing import UNDER_VERIFICATION, NotFiled, filed, stands
from services.application.filing.state import Application, FilingEvent, Stage
from services.application.season.standing import SeasonIsClosed
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.application import (
    ApplicationDrafted,
    EvidenceAttached,
    EvidenceChecked,
    EvidenceRemoved,
    SelfAssessed,
    TrustGrade,
)

OPEN_TO_CHANGE = (Stage.DRAFT, Stage.RETURNED)
TO_BE_CHECKED = (Stage.FILED, Stage.RETURNED, *UNDER_VERIFICATION)
BY_THE_HOST = (TrustGrade.C, TrustGrade.D)
BY_THE_COUNTY = (TrustGrade.A, TrustGrade.B)


class FormIsFixed(Conflict):
    """A form is changed while it is a draft, or while a correction is asked for."""

    title_zh = "申请表只能在起草或者补正期间修改。"


class ItemNotInTheStandard(Unacceptable):
    """Only items of the season's standard are scored, and only for them stands evidence."""

    title_zh = "只能填写本年度标准中的项目。"


class SelfScoreOutOfRange(Unacceptable):
    """A host scores each item once, from 0 to what it is worth."""

    title_zh = "每个项目只填一次，得分须在0分至该项分值之间。"


class FormIncomplete(Conflict):
    """A draft is filed when its statement, its contact and a score for every item of the standard are there."""

    title_zh = "申请说明、联系方式和全部项目的自评分填写齐全后方可提交。"


class HostGradesCOrD(Unacceptable):
    """A host's own files are graded C, a copy whose original is to be checked, or D, made and promised by itself."""

    title_zh = "企业上传的材料只能为C级(待核原件的复印件)或D级(自行制作并承诺属实)。"


class NoSuchEvidence(NotFound):
    """No such file belongs to the application."""

    title_zh = "申请中没有这份材料。"


class CheckGivesAOrB(Unacceptable):
    """A copy that was compared with its original is graded B, and a paper that an organ itself has issued A."""

    title_zh = "核对原件后的等级为B级，机关出具的材料为A级。"


class NotToBeChecked(Conflict):
    """Copies are compared with their originals from the filing until the county has decided."""

    title_zh = "原件核对在提交申请之后、县级机关决定之前进行。"


def decide(command: DraftingCommand, application: Application) -> list[FilingEvent]:
    match command:
        case DraftApplication():
            return draft_application(command, application)
        case AssessSelf():
            return assess_self(command, application)
        case AttachEvidence():
            return attach_evidence(command, application)
        case RemoveEvidence():
            return remove_evidence(command, application)
        case CheckEvidence():
            return check_evidence(command, application)
        case _:
            assert_never(command)


def draft_application(command: DraftApplication, application: Application) -> list[FilingEvent]:
    if application.stage not in {Stage.NOT_FILED, *OPEN_TO_CHANGE}:
        raise FormIsFixed(stands(application))
    if command.season_is_over:
        raise SeasonIsClosed(f"{command.season_id} is closed: draft for the next season")
    former = command.former or FormerForm("", "")
    drafted = ApplicationDrafted(
        application_id=command.application_id,
        season_id=command.season_id,
        station_id=command.station_id,
        host_id=command.host_id,
        statement=command.statement or former.statement,
        contact=command.contact or former.contact,
        drafted_at=command.drafted_at,
        copied_from=command.copied_from,
    )
    if application.stage is not Stage.NOT_FILED:
        return [] if _same_draft(drafted, application.draft) else [drafted]
    return [drafted, *_taken_over(command, former)]


def _same_draft(new: ApplicationDrafted, old: ApplicationDrafted | None) -> bool:
    return old is not None and (new.statement, new.contact, new.host_id) == (old.statement, old.contact, old.host_id)


def _taken_over(command: DraftApplication, former: FormerForm) -> list[FilingEvent]:
    """Scores and files of an earlier season, as far as this season's standard still has their items."""
    weights, today = command.standard.weights, command.drafted_at.date()
    scores = tuple(score for score in former.scores if score.tenths <= weights.get(score.item, -1))
    events: list[FilingEvent] = []
    if scores:
        events.append(
            _assessed(AssessSelf(command.application_id, scores, today, command.standard), command.station_id)
        )
    for file in former.files:
        still_there = tuple(item for item in file.items if item in weights)
        # What was compared with its original then is a copy again now.
        grade = file.grade if file.grade in BY_THE_HOST else TrustGrade.C
        changed = {"application_id": command.application_id, "items": still_there, "grade": grade, "attached_on": today}
        events.append(file.model_copy(update=changed))
    return events


def assess_self(command: AssessSelf, application: Application) -> list[FilingEvent]:
    _open_to_change(application, command.application_id)
    if application.draft is None:
        raise NotFiled(f"nobody has drafted {command.application_id} here: draft it first")
    _of_the_standard((score.item for score in command.scores), command.standard)
    for score in command.scores:
        if not 0 <= score.tenths <= command.standard.weights[score.item]:
            raise SelfScoreOutOfRange(f"{score.item} is worth {command.standard.weights[score.item]} tenths")
    items = [score.item for score in command.scores]
    if len(set(items)) < len(items):
        raise SelfScoreOutOfRange(f"scored twice: {', '.join(sorted({one for one in items if items.count(one) > 1}))}")
    assessed = _assessed(command, application.station_id)
    return [] if assessed == application.self_assessment else [assessed]


def _assessed(command: AssessSelf, station_id: str) -> SelfAssessed:
    return SelfAssessed(
        application_id=command.application_id,
        station_id=station_id,
        rubric_id=command.standard.rubric_id,
        scores=command.scores,
        total_tenths=sum(score.tenths for score in command.scores),
        known=command.known,
        assessed_on=command.today,
    )


def attach_evidence(command: AttachEvidence, application: Application) -> list[FilingEvent]:
    _open_to_change(application, command.application_id)
    if command.grade not in BY_THE_HOST:
        raise HostGradesCOrD(f"the county grades A and B; {command.grade} was asked for")
    _of_the_standard(command.items, command.standard)
    attached = EvidenceAttached(
        application_id=command.application_id,
        station_id=application.station_id,
        sha256=command.sha256,
        media_type=command.media_type,
        size_bytes=command.size_bytes,
        title=command.title,
        items=tuple(dict.fromkeys(command.items)),
        grade=command.grade,
        attached_on=command.today,
    )
    return [] if attached == application.attachments.get(command.sha256) else [attached]


def remove_evidence(command: RemoveEvidence, application: Application) -> list[FilingEvent]:
    _open_to_change(application, command.application_id)
    if command.sha256 not in application.evidence:
        raise NoSuchEvidence(f"{command.sha256} does not belong to {command.application_id}")
    return [
        EvidenceRemoved(
            application_id=command.application_id,
            station_id=application.station_id,
            sha256=command.sha256,
            removed_on=command.today,
        )
    ]


def check_evidence(command: CheckEvidence, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if command.sha256 not in application.evidence:
        raise NoSuchEvidence(f"{command.sha256} does not belong to {command.application_id}")
    if command.grade not in BY_THE_COUNTY:
        raise CheckGivesAOrB(f"{command.grade} is what the host said of its file")
    if application.stage not in TO_BE_CHECKED:
        raise NotToBeChecked(stands(application))
    if application.evidence[command.sha256] is command.grade:
        return []
    return [
        EvidenceChecked(
            application_id=command.application_id,
            station_id=application.station_id,
            sha256=command.sha256,
            grade=command.grade,
            checked_on=command.today,
        )
    ]


def _open_to_change(application: Application, application_id: str) -> None:
    if application.stage is Stage.NOT_FILED:
        raise NotFiled(f"nobody has begun {application_id}: draft it first")
    if application.stage not in OPEN_TO_CHANGE:
        raise FormIsFixed(stands(application))


def _of_the_standard(items: Iterable[str], standard: Standard) -> None:
    unknown = sorted({item for item in items if item not in standard.weights})
    if unknown:
        raise ItemNotInTheStandard(f"{', '.join(unknown)}: not in {standard.rubric_id or 'a standard that is known'}")


def form_sha256(application: Application) -> str:
    """The hash of the form as it stands."""
    draft, assessment = application.draft, application.self_assessment
    return form_hash(
        draft.statement if draft else "",
        draft.contact if draft else "",
        assessment.rubric_id if assessment else "",
        assessment.scores if assessment else (),
        application.attachments.values(),
    )


def require_complete(application: Application, standard: Standard) -> None:
    """The form says something on everything that is asked.

    Raises:
        FormIncomplete: it does not; all that is missing is named.
    """
    draft, assessment = application.draft, application.self_assessment
    scored = {score.item for score in assessment.scores} if assessment else set()
    if assessment and assessment.rubric_id != standard.rubric_id:
        scored = set()  # Scored against another version of the standard: score again.
    missing = [
        *([] if draft and draft.statement else ["statement"]),
        *([] if draft and draft.contact else ["contact"]),
        *(item for item in standard.weights if item not in scored),
    ]
    if missing:
        raise FormIncomplete(f"still missing: {', '.join(missing)}")
