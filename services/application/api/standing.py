"""What every act on an application answers, and whom it may be refused to."""

from pydantic import BaseModel

from services.application.filing.standing import NotFiled
from services.application.filing.state import Application, Stage
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.web.rules import VersionMissing, VersionStale

CHANGE = (NotSignedIn, WrongRole, NotKnownHere, NotFiled, VersionMissing, VersionStale)
COUNTY = (*CHANGE, OutsideJurisdiction, NotAnOfficerHere)


class Standing(BaseModel):
    """How far the application has come in the county's hands."""

    id: str
    stage: Stage
    season_id: str
    station_id: str
    version: int

    @classmethod
    def of(cls, application: Application, version: int) -> "Standing":
        return cls(
            id=application.application_id,
            stage=application.stage,
            season_id=application.season_id,
            station_id=application.station_id,
            version=version,
        )
