"""How a candidate falls after the assessment: a veto that comes out late, or a host that does not want the title."""

from services.assessment.assessment.commands import DeclineTitle, FindVeto
from services.assessment.assessment.recognition import AlreadyRecognised, HasDeclined, require_live
from services.assessment.assessment.scoring import published, require_standing
from services.assessment.assessment.state import MARKING, Assessment, AssessmentFact, Stage
from shared.errors import Conflict, Unacceptable
from shared.events.assessment import TitleDeclined, VetoFound

_DECLINING = MARKING | {Stage.PASSED}


class NoSuchVetoItem(Unacceptable):
    """A veto names an item of the season's standard."""

    title_zh = "所列情形不是本年度创建标准的一票否决项。"


class VetoAlreadyFound(Conflict):
    """A veto item is found once."""

    title_zh = "该一票否决情形已有记录。"


class ListNotSubmittedYet(Conflict):
    """Until the list is submitted an application is withdrawn; the title is declined after that."""

    title_zh = "名单上报之前请撤回申请，上报之后方可放弃认定。"


class NothingToDecline(Conflict):
    """A candidate that failed its assessment has no title to decline."""

    title_zh = "测评未通过的，没有可以放弃的称号。"


def find_veto(command: FindVeto, assessment: Assessment) -> list[AssessmentFact]:
    """发现一票否决情形: whatever the veto check had said; with it nobody passes, joins a list or is recognised."""
    facts = command.facts
    earlier = assessment.vetoes.get(command.item)
    if earlier is not None:
        if (earlier.findings, earlier.evidence_sha256) == (command.findings, command.evidence_sha256):
            return []
        raise VetoAlreadyFound(f"{command.item} of {command.application_id} was found on {earlier.found_on}.")
    require_live(assessment, command.application_id)
    require_standing(facts.standing, command.application_id)
    if facts.certified:
        raise AlreadyRecognised(f"{command.application_id} has led to a title: propose its revocation instead.")
    if command.item not in {veto.code for veto in published(command.rubric).vetoes}:
        raise NoSuchVetoItem(f"{command.item} is no veto item of the season's standard.")
    return [
        VetoFound(
            application_id=command.application_id,
            season_id=facts.season_id,
            station_id=facts.station_id,
            item=command.item,
            findings=command.findings,
            evidence_sha256=command.evidence_sha256,
            found_on=command.today,
        )
    ]


def decline_title(command: DeclineTitle, assessment: Assessment) -> list[AssessmentFact]:
    """放弃认定: of the host's own will, after the list and before the province has decided."""
    facts = command.facts
    if assessment.declined is not None:
        if assessment.declined.reason == command.reason:
            return []
        raise HasDeclined(f"{command.application_id} was declined on {assessment.declined.declined_on}.")
    require_live(assessment, command.application_id)
    require_standing(facts.standing, command.application_id)
    if facts.certified:
        raise AlreadyRecognised(f"{command.application_id} has led to a title: renounce the title instead.")
    if not facts.list_submitted:
        raise ListNotSubmittedYet(f"The list is not submitted yet: withdraw {command.application_id} instead.")
    if assessment.stage not in _DECLINING:
        raise NothingToDecline(f"The assessment of {command.application_id} is {assessment.stage}.")
    return [
        TitleDeclined(
            application_id=command.application_id,
            season_id=facts.season_id,
            station_id=facts.station_id,
            reason=command.reason,
            declined_on=command.today,
        )
    ]
