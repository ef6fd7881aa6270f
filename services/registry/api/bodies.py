"""What is sent about a station."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from services.registry.station.commands import AppointStaff, RegisterStation
from shared.events.registry import Size, StationKind, StationPost
from shared.web.bodies import Body, Code, Count, Day, DivisionCode, Name

Town = Annotated[str, StringConstraints(max_length=200)]


class SizeOfHost(Body):
    """How large the host is at this place; what does not apply is left out."""

    area_m2: Count = 0
    stalls: Count = 0
    staff: Count = 0
    stars: Annotated[int, Field(strict=True, ge=0, le=5)] = 0


class Registration(Body):
    host_id: Code
    name: Name
    kind: StationKind
    trade: Name
    size: SizeOfHost = SizeOfHost()
    division_code: DivisionCode
    town: Town = ""
    operating_since: Day

    def command(self, station_id: str, today: date) -> RegisterStation:
        size = Size(area_m2=self.size.area_m2, stalls=self.size.stalls, staff=self.size.staff, stars=self.size.stars)
        return RegisterStation(
            station_id=station_id,
            host_id=self.host_id,
            name=self.name,
            kind=self.kind,
            trade=self.trade,
            size=size,
            division_code=self.division_code,
            town=self.town,
            operating_since=self.operating_since,
            today=today,
        )


class Appointment(Body):
    name: Name
    posts: tuple[StationPost, ...] = Field(max_length=20)

    def command(self, station_id: str, staff_id: str, today: date) -> AppointStaff:
        return AppointStaff(station_id, staff_id, self.name, self.posts, today)
