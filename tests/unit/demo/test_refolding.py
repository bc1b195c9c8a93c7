"""What do the views say when the recorded log is folded again?"""

import pytest

from streams.demo.refolding import differences, fold_input, fold_on, newest
from streams.kernel.partitioner import partition_of
from streams.kernel.record import LogRecord
from streams.registry import domain_named
from tests.unit.demo.clearing.small_day import done

DOMAIN = domain_named("clearing")


def recorded(partitions: int) -> dict[int, list[LogRecord]]:
    """The day as the gateway records it."""
    topic: dict[int, list[LogRecord]] = {number: [] for number in range(partitions)}
    day = done()
    for line in [*day.lines, *(line for lines in day.closing.values() for line in lines)]:
        for address in DOMAIN.addresses_or_first(DOMAIN.read(line)):
            key = address.key.encode()
            chosen = range(partitions) if address.every_partition else [partition_of(key, partitions)]
            for number in chosen:
                topic[number].append(LogRecord(len(topic[number]), key, line))
    return topic


@pytest.mark.parametrize("partitions", [1, 4])
def test_folding_the_partitions_apart_gives_the_rows_that_were_published(partitions: int) -> None:
    topic = recorded(partitions)
    parts = [fold_input(DOMAIN, partitions, {number: records}) for number, records in topic.items()]

    assert differences(done().rows, fold_on(DOMAIN, partitions, parts)) == []


def test_a_record_that_is_missing_shows_in_the_differences() -> None:
    topic = recorded(1)
    place = next(index for index, record in enumerate(topic[0]) if record.key == b"entry-0000007")
    del topic[0][place]

    found = differences(done().rows, fold_on(DOMAIN, 1, [fold_input(DOMAIN, 1, topic)]))

    assert "verdicts/entry-0000007" in found
    assert "cycles/2003-11-04" in found


def test_differences_are_rows_that_are_missing_on_either_side_or_not_the_same() -> None:
    assert differences({b"a": b"1", b"b": b"1", b"c": b"1"}, {b"b": b"1", b"c": b"2", b"d": b"1"}) == [
        "a",
        "c",
        "d",
    ]


def test_a_row_without_a_value_is_gone() -> None:
    rows = {b"a": b"1", b"b": b"1"}
    newest(rows, [(b"a", None), (b"b", b"2"), (b"c", None)])

    assert rows == {b"b": b"2"}
