"""What the commands answer, and who may refuse them at all."""

from pydantic import BaseModel

from services.assessment.assessment.state import Assessment
from services.assessment.title.state import IN_FORCE, Stage, Title
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.roles import BUREAUS, Level
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.web.rules import VersionMissing, VersionStale

ACT = (NotSignedIn, WrongRole, NotKnownHere, NotAnOfficerHere, OutsideJurisdiction)
CHANGE = (*ACT, VersionMissing, VersionStale)
READ = (NotSignedIn, WrongRole, NotKnownHere, NotAnOfficerHere, OutsideJurisdiction)

OVERSEERS = (*sorted(BUREAUS), Level.AUDITOR, Level.OPERATOR)
"""Who reads what is not public, each in their own area."""


class Done(BaseModel):
    """What was made or done, and the version of its record since."""

    id: str
    status: str
    version: int


class AssessmentStanding(BaseModel):
    """How far the assessment has come. `total` is the conclusion's, in tenths, and 0 before it."""

    id: str
    stage: str
    version: int
    assessors: int
    total: int
    check_id: str = ""


class TitleStanding(BaseModel):
    """A title after an act on it."""

    id: str
    stage: str
    status: str
    station_id: str
    version: int
    plaque_number: str

    @classmethod
    def of(cls, title: Title, version: int) -> "TitleStanding":
        return cls(
            id=title.certificate_number,
            stage=title.stage,
            status=_status(title),
            station_id=title.certified.station_id if title.certified else "",
            version=version,
            plaque_number=title.plaque.plaque_number if title.plaque else "",
        )


def _status(title: Title) -> str:
    if title.stage in IN_FORCE:
        return "in_force" if title.suspended is None else "suspended"
    return {Stage.ENDED: "ended", Stage.LAPSED: "lapsed"}.get(title.stage, "revoked")


def standing(application_id: str, assessment: Assessment, version: int, check_id: str = "") -> AssessmentStanding:
    return AssessmentStanding(
        id=application_id,
        stage=assessment.stage,
        version=version,
        assessors=len(assessment.scores),
        total=assessment.total,
        check_id=check_id,
    )
