"""What the registry answers to a command."""

from pydantic import BaseModel

from services.registry.station.state import Stage


class Done(BaseModel):
    """What was made or done, and the version of its record since."""

    id: str
    status: str
    version: int


class StationDone(BaseModel):
    """A station, or a member of its staff: `id` is the thing made."""

    id: str
    station_id: str
    bureau_code: str
    stage: Stage
    version: int


class CareDone(BaseModel):
    """What was done for a station: `id` is the thing made, or the station. `version` is that of the care's record."""

    id: str
    station_id: str
    version: int
