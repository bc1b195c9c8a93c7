"""Are the lines of a file, a packed file and a pipe the same, and is a beginning that was taken known again?"""

import gzip
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from streams.kernel.lines import Place
from streams.kernel.source import Source
from streams.ledger.source_reader import SourceReader

_LINES = [f"line {number}".encode() for number in range(1_000)]
_TEXT = b"".join(line + b"\n" for line in _LINES)


def _pipe(text: bytes) -> BinaryIO:
    """The reading end of a pipe that holds a text, which is ended."""
    reading, writing = os.pipe()
    os.write(writing, text)
    os.close(writing)
    return cast(BinaryIO, io.FileIO(reading))


@pytest.fixture(params=["file", "packed", "pipe"])
def stream(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BinaryIO]:
    if request.param == "pipe":
        yield _pipe(_TEXT)
        return
    path = tmp_path / ("lines" if request.param == "file" else "lines.gz")
    path.write_bytes(_TEXT if request.param == "file" else gzip.compress(_TEXT))
    yield Source.named(str(path)).open()


def _rest(reader: SourceReader, most_lines: int = 300) -> list[bytes]:
    return [line for batch in iter(lambda: reader.batch(most_lines, 1 << 20), []) for line in batch]


def _places(*counts: int) -> list[Place]:
    places = []
    for count in counts:
        with Source.memory("lines", _LINES).open() as stream:
            reader = SourceReader(stream)
            reader.batch(count, 1 << 20)
            places.append(reader.place)
    return places


def test_all_lines_come_in_their_order(stream: BinaryIO) -> None:
    with SourceReader(stream) as reader:
        assert reader.resume([]) is None
        assert _rest(reader) == _LINES


def test_a_reader_goes_on_after_the_longest_beginning_that_is_known(stream: BinaryIO) -> None:
    places = _places(10, 700, 400)
    changed = Place(900, places[1].offset + 100, "0" * 32)
    beyond = Place(2_000, len(_TEXT) + 1, "0" * 32)

    with SourceReader(stream) as reader:
        assert reader.resume([*places, changed, beyond]) == places[1]
        assert reader.place == places[1]
        assert _rest(reader) == _LINES[700:]


def test_a_beginning_that_differs_is_not_known(stream: BinaryIO) -> None:
    with SourceReader(stream) as reader:
        assert reader.resume([Place(10, _places(10)[0].offset, "0" * 32)]) is None
        assert _rest(reader) == _LINES


def test_sources_with_one_first_line_have_one_identity() -> None:
    readers = [SourceReader(Source.memory("any", lines).open()) for lines in (_LINES, _LINES[:1], _LINES[1:])]

    assert readers[0].identity == readers[1].identity != readers[2].identity


def test_what_came_through_a_pipe_is_handed_over_before_the_rest_is_waited_for() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"one\ntwo\nthr")
    with SourceReader(cast(BinaryIO, io.FileIO(reading))) as reader:
        reader.resume([])
        first = reader.batch(100, 1 << 20)
        os.write(writing, b"ee\n")
        os.close(writing)
        assert (first, reader.batch(100, 1 << 20)) == ([b"one", b"two"], [b"three"])


def test_a_packed_file_that_was_cut_off_gives_its_lines_and_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "lines.gz"
    path.write_bytes(gzip.compress(_TEXT)[:-20])

    with SourceReader(Source.named(str(path)).open()) as reader:
        reader.resume([])
        found = _rest(reader)
        assert _LINES[:10] == found[:10]
        assert isinstance(reader.fault, EOFError)
