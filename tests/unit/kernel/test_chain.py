"""Does the chain tell every change of a log, and nothing else?"""

import hashlib
from collections.abc import Sequence
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.kernel.chain import START, chained
from streams.kernel.record import LogRecord

Headers = Sequence[tuple[str, bytes]]

RECORD = LogRecord(5, b"key", b"value", 99, [("h", b"x"), ("i", b"")])


def chain_of(*records: LogRecord) -> bytes:
    return reduce(chained, records, START)


@pytest.mark.parametrize(
    "other",
    [
        RECORD._replace(offset=6),
        RECORD._replace(key=b"kez"),
        RECORD._replace(key=None),
        RECORD._replace(key=b""),
        RECORD._replace(value=b"valuf"),
        RECORD._replace(value=None),
        RECORD._replace(value=b""),
        RECORD._replace(headers=[]),
        RECORD._replace(headers=[("h", b"x")]),
        RECORD._replace(headers=[("i", b""), ("h", b"x")]),
        RECORD._replace(headers=[("h", b"y"), ("i", b"")]),
        RECORD._replace(headers=[("hx", b""), ("i", b"")]),
        RECORD._replace(key=b"keyv", value=b"alue"),
        RECORD._replace(key=b"ke", value=b"yvalue"),
    ],
    ids=str,
)
def test_any_change_of_a_record_gives_another_chain(other: LogRecord) -> None:
    assert chain_of(RECORD) != chain_of(other)


def test_an_absent_part_is_no_empty_part() -> None:
    absent, empty = LogRecord(0, None, None), LogRecord(0, b"", b"")
    assert len({chain_of(absent), chain_of(empty), chain_of(LogRecord(0, b"", None))}) == 3


def test_the_time_that_the_writer_gave_does_not_count() -> None:
    assert chain_of(RECORD) == chain_of(RECORD._replace(timestamp=1))


def test_the_order_of_records_counts() -> None:
    one, other = LogRecord(0, b"a", b"a"), LogRecord(0, b"b", b"b")
    assert chain_of(one, other) != chain_of(other, one)


def test_a_record_left_out_gives_another_chain() -> None:
    assert chain_of(RECORD) != START
    assert chain_of(RECORD, RECORD._replace(offset=6)) != chain_of(RECORD._replace(offset=6))


def test_it_is_a_plain_sha_256_of_framed_parts() -> None:
    """So that an auditor can work it out again with other tools."""
    frame = (5).to_bytes(8, "big") + (3).to_bytes(4, "big") + (5).to_bytes(4, "big") + (1).to_bytes(4, "big")
    header = (1).to_bytes(4, "big") + (1).to_bytes(4, "big") + b"hx"
    text = START + frame + b"key" + b"value" + header
    assert chain_of(RECORD._replace(headers=[("h", b"x")])) == hashlib.sha256(text).digest()


def test_an_absent_part_has_the_length_minus_one() -> None:
    frame = (5).to_bytes(8, "big") + b"\xff" * 8 + (0).to_bytes(4, "big")
    assert chain_of(LogRecord(5, None, None)) == hashlib.sha256(START + frame).digest()


def log_records() -> st.SearchStrategy[LogRecord]:
    part = st.none() | st.binary(max_size=4)
    headers = st.lists(st.tuples(st.text(max_size=2), st.binary(max_size=2)), max_size=2)
    return st.builds(LogRecord, st.integers(0, 3), part, part, st.just(0), headers)


@settings(max_examples=50)
@given(st.lists(log_records(), max_size=3), st.lists(log_records(), max_size=3))
def test_different_logs_have_different_chains(one: list[LogRecord], other: list[LogRecord]) -> None:
    assert (chain_of(*one) == chain_of(*other)) is (one == other)
