"""Everything that the walks add, in its order."""

from tests.access.planting_cases import find_published, plant_in_cases
from tests.access.planting_notification import find_told
from tests.access.planting_registry import plant_in_registry
from tests.access.world import World, draw_lines, found, open_next_season


async def plant_all(world: World) -> None:
    """Found the foreign bureaus, then an object of every kind with its canaries."""
    await found(world)
    await draw_lines(world)
    await open_next_season(world)
    await plant_in_registry(world)
    await plant_in_cases(world)
    await find_published(world)
    await find_told(world)
