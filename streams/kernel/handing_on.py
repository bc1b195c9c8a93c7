"""How does a later stage read what earlier stages handed on to it?"""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from schemas.reading import Unreadable

H = TypeVar("H")


def reads_with(decode: Callable[[bytes], H]) -> Callable[[bytes | None], H | Unreadable]:
    """A reader of the records of a source topic between stages.

    Args:
        decode: from JSON; it raises a `MsgspecError` for what it cannot read.
    """

    def read(value: bytes | None) -> H | Unreadable:
        if value is None:
            return Unreadable("NOT_JSON", "the record has no value")
        try:
            return decode(value)
        except msgspec.MsgspecError as problem:
            return Unreadable("SCHEMA", str(problem))

    return read
