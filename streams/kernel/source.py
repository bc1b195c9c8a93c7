"""Where do lines come from?"""

import gzip
import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Self, cast

STANDARD_INPUT: Final = "-"


class Source(NamedTuple):
    """Something that holds lines: the name under which a person knows it, and how to open its bytes."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def named(cls, name: str) -> Self:
        """A file, or standard input for its name."""
        return cls.standard_input() if name == STANDARD_INPUT else cls.file(Path(name))

    @classmethod
    def file(cls, path: Path) -> Self:
        """A file, packed by gzip if its name ends in .gz."""
        return cls(str(path), lambda: _open(path))

    @classmethod
    def standard_input(cls) -> Self:
        """What is piped into this process."""
        return cls(STANDARD_INPUT, lambda: cast(BinaryIO, io.FileIO(sys.stdin.fileno(), closefd=False)))

    @classmethod
    def memory(cls, name: str, lines: Iterable[bytes]) -> Self:
        """Lines that are in memory, without their ends."""
        return cls(name, lambda: io.BytesIO(b"".join(line + b"\n" for line in lines)))


def _open(path: Path) -> BinaryIO:
    raw = path.open("rb", buffering=0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw)
