"""How are the lines of a source read, whether they are there or have to be waited for?"""

import asyncio
import hashlib
import os
import select
import stat
import zlib
from typing import BinaryIO

from streams.kernel.lines import LONGEST_LINE_BYTES, Lines, Place

_BLOCK_BYTES = 1 << 17
_DIGEST_BYTES = 16
_ALL = 1 << 62


class LineReader:
    """Reads the lines of a source in blocks.

    Attributes:
        fault: why the source ended before its end; None if it did not.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.fault: Exception | None = None
        self._stream = stream
        self._live = _live_descriptor(stream)
        self._lines = Lines()
        self._ahead = b""
        self._ended = False

    @property
    def line(self) -> int:
        """How many lines were handed over."""
        return self._lines.line

    @property
    def ends_open(self) -> bool:
        """Whether the last line handed over has no end: its writer may not have finished it."""
        return self._lines.ends_open

    @property
    def place(self) -> Place:
        """The place after the last line that was handed over."""
        return self._lines.place

    @property
    def read_bytes(self) -> int:
        """How much of the file was read, packed bytes of a packed one; for a pipe, how much came."""
        packed: BinaryIO = getattr(self._stream, "fileobj", self._stream)
        return self._lines.offset if self._live is not None else packed.tell()

    @property
    def waits(self) -> bool:
        """Whether the next lines would have to be waited for."""
        return self._live is not None and not self._ended and not _is_readable(self._live)

    async def identity(self) -> str:
        """What a source is known by, whatever its name: the digest of its first line, its end included."""
        while b"\n" not in self._ahead and not self._ended and len(self._ahead) <= LONGEST_LINE_BYTES:
            self._ahead += await self._block()
        first = self._ahead[: self._ahead.find(b"\n") + 1] or self._ahead
        return hashlib.blake2b(first, digest_size=_DIGEST_BYTES).hexdigest()

    async def skip(self, place: Place) -> bool:
        """Pass by what was read before, and say whether it is the same as then."""
        while left := place.offset - self._lines.offset:
            self._ahead = self._ahead or await self._block()
            if not self._ahead:
                return False
            passed, self._ahead = self._ahead[:left], self._ahead[left:]
            self._lines.pass_by(passed)
        return self.place.digest == place.digest

    async def lines(self) -> list[bytes]:
        """The next lines without their ends, at least one; none at the end of the source.

        Of a line that is longer than a record may be, only a start is handed over that is too long as well.
        """
        while self._lines.wants_a_block:
            ahead, self._ahead = self._ahead, b""
            self._lines.feed(ahead or await self._block())
        return self._lines.take(_ALL, _ALL)

    async def _block(self) -> bytes:
        """The next block of the source; none at its end."""
        if self._live is not None:
            await _until_readable(self._live)
        try:
            block = self._stream.read(_BLOCK_BYTES)
        except (OSError, EOFError, zlib.error) as fault:
            self.fault, block = fault, b""
        self._ended = not block
        return block


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
