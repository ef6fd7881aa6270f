"""A client of Kafka is closed whole: one that is stopped half-way leaves its connections open."""

import asyncio
from typing import Protocol


class Client(Protocol):
    """A producer or a consumer of aiokafka."""

    async def stop(self) -> None: ...


async def closed(client: Client, seconds: float = 10) -> None:
    """Stop the client, also where this task is told to end meanwhile; after so many seconds it is given up."""
    closing = asyncio.gather(client.stop(), return_exceptions=True)
    try:
        await asyncio.wait({closing}, timeout=seconds)
    except asyncio.CancelledError:
        await asyncio.wait({closing}, timeout=seconds)
        raise
    finally:
        closing.cancel()
