"""What do the uses of an individual come to when devices lend it theirs? (section 5.1 of the contract)"""

from collections.abc import Iterable

from schemas import marketdata as events
from streams.domains.marketdata.rules.individual import Measuring
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.stages.handover import MARKS, Handover, Lent
from streams.domains.marketdata.stages.inbox import Inbox
from streams.domains.marketdata.stages.meter import Meter
from streams.domains.marketdata.stages.outgoing import Outgoing
from streams.domains.marketdata.state.names import key_of
from streams.domains.marketdata.state.users import Statements, Words, names_of_row, row_key
from streams.kernel.partitioner import partition_of
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables


class Individuals:
    """Folds one partition of the individuals to whom devices are dedicated, and of these devices."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._book = FactBook(opening.law)
        self._meter = Meter(self._book)
        self._inbox = Inbox(opening.sender_count, self._silent_count, opening.output)
        self._lent: Table[Statements] = Table("lent", Statements)
        self._individuals: Table[Words] = Table("individuals", Words)
        self._distributors: Table[bool] = Table("distributors", bool, resident=True)
        self._outgoing = Outgoing("individuals", opening, self._meter.cells)
        self.tables = Tables(
            self._lent,
            self._individuals,
            self._distributors,
            *self._book.tables,
            *self._meter.tables,
            *self._inbox.tables,
            *self._outgoing.tables,
        )

    def resume(self) -> None:
        """Read the facts, what waits and what was handed on from the rows."""
        self._book.resume()
        self._inbox.resume()
        self._outgoing.resume()

    def step(self, handover: Handover, record: Record) -> Disposition:
        """Take what was handed on; go on as far as marks have come from every partition."""
        if not self._inbox.take(handover):
            return Disposition.REPEATED
        for turn in self._inbox.turns():
            self._take_lent([lent for part in turn.parts for lent in part.lent])
            limits = self._book.limits_for_the_first_time(turn.fact)
            refused = self._book.take(turn.fact)
            if isinstance(turn.fact, events.DeviceClassified):
                self._reconsider(turn.fact.device)
            elif isinstance(turn.fact, events.LicensePurchased) and limits:
                self._look_at_all(turn.fact.distributor)
            elif isinstance(turn.fact, events.MonthClosed) and refused is None:
                self._find()
            if isinstance(turn.fact, MARKS) and self._book.devices.are_lent:
                self._outgoing.hand_on(turn.number, turn.fact)
        return Disposition.DECIDED

    def _silent_count(self) -> int:
        """Users hand marks on to individuals only once a device is dedicated to somebody."""
        return 0 if self._book.devices.are_lent else self._opening.sender_count

    def _take_lent(self, lent: Iterable[Lent]) -> None:
        """Take the newest statements of users in the place of the former ones."""
        concerned: set[tuple[str, str]] = set()
        for one in lent:
            self._lent.put(row_key(one.distributor, one.name), one.said)
            self._distributors.put(one.distributor, True)
            for individual in self._individuals_of(one.name):
                concerned.add((one.distributor, individual))
        for distributor, individual in sorted(concerned):
            self._count(distributor, individual)

    def _individuals_of(self, name: str) -> set[str]:
        """Those for whom the uses of a name count, in any month."""
        return {name, *self._book.devices.owners(name)}

    def _reconsider(self, device: str) -> None:
        """Count anew whom a statement about a device concerns, at every Distributor."""
        for distributor in self._distributors:
            for individual in sorted(self._individuals_of(device)):
                self._count(distributor, individual)

    def _count(self, distributor: str, individual: str) -> None:
        """Work out anew what the uses of an individual come to, if it belongs here."""
        partition = partition_of(key_of(distributor, individual).encode(), self._opening.partitions)
        if partition != self._opening.partition:
            return
        parts: dict[str, Statements] = {}
        for name in (individual, *self._book.devices.lenders(individual)):
            said = self._lent.get(row_key(distributor, name))
            if said is not None:
                parts[name] = said
        stated, admission, months = self._book.devices.statements, self._book.admission, self._book.months
        key = row_key(distributor, individual)
        before = self._individuals.get(key) or Words()
        words = Measuring(individual, parts, stated, admission, months).measure()
        self._meter.count(distributor, before, words)
        self._individuals.put(key, words)
        self._meter.flag(key, is_flagged=self._meter.is_noticeable(distributor, words.courses))

    def _look_at_all(self, distributor: str) -> None:
        """Look at every individual of a Distributor again, now that a license may limit what some may do."""
        for key, words in self._individuals.items(row_key(distributor, "")):
            self._meter.flag(key, is_flagged=self._meter.is_noticeable(distributor, words.courses))

    def _find(self) -> None:
        """Find out at a close what became an anomaly, and what is none any more."""
        for key in self._meter.looked_at():
            words = self._individuals.get(key) or Words()
            distributor, individual = names_of_row(key)
            found = self._meter.anomalies(distributor, individual, words.courses)
            self._outgoing.found(*self._meter.hold(key, found))
