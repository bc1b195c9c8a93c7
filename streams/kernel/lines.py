"""How are blocks of bytes cut into lines, and how far were they read?"""

import hashlib
from itertools import accumulate
from typing import Final

from msgspec import Struct

LONGEST_LINE_BYTES: Final = (8 << 20) - 4096
"""A line together with its key and the frame around them fits into what the topics allow for a record."""

_DIGEST_BYTES: Final = 16
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


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


class Lines:
    """Cuts the blocks of a source into lines.

    Attributes:
        line: how many lines were taken.
        offset: how many bytes these were.
        ends_open: whether the last line taken has no end: its writer may not have finished it.
    """

    def __init__(self) -> None:
        self.line = 0
        self.offset = 0
        self.ends_open = False
        self._unread = b""
        self._start_of_overlong = b""
        self._ended = False
        self._digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)

    @property
    def place(self) -> Place:
        """The place after the last line that was taken."""
        return Place(self.line, self.offset, self._digest.hexdigest())

    @property
    def wants_a_block(self) -> bool:
        """Whether no whole line is there to be taken, and more may come."""
        return not self._ended and b"\n" not in self._unread

    @property
    def open_end_follows(self) -> bool:
        """Whether nothing is left but a last line without an end."""
        return self._ended and b"\n" not in self._unread and bool(self._unread or self._start_of_overlong)

    def feed(self, block: bytes) -> None:
        """Take the next block of the source; an empty one is its end."""
        self._unread += block
        self._ended = not block
        if len(self._unread) > LONGEST_LINE_BYTES and b"\n" not in self._unread:
            self._start_of_overlong = self._start_of_overlong or self._unread
            self._count(self._unread)
            self._unread = b""

    def pass_by(self, block: bytes) -> None:
        """Count bytes that need not be cut into lines again; nothing may wait to be taken."""
        self._count(block)
        self.line += block.count(b"\n")

    def take(self, most_lines: int, most_bytes: int) -> list[bytes]:
        """The next whole lines without their ends, as many as are there; at the end of the source also an open one.

        They end with the line that makes them `most_lines` or `most_bytes`, ends included. Of a line that is longer
        than a record may be, only a start is handed over that is too long as well.
        """
        lines = self._unread.split(b"\n", most_lines)
        rest = lines.pop()
        if len(self._unread) - len(rest) > most_bytes:
            lines = lines[: _count_within(lines, most_bytes)]
            rest = self._unread[sum(map(len, lines)) + len(lines) :]
        self.ends_open = self.open_end_follows
        if self.ends_open:
            lines, rest = [rest], b""
        if lines and self.offset == 0:
            lines[0] = lines[0].removeprefix(_BYTE_ORDER_MARK)
        if lines and self._start_of_overlong:
            lines[0], self._start_of_overlong = self._start_of_overlong, b""
        taken, self._unread = self._unread[: len(self._unread) - len(rest)], rest
        self._count(taken)
        self.line += len(lines)
        return [line.removesuffix(b"\r") for line in lines] if b"\r" in taken else lines

    def _count(self, block: bytes) -> None:
        self.offset += len(block)
        self._digest.update(block)


def _count_within(lines: list[bytes], most_bytes: int) -> int:
    """How many lines there are up to the one that makes them so large."""
    sizes = accumulate(len(line) + 1 for line in lines)
    return next((count for count, size in enumerate(sizes, 1) if size >= most_bytes), len(lines))
