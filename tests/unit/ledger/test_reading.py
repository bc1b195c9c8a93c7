"""Does a ledger give back what was written, by place, by row and by id?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.errors import UserError
from streams.kernel.record import LogRecord
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.reading import Found, LedgerReader, Span
from streams.ledger.run import LedgerRun
from streams.ledger.schema import Kind
from streams.ledger.writing import LedgerWriter
from tests.unit.ledger.ledgers import clock, day, run

_NAMES = TopicNames("clearing")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerWriter]:
    with LedgerWriter.begin_or_open(tmp_path / "trial.ledger", clock) as opened:
        opened.add_topic("log", "trial", Kind.OUTCOMES, 2)
        opened.add_topic("views", "trial", Kind.VIEWS, 2)
        yield opened


def test_records_come_back_whole_and_in_order(ledger: LedgerWriter) -> None:
    entries = [(b"k", b"\xff\x00", [("why", b"\xfe")]), (None, None, [])]
    with ledger.transaction():
        ledger.append("log", 1, entries, timestamp=1_700_000_000_000)

    assert ledger.read_range("log", 1, from_offset=0, limit=10) == [
        LogRecord(0, b"k", b"\xff\x00", 1_700_000_000_000, [("why", b"\xfe")]),
        LogRecord(1, None, None, 1_700_000_000_000, []),
    ]
    assert ledger.read_range("log", 0, from_offset=0, limit=10) == []


def test_a_range_begins_at_its_offset_and_ends_at_its_limit(ledger: LedgerWriter) -> None:
    with ledger.transaction():
        ledger.append("log", 0, [(b"", str(number).encode(), []) for number in range(10)], timestamp=0)

    assert [one.value for one in ledger.read_range("log", 0, from_offset=3, limit=4)] == [
        b"3",
        b"4",
        b"5",
        b"6",
    ]


def test_copied_records_keep_their_offsets_and_gaps(ledger: LedgerWriter) -> None:
    with ledger.transaction():
        ledger.copy("log", 0, [LogRecord(5, b"", b"5"), LogRecord(8, b"", b"8")], end=10)
        ledger.copy("log", 0, [LogRecord(11, b"", b"11")], end=12)

    assert ledger.span("log", 0) == Span(start=5, end=12, records=3)
    assert [one.offset for one in ledger.read_range("log", 0, 0, 9)] == [5, 8, 11]


def test_an_offset_that_is_there_already_is_not_written_again(ledger: LedgerWriter) -> None:
    with ledger.transaction():
        ledger.copy("log", 0, [LogRecord(5, b"", b"5")], end=6)

    with pytest.raises(ValueError, match="has the offset 5 already"), ledger.transaction():
        ledger.copy("log", 0, [LogRecord(5, b"", b"5")], end=6)
    assert ledger.span("log", 0) == Span(start=5, end=6, records=1)


def test_nothing_of_a_transaction_that_failed_is_there(ledger: LedgerWriter) -> None:
    with pytest.raises(ZeroDivisionError), ledger.transaction():
        ledger.append("log", 0, [(b"", b"", [])], timestamp=0)
        raise ZeroDivisionError

    assert ledger.span("log", 0) == Span()
    assert ledger.read_range("log", 0, 0, 9) == []


def test_the_newest_rows_of_views_are_found_by_the_beginning_of_their_keys(ledger: LedgerWriter) -> None:
    with ledger.transaction():
        ledger.append("views", 0, [(b"a/1", b"old", []), (b"a/2", b"gone", []), (b"b/1", b"b", [])], 0)
        ledger.append("views", 0, [(b"a/1", b"new", []), (b"a/2", None, [])], 0)
        ledger.append("views", 1, [(b"a/3", b"3", [])], 0)

    assert list(ledger.newest("views", "a/")) == [("a/1", b"new"), ("a/3", b"3")]
    assert list(ledger.newest("views")) == [("a/1", b"new"), ("a/3", b"3"), ("b/1", b"b")]


def test_ids_are_found_with_their_neighbours(ledger: LedgerWriter) -> None:
    values = [b'{"id":"e1/accepted"}', b"no JSON", b'{"id":"e1/shared"}', b'{"id":"e2/refused"}']
    with ledger.transaction():
        ledger.append("log", 0, [(b"", value, []) for value in values], 0)

    assert ledger.find("e1/shared") == [Found("e1/shared", "log", 0, 2)]
    assert [one.offset for one in ledger.find_all("e1/")] == [0, 2]
    assert ledger.find("e1") == []
    assert ledger.neighbours("e1/b", limit=1) == ["e1/accepted", "e1/shared"]


def test_an_event_and_its_outcome_are_found_in_a_run(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day())], partitions=3)

    with LedgerReader.open(path, thorough=False) as opened:
        (event,) = opened.find("entry-0000007")
        (outcome,) = opened.find_all("entry-0000007/", limit=1)
        (record,) = opened.read_range(outcome.topic, outcome.partition, outcome.offset, 1)
        assert (event.topic, outcome.topic) == (_NAMES.events, _NAMES.outcomes)
        assert b'"event":"entry-0000007"' in (record.value or b"")


def test_a_topic_that_is_not_there_is_told_with_those_that_are(ledger: LedgerWriter) -> None:
    with pytest.raises(UserError, match=r"holds no topic trades\. It holds: log, views"):
        ledger.span("trades", 0)


def test_an_archive_of_topics_is_not_run(tmp_path: Path) -> None:
    with LedgerWriter.begin_or_open(tmp_path / "archive.ledger", clock) as archive:
        archive.add_topic(_NAMES.events, "clearing", Kind.INPUT, 1)
        with pytest.raises(UserError, match="is an archive of topics that workers wrote"):
            LedgerRun(archive, CLEARING, CLEARING.law)
