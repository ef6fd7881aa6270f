"""What is sent about a station."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from services.registry.division.codes import DivisionNotInForce
from services.registry.rules import NoCompetentBureau
from services.registry.station.commands import (
    CloseStation,
    CorrectDetails,
    MoveStation,
    ProposeStation,
    RegisterProposed,
    RegisterStation,
    RenameStation,
    ResumeStation,
    SuspendStation,
    TransferStation,
)
from shared.events.registry import Size, StationKind
from shared.web.bodies import Body, Code, Count, Day, DivisionCode, Name, Text

PLACES = (NoCompetentBureau, DivisionNotInForce)
"""What may be wrong with a place that somebody names."""

Town = Annotated[str, StringConstraints(max_length=200)]
WhyDistinct = Annotated[str, StringConstraints(max_length=1_000)]
"""Why this is another one than what looks like it on the register."""


class SizeOfHost(Body):
    """How large the host is at this place; what does not apply is left out."""

    area_m2: Count = 0
    stalls: Count = 0
    staff: Count = 0
    stars: Annotated[int, Field(strict=True, ge=0, le=5)] = 0

    def size(self) -> Size:
        return Size(area_m2=self.area_m2, stalls=self.stalls, staff=self.staff, stars=self.stars)


class Proposal(Body):
    """A station as its host describes it."""

    name: Name
    kind: StationKind
    trade: Name
    size: SizeOfHost = SizeOfHost()
    division_code: DivisionCode
    town: Town = ""
    operating_since: Day

    def proposed(self, station_id: str, host_id: str, today: date) -> ProposeStation:
        return ProposeStation(
            station_id=station_id,
            host_id=host_id,
            name=self.name,
            kind=self.kind,
            trade=self.trade,
            size=self.size.size(),
            division_code=self.division_code,
            town=self.town,
            operating_since=self.operating_since,
            today=today,
        )


class Registration(Proposal):
    """A station that the county puts on the register itself."""

    host_id: Code
    distinct_because: WhyDistinct = ""

    def command(self, station_id: str, today: date) -> RegisterStation:
        return RegisterStation(
            station_id=station_id,
            host_id=self.host_id,
            name=self.name,
            kind=self.kind,
            trade=self.trade,
            size=self.size.size(),
            division_code=self.division_code,
            town=self.town,
            operating_since=self.operating_since,
            today=today,
            distinct_because=self.distinct_because,
        )


class Granting(Body):
    """The county registers a station as it was proposed."""

    distinct_because: WhyDistinct = ""

    def command(self, station_id: str, today: date) -> RegisterProposed:
        return RegisterProposed(station_id, today, self.distinct_because)


class Refusal(Body):
    """Why not; the host reads it."""

    reasons: Text


class DetailsCorrection(Body):
    """All details as they stand from now on, and why they are corrected."""

    kind: StationKind
    trade: Name
    size: SizeOfHost
    operating_since: Day
    reason: Text

    def command(self, station_id: str, today: date) -> CorrectDetails:
        size = self.size.size()
        return CorrectDetails(station_id, self.kind, self.trade, size, self.operating_since, self.reason, today)


class Renaming(Body):
    """A new name, and the day since when it is borne; without one, today."""

    name: Name
    renamed_on: Day | None = None

    def command(self, station_id: str, today: date) -> RenameStation:
        return RenameStation(station_id, self.name, self.renamed_on or today, today)


class Move(Body):
    """Where the station stands now, and since when; without a day, today."""

    division_code: DivisionCode
    town: Town = ""
    moved_on: Day | None = None

    def command(self, station_id: str, today: date) -> MoveStation:
        return MoveStation(station_id, self.division_code, self.town, self.moved_on or today, today)


class Transfer(Body):
    """The host that runs the station now, and since when; without a day, today."""

    host_id: Code
    transferred_on: Day | None = None

    def command(self, station_id: str, today: date) -> TransferStation:
        return TransferStation(station_id, self.host_id, self.transferred_on or today, today)


class Suspension(Body):
    reason: Text
    suspended_on: Day | None = None

    def command(self, station_id: str, today: date) -> SuspendStation:
        return SuspendStation(station_id, self.reason, self.suspended_on or today, today)


class Resumption(Body):
    resumed_on: Day | None = None

    def command(self, station_id: str, today: date) -> ResumeStation:
        return ResumeStation(station_id, self.resumed_on or today, today)


class Closing(Body):
    reason: Text
    closed_on: Day | None = None

    def command(self, station_id: str, today: date) -> CloseStation:
        return CloseStation(station_id, self.reason, self.closed_on or today, today)
