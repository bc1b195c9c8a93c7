"""Does a key belong to the partition that Kafka's clients choose for it?"""

from aiokafka.partitioner import DefaultPartitioner
from aiokafka.partitioner import murmur2 as of_kafka
from hypothesis import example, given
from hypothesis import strategies as st

from streams.kernel.partitioner import murmur2, partition_of

_kafkas_choice = DefaultPartitioner()


@given(st.binary(max_size=40))
@example(b"")
@example(b"\xff" * 7)
def test_the_hash_is_that_of_kafkas_client(key: bytes) -> None:
    assert murmur2(key) == of_kafka(key)


@given(st.text(max_size=40), st.integers(1, 64))
def test_the_partition_is_that_of_kafkas_client(key: str, partitions: int) -> None:
    numbers = list(range(partitions))
    assert partition_of(key.encode(), partitions) == _kafkas_choice(key.encode(), numbers, numbers)


def test_the_hash_is_that_of_the_java_client() -> None:
    """From the tests of Apache Kafka (UtilsTest.java)."""
    known = {
        b"21": -973932308,
        b"foobar": -790332482,
        b"a-little-bit-long-string": -985981536,
        b"a-little-bit-longer-string": -1486304829,
        b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971,
        b"abc": 479470107,
    }
    assert {key: murmur2(key) for key in known} == {key: hashed % (1 << 32) for key, hashed in known.items()}


def test_one_partition_takes_every_key() -> None:
    assert {partition_of(str(number).encode(), 1) for number in range(100)} == {0}
