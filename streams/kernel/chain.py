"""How can a change of a log be found that moves no figure?"""

from hashlib import sha256
from struct import Struct
from typing import Final

from streams.kernel.record import Record

START: Final = bytes(32)
"""The chain before the first record."""

_ABSENT: Final = -1
_frame: Final = Struct(">qiii").pack
_header_frame: Final = Struct(">ii").pack


def chained(chain: bytes, record: Record) -> bytes:
    """The SHA-256 chain after one more record: over the chain before, and its offset, key, value and headers.

    Each part is framed by its length, -1 for an absent one, so that no two different records give the same bytes.
    """
    key, value, headers = record.key, record.value, record.headers
    frame = _frame(record.offset, _length(key), _length(value), len(headers))
    parts = [chain, frame, key or b"", value or b""]
    for name, content in headers:
        encoded = name.encode()
        parts += (_header_frame(len(encoded), _length(content)), encoded, content or b"")
    return sha256(b"".join(parts)).digest()


def _length(part: bytes | None) -> int:
    return _ABSENT if part is None else len(part)
