"""What tests of the bus stand on: a store that is sent, and the topic that it is sent to."""

import pytest

from deploy.topics import make_topics
from shared.bus.topics import topic_of
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import SCHEMA


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    return await database(SCHEMA)


@pytest.fixture
async def topic(kafka: str, topic_prefix: str) -> str:
    name = topic_of("registry", topic_prefix)
    await make_topics(kafka, [name])
    return name
