"""Where do lines come from, and how far were they read?"""

import asyncio
import gzip
import hashlib
import io
import os
import select
import stat
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self, cast

from msgspec import Struct

LONGEST_LINE_BYTES = (8 << 20) - 4096
"""A line together with its key and the frame around them fits into what the topics allow for a record."""
STANDARD_INPUT = "-"

_BLOCK_BYTES = 1 << 17
_DIGEST_BYTES = 16
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Source(NamedTuple):
    """Something that holds lines: the name under which a person knows it, and how to open its bytes."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def file(cls, path: Path) -> Self:
        """A file, packed by gzip if its name ends in .gz."""
        return cls(str(path), lambda: _open(path))

    @classmethod
    def standard_input(cls) -> Self:
        """What is piped into this process; each line is taken when it comes."""
        return cls(STANDARD_INPUT, lambda: cast(BinaryIO, io.FileIO(sys.stdin.fileno(), closefd=False)))

    @classmethod
    def memory(cls, name: str, lines: Iterable[bytes]) -> Self:
        """Lines that are in memory, without their ends."""
        return cls(name, lambda: io.BytesIO(b"".join(line + b"\n" for line in lines)))


def _open(path: Path) -> BinaryIO:
    raw = path.open("rb", buffering=0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw)


class Place(Struct, frozen=True):
    """How far a source was read.

    Attributes:
        line: how many lines that were.
        offset: how many bytes.
        digest: of these bytes, in hexadecimal digits.
    """

    line: int
    offset: int
    digest: str


class LineReader:
    """Reads the lines of a source in blocks.

    Attributes:
        line: how many lines were handed over.
        ends_open: whether the last line handed over has no end: its writer may not have finished it.
        fault: why the source ended before its end; None if it did not.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.line = 0
        self.ends_open = False
        self.fault: Exception | None = None
        self._stream = stream
        self._live = _live_descriptor(stream)
        self._unread = b""
        self._start_of_overlong = b""
        self._ended = False
        self._offset = 0
        self._digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)

    @property
    def place(self) -> Place:
        """The place after the last line that was handed over."""
        return Place(self.line, self._offset, self._digest.hexdigest())

    @property
    def read_bytes(self) -> int:
        """How much of the file was read, packed bytes of a packed one; for a pipe, how much came."""
        packed: BinaryIO = getattr(self._stream, "fileobj", self._stream)
        return self._offset if self._live is not None else packed.tell()

    @property
    def waits(self) -> bool:
        """Whether the next lines would have to be waited for."""
        return self._live is not None and not self._ended and not _is_readable(self._live)

    async def identity(self) -> str:
        """What a source is known by, whatever its name: the digest of its first line, its end included."""
        while b"\n" not in self._unread and not self._ended and len(self._unread) <= LONGEST_LINE_BYTES:
            await self._fill()
        first = self._unread[: self._unread.find(b"\n") + 1] or self._unread
        return hashlib.blake2b(first, digest_size=_DIGEST_BYTES).hexdigest()

    async def skip(self, place: Place) -> bool:
        """Pass by what was read before, and say whether it is the same as then."""
        left, last = place.offset, b"\n"
        while left:
            if not self._unread and not self._ended:
                await self._fill()
            if not self._unread:
                return False
            passed, self._unread = self._unread[:left], self._unread[left:]
            left, last = left - len(passed), passed[-1:]
            self._count(passed)
        # Where the last line had no end, what follows still belongs to it.
        self.line = place.line if last == b"\n" else place.line - 1
        return self._digest.hexdigest() == place.digest

    async def lines(self) -> list[bytes]:
        """The next lines without their ends, at least one; none at the end of the source.

        Of a line that is longer than a record may be, only a start is handed over that is too long as well.
        """
        while not (cut := self._unread.rfind(b"\n") + 1) and not self._ended:
            if len(self._unread) > LONGEST_LINE_BYTES:
                self._count(self._unread)
                self._start_of_overlong = self._start_of_overlong or self._unread
                self._unread = b""
            await self._fill()
        self.ends_open = not cut and bool(self._unread or self._start_of_overlong)
        taken, self._unread = (self._unread[:cut], self._unread[cut:]) if cut else (self._unread, b"")
        lines = taken.split(b"\n")
        if not self.ends_open:
            lines.pop()
        if self._start_of_overlong:
            lines[0], self._start_of_overlong = self._start_of_overlong, b""
        if lines and self._offset == 0:
            lines[0] = lines[0].removeprefix(_BYTE_ORDER_MARK)
        self._count(taken)
        self.line += len(lines)
        return [line.removesuffix(b"\r") for line in lines] if b"\r" in taken else lines

    def _count(self, taken: bytes) -> None:
        self._offset += len(taken)
        self._digest.update(taken)

    async def _fill(self) -> None:
        if self._live is not None:
            await _until_readable(self._live)
        try:
            block = self._stream.read(_BLOCK_BYTES)
        except (OSError, EOFError, zlib.error) as fault:
            self.fault, block = fault, b""
        self._unread += block
        self._ended = not block


def _live_descriptor(stream: BinaryIO) -> int | None:
    """The descriptor of a pipe, a terminal or a socket, on whose bytes one may have to wait."""
    try:
        descriptor = stream.fileno()
    except OSError:
        return None
    return None if stat.S_ISREG(os.fstat(descriptor).st_mode) else descriptor


def _is_readable(descriptor: int) -> bool:
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(0))


async def _until_readable(descriptor: int) -> None:
    """Wait in a way that can be interrupted."""
    if _is_readable(descriptor):
        return
    loop, readable = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(descriptor)
