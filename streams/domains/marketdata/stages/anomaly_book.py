"""Which anomalies were reported, and which hold? (section 6.2 of the contract)"""

from collections.abc import Set

import msgspec

from streams.domains.marketdata.rules.anomaly import Anomaly
from streams.domains.marketdata.stages.handover import Passed
from streams.domains.marketdata.stages.outcomes import Publisher
from streams.kernel.output import Output
from streams.kernel.table import StoredTable, Table
from streams.kernel.watched import Watched


class FoundRow(msgspec.Struct, array_like=True, gc=False):
    """An anomaly that holds, but for single users, by its fields."""

    fields: list[str]


class AnomalyBook:
    """What was reported and what of it is open; what holds of users comes from their partitions."""

    def __init__(self, publish: Publisher, output: Output) -> None:
        self._publish = publish
        self._output = output
        self._is_open: Table[bool] = Table("anomalies", bool)
        self._found: Table[FoundRow] = Table("found", FoundRow, resident=True)
        self._watched = Watched(output)
        self._gone_of_users: set[Anomaly] = set()
        self._new_of_users: set[Anomaly] = set()
        self.tables: tuple[StoredTable, ...] = (self._is_open, self._found, self._watched.table)

    def resume(self) -> None:
        """Show again how many are open."""
        self._watched.resume()

    def receive(self, part: Passed) -> None:
        """Take what is gone and what is new of single users, with the mark of a close."""
        self._gone_of_users.update(Anomaly(*fields) for fields in part.gone)
        self._new_of_users.update(Anomaly(*fields) for fields in part.found)

    def settle(self, found: Set[Anomaly], close: str, month: str) -> None:
        """Publish what became an anomaly, what is none any more, and what is one again.

        Args:
            found: all that holds but for single users.
            close: the id of the close.
            month: that is closed.
        """
        before = {Anomaly(*row.fields) for _, row in self._found.items()}
        gone = (before - found) | self._gone_of_users
        new = (found - before) | self._new_of_users
        # A user may move from one stage to another and still have the same anomaly.
        for anomaly in sorted(gone - new):
            self._is_open.put(anomaly.path, False)
            self._publish.anomaly_turned("anomaly_cleared", anomaly, close, month)
            self._output.view("open_anomalies", anomaly.path, None)
            self._watched.add("anomalies_open", -1, anomaly.kind)
        for anomaly in sorted(new - gone):
            if anomaly.path in self._is_open:
                self._publish.anomaly_turned("anomaly_reopened", anomaly, close, month)
            else:
                self._publish.anomaly(anomaly, close)
            self._is_open.put(anomaly.path, True)
            self._output.view("open_anomalies", anomaly.path, anomaly.row())
            self._watched.add("anomalies_open", 1, anomaly.kind)
        for anomaly in before - found:
            self._found.delete(anomaly.path)
        for anomaly in sorted(found - before):
            self._found.put(anomaly.path, FoundRow(list(anomaly)))
        self._gone_of_users.clear()
        self._new_of_users.clear()
