"""Which records does the next transaction hold, partition by partition?"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from streams.kernel.many_keys import partitions_of

ROUND_BYTES: Final = 16 << 20
"""What travels in one request at most, before it is packed; a broker takes 100 MiB unless it is told otherwise."""

_NO_HEADERS: Final[list[tuple[str, bytes]]] = []


class Batches:
    """The records of one transaction: in each partition those of earlier lines stand before those of later ones."""

    def __init__(
        self,
        new_batch: Callable[[], Any],
        partitions: int,
        timestamp_ms: int,
        headers: list[tuple[str, bytes]] = _NO_HEADERS,
    ) -> None:
        """Begin with none.

        Args:
            new_batch: makes an empty batch of the producer.
            timestamp_ms: the timestamp of every record, in milliseconds since 1970.
            headers: of every record.
        """
        self._headers = headers
        self.event_count = 0
        self.fact_count = 0
        self.record_count = 0
        self.size_bytes = 0
        self._new_batch = new_batch
        self.timestamp_ms = timestamp_ms
        self._batches: list[list[Any]] = [[] for _ in range(partitions)]

    def add(self, keys: Sequence[bytes], values: Sequence[bytes]) -> None:
        """Add records, each to the partition that its key belongs to."""
        batches, new_batch = self._batches, self._begin_batch
        timestamp_ms, headers = self.timestamp_ms, self._headers
        for partition, key, value in zip(partitions_of(keys, len(batches)), keys, values, strict=True):
            batch = batches[partition][-1] if batches[partition] else new_batch(partition)
            # A batch that is full says so by taking nothing.
            if batch.append(timestamp=timestamp_ms, key=key, value=value, headers=headers) is None:
                new_batch(partition).append(timestamp=timestamp_ms, key=key, value=value, headers=headers)
        self.record_count += len(values)
        self.size_bytes += sum(map(len, values))

    def add_to_every_partition(self, key: bytes, value: bytes) -> None:
        """Add the same record to each partition."""
        self.fact_count += 1
        for partition, batches in enumerate(self._batches):
            batch = batches[-1] if batches else self._begin_batch(partition)
            record = {"timestamp": self.timestamp_ms, "key": key, "value": value, "headers": self._headers}
            if batch.append(**record) is None:
                self._begin_batch(partition).append(**record)
        self.record_count += len(self._batches)
        self.size_bytes += len(value) * len(self._batches)

    def _begin_batch(self, partition: int) -> Any:
        batch = self._new_batch()
        self._batches[partition].append(batch)
        return batch

    def rounds(self) -> Iterator[list[tuple[int, Any]]]:
        """The batches in the order of sending: a round is one request, with one batch of a partition at most."""
        for turn in range(max(map(len, self._batches))):
            round_: list[tuple[int, Any]] = []
            size_bytes = 0
            for partition, batches in enumerate(self._batches):
                if turn >= len(batches):
                    continue
                batch = batches[turn]
                if round_ and size_bytes + batch.size() > ROUND_BYTES:
                    yield round_
                    round_, size_bytes = [], 0
                round_.append((partition, batch))
                size_bytes += batch.size()
            if round_:
                yield round_
