"""When has everything arrived that stands before a mark?"""

from typing import Generic, TypeVar

from streams.kernel.table import Table

S = TypeVar("S")


class MarkGate(Generic[S]):
    """Keeps what each sender handed on with a mark until the mark has come from every sender.

    A sender is one partition of one earlier stage. Its snapshots are cumulative, so one that comes again replaces
    the same one and changes nothing.
    """

    def __init__(self, waiting: Table[S], sender_count: int) -> None:
        self._waiting = waiting
        self._sender_count = sender_count
        self._senders_of: dict[str, set[str]] = {}

    def resume(self) -> None:
        """Work out again who has sent which mark, from the rows."""
        self._senders_of.clear()
        for key in self._waiting:
            sender, mark = key.split("/", 1)
            self._senders_of.setdefault(mark, set()).add(sender)

    def arrive(self, mark: str, sender: str, snapshot: S) -> None:
        """Take what a sender handed on with a mark."""
        self._waiting.put(f"{sender}/{mark}", snapshot)
        self._senders_of.setdefault(mark, set()).add(sender)

    def is_complete(self, mark: str) -> bool:
        """Whether every sender has handed on this mark."""
        return len(self._senders_of.get(mark, ())) == self._sender_count

    def missing_count(self, mark: str) -> int:
        """How many senders have not handed on this mark yet."""
        return self._sender_count - len(self._senders_of.get(mark, ()))

    def take(self, mark: str) -> list[tuple[str, S]]:
        """Hand over the snapshots of a mark by sender, in order of the senders, and forget them."""
        taken: list[tuple[str, S]] = []
        for sender in sorted(self._senders_of.pop(mark, ())):
            snapshot = self._waiting.get(f"{sender}/{mark}")
            if snapshot is not None:
                taken.append((sender, snapshot))
                self._waiting.delete(f"{sender}/{mark}")
        return taken
