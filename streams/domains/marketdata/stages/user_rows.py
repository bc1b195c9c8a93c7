"""How are the users of one partition kept and counted?"""

from collections.abc import Iterable, Iterator, Sequence

from streams.domains.marketdata.rules.anomaly import Anomaly, Kind
from streams.domains.marketdata.rules.findings import entitlements_not_found
from streams.domains.marketdata.rules.individual import Measuring
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.stages.handover import Lent
from streams.domains.marketdata.stages.history import History
from streams.domains.marketdata.stages.meter import Meter
from streams.domains.marketdata.state.admission import Variant
from streams.domains.marketdata.state.names import key_of
from streams.domains.marketdata.state.users import Statements, UserRow, Words, names_of_row, row_key
from streams.kernel.partitioner import partition_of
from streams.kernel.table import StoredTable, Table


class UserRows:
    """The rows of users, found by their keys; only a first Digital Media license walks those of its Distributor."""

    def __init__(self, book: FactBook, meter: Meter, partitions: int) -> None:
        self._book = book
        self._meter = meter
        self._partitions = partitions
        self._users: Table[UserRow] = Table("users", UserRow)
        self.history = History()
        self._distributors: Table[bool] = Table("distributors", bool, resident=True)
        self._to_lend: Table[bool] = Table("to_lend", bool)
        self.tables: tuple[StoredTable, ...] = (
            self._users,
            *self.history.tables,
            self._distributors,
            self._to_lend,
        )

    def get(self, key: str) -> UserRow:
        """The row of a user, an empty one if nothing was known."""
        return self._users.get(key) or UserRow(b"", Statements())

    def put(self, key: str, row: UserRow, distributor: str) -> None:
        """Say that a row of a Distributor's user was altered."""
        self._users.put(key, row)
        if distributor not in self._distributors:
            self._distributors.put(distributor, True)

    def count(self, key: str, row: UserRow, distributor: str, user: str) -> None:
        """Work out anew what the uses of a user come to; where uses are lent, the individuals do it."""
        if self._book.devices.is_involved(user):
            if key not in self._to_lend:
                self._to_lend.put(key, True)
            self.recount(key, row, distributor, Words())
            return
        if not row.said.has_uses():
            self._flag(key, row, distributor)
            return
        stated, admission, months = self._book.devices.statements, self._book.admission, self._book.months
        said = self.history.whole(key, row)
        measure = Measuring(user, {user: said}, stated, admission, months).measure()
        self.recount(key, row, distributor, measure)

    def recount(self, key: str, row: UserRow, distributor: str, words: Words) -> None:
        """Count a user by what its uses come to now."""
        self._meter.count(distributor, row.words, words)
        row.words = words
        self._users.put(key, row)
        self._flag(key, row, distributor)

    def _flag(self, key: str, row: UserRow, distributor: str) -> None:
        noticeable = self._meter.is_noticeable(distributor, row.words.courses)
        self._meter.flag(key, is_flagged=noticeable or may_lack_a_grant(row.said))

    def reconsider(self, names: Iterable[str]) -> None:
        """Count anew the users of a name at every Distributor."""
        for distributor in self._distributors:
            for name in sorted(names):
                key = row_key(distributor, name)
                row = self._users.get(key)
                if row is not None:
                    self.count(key, row, distributor, name)

    def look_at_all(self, distributor: str) -> None:
        """Look at every user of a Distributor again, now that a license limits what some may do."""
        for key, row in self._users.items(row_key(distributor, "")):
            self._flag(key, row, distributor)

    def changed_anomalies(self) -> Iterator[tuple[Sequence[Anomaly], Sequence[Anomaly]]]:
        """What is none any more, and what became an anomaly, of each user that is looked at at a close."""
        for key in self._meter.looked_at():
            row = self._users.get(key)
            if row is None:
                continue
            distributor, user = names_of_row(key)
            found = self._meter.anomalies(distributor, user, row.words.courses)
            if may_lack_a_grant(row.said):
                found |= self._entitlements_not_found(distributor, user, row.said)
            yield self._meter.hold(key, found)

    def _entitlements_not_found(self, distributor: str, user: str, said: Statements) -> set[Anomaly]:
        admission = self._book.admission
        return {
            Anomaly(Kind.ENTITLEMENT_NOT_FOUND, distributor=distributor, user=user, entitlement=entitlement)
            for month in admission.closes
            for entitlement in entitlements_not_found(said, Variant(admission, month))
        }

    def lent(self) -> dict[int, list[Lent]]:
        """What individuals must know anew, by their partition; it counts as handed on."""
        lent: dict[int, list[Lent]] = {}
        for key in list(self._to_lend):
            row = self._users.get(key)
            distributor, name = names_of_row(key)
            if row is not None:
                said = self.history.whole(key, row)
                for partition in self._partitions_of(distributor, name):
                    lent.setdefault(partition, []).append(Lent(distributor, name, said))
            self._to_lend.delete(key)
        return lent

    def _partitions_of(self, distributor: str, name: str) -> list[int]:
        """Where a user and those to whom its uses are lent are counted."""
        individuals = {name, *self._book.devices.owners(name)}
        partitions = self._partitions
        return sorted({partition_of(key_of(distributor, one).encode(), partitions) for one in individuals})


def may_lack_a_grant(said: Statements) -> bool:
    """Whether a revocation may count for a month for which no grant of its entitlement does."""
    return any(
        not any(
            grant.entitlement == one.entitlement
            and grant.closes_before <= one.closes_before
            and grant.recorded_in <= one.recorded_in
            for grant in said.grants
        )
        for one in said.revocations
    )
