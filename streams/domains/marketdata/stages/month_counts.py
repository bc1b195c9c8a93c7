"""How many individuals of each profile have a month, at each Distributor and recipient firm?"""

from collections.abc import Iterator

from streams.domains.marketdata.rules.bill import Pair
from streams.domains.marketdata.rules.findings import MonthOfUses
from streams.domains.marketdata.stages.handover import Passed
from streams.domains.marketdata.stages.meter import ANONYMOUS, LEFT_OUT, USERS
from streams.domains.marketdata.state.names import names_of
from streams.kernel.cells import ReceivedCells
from streams.kernel.table import StoredTable, Table

Sums = dict[Pair, dict[int, int]]


class MonthCounts:
    """The newest cells of every partition of users and of individuals, added up."""

    def __init__(self) -> None:
        table: Table[list[int]] = Table("cells", list[int], resident=True)
        self._cells = ReceivedCells(table)
        self.tables: tuple[StoredTable, ...] = (table,)

    def resume(self) -> None:
        """Add up the rows after a restart."""
        self._cells.resume()

    def receive(self, part: Passed) -> None:
        """Take a sender's newest cells."""
        self._cells.receive(part.sender, part.cells)

    def of(self, month: int, *, is_judged: bool = False) -> MonthOfUses:
        """What the uses of a month come to, as billed or as they would be were the month not final."""
        counts: Sums = {}
        anonymous: dict[Pair, int] = {}
        for pair, kind, since, profile, number in self._figures():
            if (kind == USERS and since <= month) or (kind == LEFT_OUT and is_judged and since == month):
                profiles = counts.setdefault(pair, {})
                profiles[profile] = profiles.get(profile, 0) + number
            elif kind == ANONYMOUS and since == month and number:
                anonymous[pair] = anonymous.get(pair, 0) | 1 << profile
        return MonthOfUses(
            {
                pair: {one: count for one, count in profiles.items() if count}
                for pair, profiles in counts.items()
            },
            anonymous,
        )

    def _figures(self) -> Iterator[tuple[Pair, str, int, int, int]]:
        """Every cell: its pair, kind, month, profile or cell of a use, and figure."""
        for group in self._cells.groups():
            distributor, firm = names_of(group)
            for rest, (number,) in self._cells.group(group).items():
                kind, month, profile = rest.split("/")
                yield (distributor, firm), kind, int(month), int(profile), number
