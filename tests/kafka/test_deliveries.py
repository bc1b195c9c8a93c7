"""Is a batch handed on only where the last one ended, and only a finished prefix committed?"""

from streams.kernel.record import LogRecord
from streams.runtime.deliveries import Deliveries
from streams.runtime.fetching import Batch


def _batch(start: int, end: int) -> Batch:
    return Batch(start, end, [LogRecord(offset, None, b"") for offset in range(start, end)])


def _delivered(*bounds: tuple[int, int]) -> Deliveries:
    deliveries = Deliveries(bounds[0][0])
    for start, end in bounds:
        batch = _batch(start, end)
        assert deliveries.follows(batch)
        deliveries.deliver(batch)
    return deliveries


def test_a_batch_that_begins_later_or_earlier_does_not_follow() -> None:
    deliveries = _delivered((0, 10), (10, 15))
    assert not deliveries.follows(_batch(16, 20))
    assert not deliveries.follows(_batch(10, 20))
    assert deliveries.expected == 15


def test_nothing_is_committed_past_a_batch_in_progress() -> None:
    deliveries = _delivered((0, 10), (10, 15), (15, 30))
    assert deliveries.finish(10)
    assert deliveries.finish(15)
    assert deliveries.committable() is None
    assert deliveries.finish(0)
    assert deliveries.committable() == 30


def test_an_offset_is_committed_once() -> None:
    deliveries = _delivered((0, 10))
    deliveries.finish(0)
    assert deliveries.committable() == 10
    assert deliveries.committable() is None


def test_a_batch_finishes_once_and_an_unknown_one_never() -> None:
    deliveries = _delivered((0, 10), (10, 12))
    assert deliveries.finish(10)
    assert not deliveries.finish(10)
    assert not deliveries.finish(99)


def test_what_waits_is_counted_until_it_is_finished() -> None:
    deliveries = _delivered((0, 10), (10, 12))
    assert (deliveries.waiting_batches, deliveries.waiting_records) == (2, 12)
    deliveries.finish(0)
    assert (deliveries.waiting_batches, deliveries.waiting_records) == (1, 2)


def test_an_empty_batch_moves_over_markers() -> None:
    deliveries = Deliveries(7)
    deliveries.deliver(Batch(7, 9, []))
    deliveries.finish(7)
    assert deliveries.committable() == 9
    assert deliveries.expected == 9
