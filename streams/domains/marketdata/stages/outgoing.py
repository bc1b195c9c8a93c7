"""How does a partition hand on what changed since the mark before?"""

from collections.abc import Mapping, Sequence

import msgspec

from schemas import marketdata as events
from streams.domains.marketdata.rules.anomaly import Anomaly
from streams.domains.marketdata.stages.handover import (
    BILLING,
    INDIVIDUALS,
    Lent,
    MarkReached,
    Passed,
    encode,
    in_pieces,
)
from streams.kernel.cells import SentCells
from streams.kernel.stage import Opening
from streams.kernel.table import StoredTable, Table


class OutgoingRow(msgspec.Struct, array_like=True, gc=False):
    """How many marks were handed on."""

    marks: int = 0


class Outgoing:
    """What one partition of a stage hands on, in parts and with a mark behind them."""

    def __init__(self, stage: str, opening: Opening, cells: SentCells) -> None:
        self._sender = f"{stage}-{opening.partition}"
        self._opening = opening
        self._cells = cells
        self._about: Table[OutgoingRow] = Table("outgoing", OutgoingRow, resident=True)
        self._row = OutgoingRow()
        self._gone: list[list[str]] = []
        self._found: list[list[str]] = []
        self.tables: tuple[StoredTable, ...] = (self._about,)

    def resume(self) -> None:
        """Go on after a restart."""
        self._row = self._about.get("row") or OutgoingRow()
        self._cells.resume(self._row.marks)

    def found(self, gone: Sequence[Anomaly], new: Sequence[Anomaly]) -> None:
        """Hand on with the next mark, which is the record in hand, which anomalies are gone and which are new."""
        self._gone += [list(anomaly) for anomaly in gone]
        self._found += [list(anomaly) for anomaly in new]

    def lend(self, number: int, lent: Mapping[int, Sequence[Lent]]) -> None:
        """Hand statements of users on to individuals, with a mark behind them.

        Args:
            number: of the mark among the facts.
            lent: by the partition of individuals.
        """
        for partition in range(self._opening.partitions):
            pieces = in_pieces(lent.get(partition, ()))
            self._send(INDIVIDUALS, partition, number, [Passed(lent=piece) for piece in pieces])

    def hand_on(self, number: int, mark: events.Fact) -> None:
        """Hand figures and anomalies on to billing, with the mark after the last record before it."""
        cells = sorted(self._cells.hand_on().items())
        gone, self._gone = self._gone, []
        found, self._found = self._found, []
        parts = [
            *(Passed(cells=dict(piece)) for piece in in_pieces(cells)),
            *(Passed(gone=piece) for piece in in_pieces(gone)),
            *(Passed(found=piece) for piece in in_pieces(found)),
        ]
        self._send(BILLING, 0, number, parts)
        self._row.marks += 1
        self._about.put("row", self._row)
        self._opening.output.mark(mark.id)

    def _send(self, source: str, partition: int, mark: int, parts: Sequence[Passed]) -> None:
        output = self._opening.output
        for number, part in enumerate(parts):
            part.sender, part.mark, part.number = self._sender, mark, number
            output.forward(source, partition, str(mark), encode(part))
        output.forward(source, partition, str(mark), encode(MarkReached(self._sender, mark, len(parts))))
