"""What the registry answers to a command."""

from pydantic import BaseModel

from services.registry.station.state import Stage


class Done(BaseModel):
    """What was made or done, and the version of its record since."""

    id: str
    status: str
    version: int


class StationDone(BaseModel):
    """A station, or what was done for it: `id` is the thing made, if it has an id of its own."""

    id: str
    station_id: str
    bureau_code: str
    stage: Stage
    version: int
