"""What belongs to a mark, when it comes from many senders, each at its own pace?"""

from collections import deque
from collections.abc import Collection
from typing import Generic, TypeVar

import msgspec

from streams.kernel.table import Table

S = TypeVar("S")


class InboxRow(msgspec.Struct, Generic[S], array_like=True, gc=False):
    """Something handed on, or the mark that ends what belongs to it."""

    item: S
    is_mark: bool


class Inbox(Generic[S]):
    """Keeps what each sender handed on until the mark behind it has come from every sender.

    All senders hand on the same marks in the same order. What belongs to a later mark waits, so that what is decided at
    a mark rests on what stands before it and on nothing else.
    """

    def __init__(self, rows: Table[InboxRow[S]], senders: Collection[str]) -> None:
        """Open an inbox.

        Args:
            rows: keeps what waits, so that a restart finds it.
            senders: whose marks are waited for.
        """
        self._rows = rows
        self._waiting: dict[str, deque[str]] = {sender: deque() for sender in sorted(senders)}
        self._marks: dict[str, int] = dict.fromkeys(self._waiting, 0)
        self._arrived: dict[str, int] = dict.fromkeys(self._waiting, 0)

    def resume(self) -> None:
        """Work out again who has handed on what, from the rows."""
        for key, row in self._rows.items():
            sender, number = key.split("/")
            self._waiting[sender].append(key)
            self._marks[sender] += row.is_mark
            self._arrived[sender] = int(number)

    def arrive(self, sender: str, item: S, *, is_mark: bool = False) -> None:
        """Take something from a sender.

        Raises:
            KeyError: nobody waits for this sender.
        """
        waiting = self._waiting[sender]
        self._arrived[sender] = self._arrived[sender] + 1 if waiting else 1
        key = f"{sender}/{self._arrived[sender]:012d}"
        self._rows.put(key, InboxRow(item, is_mark))
        waiting.append(key)
        self._marks[sender] += is_mark

    @property
    def missing_count(self) -> int:
        """How many senders have not handed on the next mark yet."""
        return sum(not count for count in self._marks.values())

    def take(self) -> list[S]:
        """Hand over what belongs to the next mark, in order of the senders and each in its order, the marks last."""
        items: list[S] = []
        marks: list[S] = []
        for sender, waiting in self._waiting.items():
            while self._marks[sender]:
                key = waiting.popleft()
                row = self._rows.get(key)
                self._rows.delete(key)
                if row is None:
                    raise LookupError(f"what was handed on as {key} is gone")
                if row.is_mark:
                    marks.append(row.item)
                    self._marks[sender] -= 1
                    break
                items.append(row.item)
        return [*items, *marks]
