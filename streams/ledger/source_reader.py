"""Which lines of a source were taken before, and which come next?"""

import hashlib
import select
import zlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

from streams.kernel.lines import LONGEST_LINE_BYTES, Lines, Place

_BLOCK_BYTES: Final = 1 << 17
_KEPT_IN_MEMORY_BYTES: Final = 64 << 20
_DIGEST_BYTES: Final = 16


class SourceReader:
    """Reads the lines of one source in batches; close it afterwards.

    Attributes:
        identity: the digest of the first line, by which a source is known whatever its name.
        fault: why the source ended before its end; None if it did not.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Read the first line of a stream."""
        self.fault: Exception | None = None
        self._lines = Lines()
        self._stream = stream
        # Of a packed file that was cut off, `read` would give up what came before the cut.
        self._read_some: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._pipe = None if stream.seekable() else _Pipe(stream)
        self._begin = stream.tell() if stream.seekable() else 0
        self.identity = hashlib.blake2b(self._first_line(), digest_size=_DIGEST_BYTES).hexdigest()
        self._begin_again()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pipe is not None:
            self._pipe.forget()
        self._stream.close()

    @property
    def place(self) -> Place:
        """The place after the last batch."""
        return self._lines.place

    @property
    def ends_open(self) -> bool:
        """Whether the last line handed over has no end: its writer may not have finished it."""
        return self._lines.ends_open

    @property
    def read_bytes(self) -> int:
        """How much of a file was read, packed bytes of a packed one; for a pipe, how much came."""
        if self._pipe is not None:
            return self._lines.offset
        return cast(BinaryIO, getattr(self._stream, "fileobj", self._stream)).tell()

    def resume(self, places: Iterable[Place]) -> Place | None:
        """Go on after the longest beginning of this source that ends at one of the places; None for none of them.

        Args:
            places: up to which sources with this identity were taken.
        """
        found, reached = None, Lines()
        for place in sorted(places, key=lambda place: place.offset):
            if not self._pass_by(reached, place.offset):
                break
            if reached.place.digest == place.digest:
                found = place
        self._begin_again()
        if self._pipe is not None:
            self._pipe.keeps = False
        if found is not None:
            self._pass_by(self._lines, found.offset)
        return found

    def batch(self, most_lines: int, most_bytes: int) -> list[bytes]:
        """The next lines without their ends; none at the end of the source. A last line without an end comes alone.

        Where a batch of a file ends depends on the place and the lines alone. One of a pipe also ends where the next
        line would have to be waited for.
        """
        batch: list[bytes] = []
        begin = self._lines.offset
        while len(batch) < most_lines and (left := most_bytes + begin - self._lines.offset) > 0:
            while self._lines.wants_a_block:
                if batch and self._pipe is not None and self._pipe.is_empty:
                    return batch
                self._lines.feed(self._read(_BLOCK_BYTES))
            if batch and self._lines.open_end_follows:
                break
            taken = self._lines.take(most_lines - len(batch), left)
            batch += taken
            if not taken or self.ends_open:
                break
        return batch

    def _first_line(self) -> bytes:
        line = b""
        while b"\n" not in line and len(line) <= LONGEST_LINE_BYTES:
            block = self._read(_BLOCK_BYTES)
            if not block:
                return line
            line += block
        return line[: line.find(b"\n") + 1] or line

    def _begin_again(self) -> None:
        self.fault = None
        if self._pipe is None:
            self._stream.seek(self._begin)
        else:
            self._pipe.begin_again()

    def _pass_by(self, lines: Lines, offset: int) -> bool:
        """Count the bytes up to an offset; False where the source ends before it."""
        while (left := offset - lines.offset) > 0:
            block = self._read(min(left, _BLOCK_BYTES))
            if not block:
                return False
            lines.pass_by(block)
        return True

    def _read(self, count: int) -> bytes:
        try:
            return self._read_some(count) if self._pipe is None else self._pipe.read(count)
        except (OSError, EOFError, zlib.error) as fault:
            self.fault = fault
            return b""


class _Pipe:
    """A pipe that can be read again from its beginning.

    Attributes:
        keeps: whether what comes is kept for another reading.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.keeps = True
        self._stream = stream
        self._kept_bytes = 0
        with ExitStack() as holding:
            self._kept = holding.enter_context(SpooledTemporaryFile(_KEPT_IN_MEMORY_BYTES))
            self._holding = holding.pop_all()
        self._waiting = select.poll()
        self._waiting.register(stream.fileno(), select.POLLIN)

    @property
    def is_empty(self) -> bool:
        """Whether one would have to wait for the next bytes."""
        is_replayed = self._kept.closed or self._kept.tell() == self._kept_bytes
        return is_replayed and not self._waiting.poll(0)

    def begin_again(self) -> None:
        """Go back to the first byte."""
        self._kept.seek(0)

    def forget(self) -> None:
        """Drop what was kept."""
        self._holding.close()

    def read(self, count: int) -> bytes:
        """The next bytes, at least one; none at the end."""
        if not self._kept.closed:
            block = self._kept.read(count)
            if block:
                return block
        block = self._stream.read(count)
        if self.keeps:
            self._kept.write(block)
            self._kept_bytes += len(block)
        else:
            self.forget()
        return block
