"""Are blocks of bytes cut into the same lines wherever a block ends, and is every byte counted?"""

import hashlib

import pytest

from streams.kernel.lines import LONGEST_LINE_BYTES, Lines, Place

_MANY = 1 << 30


def _taken(
    text: bytes, block_bytes: int, most_lines: int = _MANY, most_bytes: int = _MANY
) -> list[list[bytes]]:
    """What is taken at a time when the text comes in blocks."""
    lines, taken = Lines(), []
    blocks = [text[begin : begin + block_bytes] for begin in range(0, len(text), block_bytes)]
    for block in [*blocks, b""]:
        lines.feed(block)
        while some := lines.take(most_lines, most_bytes):
            taken.append(some)
    assert lines.place == _place(sum(map(len, taken)), text)
    return taken


def _place(line: int, text: bytes) -> Place:
    return Place(line, len(text), hashlib.blake2b(text, digest_size=16).hexdigest())


@pytest.mark.parametrize("block_bytes", [1, 2, 3, 7, 100])
def test_lines_are_the_same_wherever_a_block_ends(block_bytes: int) -> None:
    taken = _taken(b"one\r\n\ntwo\nthree", block_bytes)

    assert [line for some in taken for line in some] == [b"one", b"", b"two", b"three"]


def test_a_last_line_without_an_end_is_told() -> None:
    lines = Lines()
    lines.feed(b"one\ntwo")
    lines.feed(b"")

    assert (lines.take(_MANY, _MANY), lines.ends_open) == ([b"one"], False)
    assert (lines.take(_MANY, _MANY), lines.ends_open) == ([b"two"], True)


def test_no_more_lines_are_taken_than_asked_for() -> None:
    assert _taken(b"1\n2\n3\n4\n5\n", 100, most_lines=2) == [[b"1", b"2"], [b"3", b"4"], [b"5"]]


def test_lines_end_with_the_one_that_makes_them_too_large() -> None:
    assert _taken(b"12\n34\n56\n78\n", 100, most_bytes=4) == [[b"12", b"34"], [b"56", b"78"]]
    assert _taken(b"12345678\n9\n", 100, most_bytes=4) == [[b"12345678"], [b"9"]]


def test_a_byte_order_mark_belongs_to_no_line() -> None:
    assert _taken(b"\xef\xbb\xbf{}\n", 100) == [[b"{}"]]


def test_of_an_overlong_line_only_a_start_that_is_too_long_is_kept() -> None:
    text = b"x" * (LONGEST_LINE_BYTES * 2) + b"\nshort\n"
    (long,), (short,) = _taken(text, 1 << 20, most_lines=1)

    assert LONGEST_LINE_BYTES < len(long) < len(text)
    assert short == b"short"


def test_bytes_that_are_passed_by_are_counted_like_those_that_were_taken() -> None:
    lines = Lines()
    lines.pass_by(b"one\ntw")
    lines.pass_by(b"o\nthree\n")

    assert lines.place == _place(3, b"one\ntwo\nthree\n")
