"""What the registry answers to a command."""

from pydantic import BaseModel

from services.registry.staff.state import StaffStage
from services.registry.station.state import Stage


class Done(BaseModel):
    """What was made or done, and the version of its record since."""

    id: str
    status: str
    version: int


class StationDone(BaseModel):
    """A station; its bureau has no code before it is registered. `version` is what a later `If-Match` names."""

    id: str
    station_id: str
    bureau_code: str
    stage: Stage
    version: int


class StaffDone(BaseModel):
    """A member of a station's staff. `version` is that of the person's record."""

    id: str
    station_id: str
    stage: StaffStage
    version: int


class CareDone(BaseModel):
    """What was done for a station: `id` is the thing made, or the station. `version` is that of the care's record."""

    id: str
    station_id: str
    version: int
