"""Do the records of a transaction keep their order, and do its requests stay small?"""

from typing import Any

import pytest

from streams.kernel.partitioner import partition_of
from streams.runtime.gateway import batches
from streams.runtime.gateway.batches import Batches


class Batch:
    """A batch that takes three records."""

    def __init__(self) -> None:
        self.values: list[bytes] = []

    def append(self, *, timestamp: int, key: bytes, value: bytes, headers: list[Any]) -> object:
        if len(self.values) == 3:
            return None
        self.values.append(value)
        return self

    def size(self) -> int:
        return sum(map(len, self.values))


def test_records_keep_their_order_in_each_partition_over_full_batches_and_facts() -> None:
    held = Batches(Batch, 3, 0)
    keys = [b"key-%d" % number for number in range(40)]
    held.add(keys[:20], keys[:20])
    held.add_to_every_partition(b"fact", b"fact")
    held.add(keys[20:], keys[20:])

    sent: dict[int, list[bytes]] = {}
    for round_ in held.rounds():
        assert len({partition for partition, _ in round_}) == len(round_)
        for partition, batch in round_:
            sent.setdefault(partition, []).extend(batch.values)

    assert sent == {
        partition: [
            *(key for key in keys[:20] if partition_of(key, 3) == partition),
            b"fact",
            *(key for key in keys[20:] if partition_of(key, 3) == partition),
        ]
        for partition in range(3)
    }
    assert (held.record_count, held.fact_count) == (43, 1)
    assert held.size_bytes == sum(map(len, keys)) + 3 * len(b"fact")


def test_a_request_is_no_larger_than_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "ROUND_BYTES", 10)
    held = Batches(Batch, 7, 0)
    held.add_to_every_partition(b"fact", b"1234")

    assert [[partition for partition, _ in round_] for round_ in held.rounds()] == [
        [0, 1],
        [2, 3],
        [4, 5],
        [6],
    ]


def test_no_records_are_no_round() -> None:
    assert list(Batches(Batch, 2, 0).rounds()) == []
