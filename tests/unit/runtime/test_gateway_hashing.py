"""Do many keys go to the same partitions together as one at a time?"""

from hypothesis import given
from hypothesis import strategies as st

from streams.kernel.many_keys import partitions_of
from streams.kernel.partitioner import partition_of


@given(st.lists(st.binary(max_size=40), max_size=200), st.sampled_from([1, 2, 3, 8, 31, 1024]))
def test_any_keys_go_where_each_goes_alone(keys: list[bytes], partitions: int) -> None:
    assert partitions_of(keys, partitions) == [partition_of(key, partitions) for key in keys]


@given(st.integers(0, 40), st.data())
def test_many_keys_of_one_length_go_where_each_goes_alone(length: int, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.binary(min_size=length, max_size=length), min_size=8, max_size=60))

    assert partitions_of(keys, 1 << 20) == [partition_of(key, 1 << 20) for key in keys]


def test_the_highest_bytes_do_not_spill_into_the_neighbouring_key() -> None:
    keys = [b"\xff" * 23, b"\0" * 23] * 10

    assert partitions_of(keys, 1 << 20) == [partition_of(key, 1 << 20) for key in keys]
