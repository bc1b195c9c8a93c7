"""Are the lines of a source handed over whole, and its place known exactly?"""

import gzip
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from streams.kernel import lines
from streams.kernel.lines import Place
from streams.kernel.source import Source
from streams.runtime.gateway import source
from streams.runtime.gateway.source import LineReader

LINES = [b'{"n":%d}' % number * (number % 7 + 1) for number in range(40)]


@pytest.fixture(autouse=True, params=[5, 64, 1 << 17])
def block_bytes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Blocks that cut lines, that hold a few, that hold all."""
    monkeypatch.setattr(source, "_BLOCK_BYTES", request.param)
    yield request.param


async def test_lines_come_whole_whatever_the_blocks() -> None:
    assert await _rest(_reader(b"\n".join(LINES) + b"\n")) == LINES


async def test_the_last_line_needs_no_end() -> None:
    reader = _reader(b"\n".join(LINES))

    assert await _rest(reader) == LINES
    assert reader.line == len(LINES)


async def test_a_source_without_lines_has_none() -> None:
    assert await _rest(_reader(b"")) == []


async def test_a_line_may_be_empty_or_end_as_on_windows() -> None:
    assert await _rest(_reader(b"a\r\n\n b \r\nc")) == [b"a", b"", b" b ", b"c"]


async def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert await _rest(_reader(b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n")) == [b"a", b"\xef\xbb\xbfb"]


async def test_a_packed_file_is_read_as_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(LINES) + b"\n"))

    with Source.file(path).open() as stream:
        reader = LineReader(stream)
        assert await _rest(reader) == LINES
        assert reader.read_bytes == path.stat().st_size


async def test_a_packed_file_that_is_cut_off_ends_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl.gz"
    path.write_bytes(gzip.compress(os.urandom(4096))[:2000])

    with Source.file(path).open() as stream:
        reader = LineReader(stream)
        await _rest(reader)

    assert isinstance(reader.fault, EOFError)


async def test_a_line_beyond_the_limit_is_cut_but_counted_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE_BYTES", 50)
    reader = _reader(b"a\n" + b"x" * 1000 + b"\nb\n")

    first, long, last = await _rest(reader)

    assert (first, last) == (b"a", b"b")
    assert len(long) > 50
    assert (reader.place.line, reader.place.offset) == (3, 1005)


async def test_a_source_goes_on_where_it_was_left() -> None:
    text = b"\n".join(LINES) + b"\n"

    for place in await _places(text):
        reader = _reader(text)
        assert await reader.skip(place)
        assert await _rest(reader) == LINES[place.line :]
        assert reader.line == len(LINES)


async def test_what_follows_a_last_line_without_an_end_belongs_to_it() -> None:
    place = (await _places(b"a\nb"))[-1]
    grown = _reader(b"a\nb\nc\n")

    assert await grown.skip(place)
    assert await _rest(grown) == [b"", b"c"]
    assert grown.line == 3


async def test_a_source_that_became_another_does_not_go_on() -> None:
    place = (await _places(b"a\nb\nc\n"))[-1]

    assert not await _reader(b"a\nB\nc\nd\n").skip(place)
    assert not await _reader(b"a\nb\n").skip(place)


async def test_a_source_is_known_by_its_first_line_alone() -> None:
    known = await _reader(b"first\nsecond\n").identity()

    assert known == await _reader(b"first\nthird\n" * 100).identity()
    assert known != await _reader(b"first!\nsecond\n").identity()


async def test_asking_for_the_identity_takes_no_line() -> None:
    reader = _reader(b"first\nsecond\n")
    await reader.identity()

    assert await _rest(reader) == [b"first", b"second"]


async def test_the_lines_of_a_pipe_are_there_before_it_ends() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as stream, os.fdopen(writing, "wb", buffering=0) as into:
        reader = LineReader(cast(BinaryIO, stream))
        waits = [reader.waits]
        into.write(b"a\nb\nhalf")
        taken: list[bytes] = []
        while len(taken) < 2:
            taken += await reader.lines()
        while not reader.waits:
            reader._lines.feed(await reader._block())
        waits.append(reader.waits)
        into.write(b" a line\n")
        into.close()

        assert taken == [b"a", b"b"]
        assert await _rest(reader) == [b"half a line"]
        assert [*waits, reader.waits] == [True, True, False]


async def test_lines_in_memory_are_a_source() -> None:
    with Source.memory("day", LINES).open() as stream:
        assert await _rest(LineReader(stream)) == LINES


def _reader(text: bytes) -> LineReader:
    return LineReader(io.BytesIO(text))


async def _rest(reader: LineReader) -> list[bytes]:
    rest: list[bytes] = []
    while block := await reader.lines():
        rest += block
    return rest


async def _places(text: bytes) -> list[Place]:
    """Every place at which the reading of a text can be left."""
    reader = _reader(text)
    places = [reader.place]
    while await reader.lines():
        places.append(reader.place)
    return places
