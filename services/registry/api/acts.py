"""How an act on a station is carried out and answered."""

from services.registry.api.answers import StationDone
from services.registry.station.commands import StationCommand
from services.registry.station.state import Station
from shared.web.acting import Act, Answer


async def on_station(act: Act, command: StationCommand, status: int = 200, location: str | None = None) -> Answer:
    """Carry the command out and answer with the station's stage, bureau and version."""

    def show(station: Station, version: int) -> StationDone:
        return StationDone(
            id=command.station_id,
            station_id=command.station_id,
            bureau_code=station.bureau_code,
            stage=station.stage,
            version=version,
        )

    return await act.carry_out(command, show, status, location)
