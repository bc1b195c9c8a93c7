"""Which events on facts, and which that came under a taken id, have no effect, and is that published?"""

import msgspec

from streams.domains.comms.stages.handover import TickReached
from streams.domains.comms.state.aside import Reason
from streams.kernel.output import Output
from streams.kernel.table import Table

VIEW = "set_aside"
CITES = ["VPFF11/1"]


class AsideRow(msgspec.Struct, array_like=True, gc=False):
    """An event that is set aside.

    Attributes:
        key: of the event's record.
        is_shown: it was published.
        is_over: it has taken effect since.
    """

    event: str
    reason: str
    key: str
    is_shown: bool = False
    is_over: bool = False


class SetAsides:
    """Keeps them until the next tick, when they are published."""

    def __init__(self, output: Output, name: str, *, publishes: bool) -> None:
        """Open them.

        Args:
            name: of the table.
            publishes: whether this partition tells of them; all partitions see the same facts.
        """
        self._output = output
        self._publishes = publishes
        self.table: Table[AsideRow] = Table(name, AsideRow)
        self._pending: dict[str, None] = {}

    def resume(self) -> None:
        """Find again what waits for the next tick."""
        self._pending = {key: None for key, row in self.table.items() if row.is_over or not row.is_shown}

    def add(self, event: str, reason: Reason, key: str) -> None:
        """Set an event aside."""
        row_key = f"{event}/{reason}"
        row = self.table.get(row_key)
        if row is None:
            row = AsideRow(event, reason, key)
        row.is_over = False
        self.table.put(row_key, row)
        self._pending[row_key] = None

    def remove(self, event: str, reason: Reason) -> None:
        """Let an event have its effect after all."""
        row_key = f"{event}/{reason}"
        row = self.table.get(row_key)
        if row is not None:
            row.is_over = True
            self.table.put(row_key, row)
            self._pending[row_key] = None

    def tell(self, tick: TickReached) -> None:
        """Publish what changed since the last tick."""
        for row_key in sorted(self._pending):
            row = self.table.get(row_key)
            if row is None:
                continue
            if row.is_over:
                self.table.delete(row_key)
                if row.is_shown:
                    self._publish(row_key, row, None, "event_taken_up", tick)
            elif not row.is_shown:
                row.is_shown = True
                self.table.put(row_key, row)
                value = {"event": row.event, "reason": row.reason}
                self._publish(row_key, row, value, "event_set_aside", tick)
        self._pending.clear()

    def _publish(
        self, row_key: str, row: AsideRow, value: object | None, outcome: str, tick: TickReached
    ) -> None:
        if not self._publishes:
            return
        self._output.view(VIEW, row_key, value)
        body: dict[str, object] = {
            "type": outcome,
            "id": f"{outcome}/{row_key}@{tick.tick}",
            "event": row.event,
            "at": tick.at,
            "cites": CITES,
            "reason": row.reason,
        }
        self._output.outcome(row.key, body)
