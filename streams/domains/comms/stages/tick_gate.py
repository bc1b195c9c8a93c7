"""When does a later stage act, and on what?"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from streams.domains.comms.stages.handover import Handover, TickReached
from streams.kernel.inbox import Inbox, InboxRow
from streams.kernel.output import Output
from streams.kernel.table import Table


class Turn(NamedTuple):
    """A tick that has come from every sender, with everything that they handed on before it."""

    tick: TickReached
    items: list[Handover]


class TickGate:
    """Lets a stage act when a tick has come from every sender, and on nothing that comes later."""

    def __init__(self, senders: Collection[str], output: Output) -> None:
        self.table: Table[InboxRow[Handover]] = Table("inbox", InboxRow[Handover])
        self._inbox = Inbox(self.table, senders)
        self._output = output

    def resume(self) -> None:
        """Find again what waits."""
        self._inbox.resume()

    def arrive(self, item: Handover) -> Iterator[Turn]:
        """Take an item; the turns that are complete with it."""
        self._inbox.arrive(item.sender, item, is_mark=isinstance(item, TickReached))
        while not (missing := self._inbox.missing_count):
            items = self._inbox.take()
            ticks = [item for item in items if isinstance(item, TickReached)]
            yield Turn(ticks[0], [item for item in items if not isinstance(item, TickReached)])
        self._output.gauges["marks_missing", ""] = missing
