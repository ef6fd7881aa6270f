"""How a host was told, and where its systems are told: it follows from what was planted elsewhere."""

from tests.access.world import World, host_in


async def find_told(world: World) -> None:
    """A delivery of the host of the case, and an endpoint that leads nowhere."""
    host = host_in(world.lines["kept"])
    deliveries = await world.client.get("notification", "/v1/deliveries?limit=1", host)
    world.ids["delivery"] = str(deliveries.body["items"][0]["delivery_id"])
    made = await world.client.post("notification", "/v1/endpoints", host, {"url": "https://hooks.invalid/shifan"})
    world.ids["endpoint"] = str(made.body["endpoint_id"])
