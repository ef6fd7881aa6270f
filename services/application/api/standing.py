"""What every act on an application answers, whom it may be refused to, and what the routes' bodies share."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from services.application.filing.eligibility import (
    AlreadyFiled,
    AnotherCitysSeason,
    BarredAfterRevocation,
    FiledTooLate,
    HoldsATitle,
    NotYetOperatingAYear,
    OnlyActiveStationsApply,
    SeasonNotOpen,
    WithdrawnThisSeason,
)
from services.application.filing.standing import NotFiled
from services.application.filing.state import Application, Stage
from services.application.rules import SeasonIsOver
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.web.rules import VersionMissing, VersionStale

CHANGE = (NotSignedIn, WrongRole, NotKnownHere, NotFiled, VersionMissing, VersionStale)
COUNTY = (*CHANGE, OutsideJurisdiction, NotAnOfficerHere)
FILING = (
    AlreadyFiled,
    WithdrawnThisSeason,
    AnotherCitysSeason,
    OnlyActiveStationsApply,
    SeasonNotOpen,
    FiledTooLate,
    SeasonIsOver,
    HoldsATitle,
    BarredAfterRevocation,
    NotYetOperatingAYear,
)
"""The rules of filing, whichever way an application comes."""

SeasonId = Annotated[str, StringConstraints(pattern=r"^S-[0-9]{4}-[0-9]{6}$"), Field(examples=["S-2013-320400"])]
SelfScore = Annotated[int, Field(strict=True, ge=0, le=1_000)]
"""The host's own total, in tenths of a point."""


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
