"""What stands before a mark, when several senders hand it on at their own pace?"""

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from streams.kernel.table import Table

S = TypeVar("S")


class Reached(msgspec.Struct, array_like=True, gc=False):
    """How far one sender has come: how many marks it has passed, and how many items it has handed on ever."""

    marks: int = 0
    items: int = 0


class Backlog(Generic[S]):
    """Keeps what each sender hands on until the mark that stands after it has come from every sender.

    A sender is one partition of one earlier stage. All senders pass the same marks in the same order, so that the n-th
    mark of one is the n-th of every other. Unlike a snapshot of a `MarkGate`, what is handed on may be cut into as many
    records as it takes.
    """

    def __init__(self, items: Table[S], reached: Table[Reached], sender_count: int) -> None:
        """Keep items, and how far each sender has come, in tables."""
        self._items = items
        self._reached = reached
        self._sender_count = sender_count
        self._keys_of: dict[int, list[str]] = {}
        self._taken = 0

    def resume(self) -> None:
        """Work out again what waits for which mark, from the rows."""
        self._keys_of.clear()
        for key in self._items:
            self._keys_of.setdefault(int(key.split("/", 1)[0]), []).append(key)
        self._taken = self._complete_count()

    def _complete_count(self) -> int:
        """How many marks have come from every sender."""
        reached = [row.marks for _, row in self._reached.items()]
        return min(reached) if len(reached) == self._sender_count else 0

    def arrive(self, sender: str, item: S, *, is_mark: bool) -> None:
        """Take the next item of a sender; one that is a mark is the last of what stands before it."""
        row = self._reached.get(sender) or Reached()
        number = row.marks + 1
        row.items += 1
        row.marks += is_mark
        key = f"{number:09d}/{sender}/{row.items:012d}"
        self._items.put(key, item)
        self._keys_of.setdefault(number, []).append(key)
        self._reached.put(sender, row)

    @property
    def missing_count(self) -> int:
        """How many senders have not passed the next mark yet; all of them where nobody has."""
        passed = sum(row.marks > self._taken for _, row in self._reached.items())
        return self._sender_count - passed

    def complete(self) -> Iterator[list[S]]:
        """Hand over, mark by mark, what stands before each mark that every sender has passed, and forget it.

        The items of one sender are in their order; the senders stand one after the other in order of their names.
        """
        while self._taken < self._complete_count():
            self._taken += 1
            keys = sorted(self._keys_of.pop(self._taken, ()))
            yield [item for item in map(self._items.get, keys) if item is not None]
            for key in keys:
                self._items.delete(key)
