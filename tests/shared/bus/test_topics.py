"""Names and partitions."""

from hypothesis import given
from hypothesis import strategies as st

from shared.bus.topics import PARTITIONS, partition_of, topic_of


def test_an_owner_has_one_topic() -> None:
    assert topic_of("registry") == "events.registry"
    assert topic_of("registry", "t1.") == "t1.events.registry"


def test_the_partition_of_a_key_is_that_of_every_kafka_client() -> None:
    # Worked out by hand from the published hash; a change here would tear streams apart.
    assert [partition_of(key) for key in ("21", "foobar", "a-little-bit-long-string")] == [
        (hashed & 0x7FFFFFFF) % PARTITIONS for hashed in (-973932308, -790332482, -985981536)
    ]


@given(st.text())
def test_every_key_has_a_partition(key: str) -> None:
    assert 0 <= partition_of(key) < PARTITIONS
