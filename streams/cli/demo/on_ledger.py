"""How is a period run without Kafka? The same topics in one file, the same stages in this process."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.cli.demo.venue import OnProgress
from streams.demo.refolding import Rows, differences, fold_input, fold_on, newest
from streams.demo.views import Views
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.ledger.intake import IntakeReport
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter

_LINES_AT_ONCE = 10_000
_ALL = -1


class OnLedger:
    """Publishes into a ledger of its own and folds it; the file is removed in the end."""

    def __init__(self, domain: Domain, partitions: int, path: Path) -> None:
        """Begin a ledger at a path where there is none."""
        self._domain = domain
        self._path = path
        self._ledger = LedgerWriter.begin_or_open(path, lambda: time.time_ns() // 1_000_000)
        self._run = LedgerRun(self._ledger, domain, domain.law, partitions=partitions)
        self._read_up_to = dict.fromkeys(range(partitions), 0)
        self.rows: Rows = {}
        self.views = Views(self.rows)
        self.decided_count = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ledger.close()
        for left in self._path.parent.glob(f"{self._path.name}*"):
            left.unlink()

    def cpu_seconds(self) -> float:
        """CPU time of this process."""
        return time.process_time()

    async def publish(self, lines: list[bytes], on_progress: OnProgress) -> None:
        """Fold events as they are published."""
        for begin in range(0, len(lines), _LINES_AT_ONCE):
            some = lines[begin : begin + _LINES_AT_ONCE]
            name = f"demo, events from {self.decided_count + 1}"
            self._run.take([Source.memory(name, some)], IntakeReport())
            self._follow()
            self.decided_count += len(some)
            on_progress(begin + len(some))
            await asyncio.sleep(0)

    def _follow(self) -> None:
        """Bring the rows up to date."""
        views = self._run.names.views
        for partition, offset in self._read_up_to.items():
            records = self._ledger.read_range(views, partition, offset, _ALL)
            newest(self.rows, ((record.key or b"", record.value) for record in records))
            if records:
                self._read_up_to[partition] = records[-1].offset + 1

    async def until(self, holds: Callable[[], bool]) -> None:
        """Everything that was published is decided.

        Raises:
            UserError: the views do not show it all the same.
        """
        if not holds():
            raise UserError("All events are folded, and the views do not show what they should.", exit_code=1)

    async def refold(self) -> list[str]:
        """Read the recorded input back from the file and fold it again."""
        events, partitions = self._run.names.events, self._run.partitions
        recorded = {number: self._ledger.read_range(events, number, 0, _ALL) for number in range(partitions)}
        folded = fold_input(self._domain, partitions, recorded)
        return differences(self.rows, fold_on(self._domain, partitions, [folded]))
