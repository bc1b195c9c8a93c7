"""Which batch of a partition may be handed on next, and how far is everything handed on finished?"""

from collections import deque

from streams.runtime.fetching import Batch


class _Delivered:
    """A batch that was handed on."""

    __slots__ = ("end", "finished", "record_count", "start")

    def __init__(self, batch: Batch) -> None:
        self.start = batch.start
        self.end = batch.end
        self.record_count = len(batch.records)
        self.finished = False


class Deliveries:
    """The batches of one partition that were handed on, in order and without a gap.

    Attributes:
        expected: where the next batch must start.
        waiting_records: how many records were handed on and are not finished.
    """

    def __init__(self, position: int) -> None:
        self.expected = position
        self.waiting_records = 0
        self._committable: int | None = None
        self._delivered: deque[_Delivered] = deque()

    @property
    def waiting_batches(self) -> int:
        """How many batches were handed on and are not finished, or stand behind one that is not."""
        return len(self._delivered)

    def follows(self, batch: Batch) -> bool:
        """Whether a batch begins where the last one ended; any other is never handed on."""
        return batch.start == self.expected

    def deliver(self, batch: Batch) -> None:
        """Note that a batch is being handed on."""
        self._delivered.append(_Delivered(batch))
        self.waiting_records += len(batch.records)
        self.expected = batch.end

    def finish(self, start: int) -> bool:
        """Note that the batch with this start is done with; False for one that is not known (any more)."""
        for delivered in self._delivered:
            if delivered.start == start and not delivered.finished:
                delivered.finished = True
                self.waiting_records -= delivered.record_count
                break
        else:
            return False
        while self._delivered and self._delivered[0].finished:
            self._committable = self._delivered.popleft().end
        return True

    def committable(self) -> int | None:
        """The end of the longest finished prefix, once; None where nothing was finished since it was last asked."""
        offset, self._committable = self._committable, None
        return offset
