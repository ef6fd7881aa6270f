"""The topics lost, or done away with: made anew, and every store's log published into them again."""

from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.files import ServerTrouble
from deploy.folders import running
from deploy.stack import SERVICES
from deploy.topics import make_topics, remove_topics
from deploy.using import reached
from shared.bus.relay import republish
from shared.bus.topics import topic_of


async def publish_again(kafka: str, stores: Mapping[str, str]) -> dict[str, int]:
    """Remove the topics and make them from the stores, byte for byte; how many events each has then.

    `stores` are the addresses of the databases by topic. Nobody may read or write the topics meanwhile. Consumers go on
    from the positions in their inboxes: what they have worked off they know again, wherever in a topic it lies now.
    """
    await remove_topics(kafka, list(stores))
    await make_topics(kafka, list(stores))
    return {topic: await republish(dsn, kafka, topic) for topic, dsn in stores.items()}


async def topics_again(folder: Path | None) -> dict[str, int]:
    """The topics of a stack that does not run.

    Raises:
        ServerTrouble: it runs, or there is none.
    """
    found = running(folder)
    if found is not None:
        raise ServerTrouble(f"the stack in {found[0]} runs, and its services read the topics: stop it first")
    async with reached(folder, ()) as there:
        stores = {topic_of(name, there.topic_prefix): there.stack.postgres_dsn(name) for name in SERVICES}
        return await publish_again(there.kafka, stores)
