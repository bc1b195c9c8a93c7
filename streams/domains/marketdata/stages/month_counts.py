"""How many individuals of each profile have a month, at each Distributor and recipient firm?"""

from collections.abc import Iterator
from typing import Final

from streams.domains.marketdata.rules.bill import Pair
from streams.domains.marketdata.rules.findings import MonthOfUses
from streams.domains.marketdata.stages.handover import Passed
from streams.domains.marketdata.stages.meter import ANONYMOUS, LEFT_OUT, USERS
from streams.domains.marketdata.state.names import names_of
from streams.kernel.cells import ReceivedCells
from streams.kernel.table import StoredTable, Table

Sums = dict[Pair, dict[int, int]]

FIRST: Final = 0
"""The month before which no event can lie."""


class MonthCounts:
    """The newest cells of every partition of users and of individuals, added up.

    Attributes:
        changed_from: the first month for which a cell changed since `settle`; None: none did.
    """

    def __init__(self) -> None:
        table: Table[list[int]] = Table("cells", list[int], resident=True)
        self._cells = ReceivedCells(table)
        self._uses: dict[tuple[int, bool], MonthOfUses] = {}
        self.changed_from: int | None = FIRST
        self.tables: tuple[StoredTable, ...] = (table,)

    def resume(self) -> None:
        """Add up the rows after a restart."""
        self._cells.resume()

    def receive(self, part: Passed) -> None:
        """Take a sender's newest cells."""
        if part.cells:
            self._cells.receive(part.sender, part.cells)
            self._uses.clear()
            first = min(int(key.rsplit("/", 2)[1]) for key in part.cells)
            self.changed_from = first if self.changed_from is None else min(first, self.changed_from)

    def settle(self) -> None:
        """Say that all that changed was looked at."""
        self.changed_from = None

    def of(self, month: int, *, is_judged: bool = False) -> MonthOfUses:
        """What the uses of a month come to, as billed or as they would be were the month not final."""
        uses = self._uses.get((month, is_judged))
        if uses is None:
            uses = self._uses[month, is_judged] = self._added_up(month, is_judged)
        return uses

    def has_left_out(self, month: int) -> bool:
        """Whether facts that came too late would change the uses of a final month."""
        return any(
            kind == LEFT_OUT and since == month and number for _, kind, since, _, number in self._figures()
        )

    def _added_up(self, month: int, is_judged: bool) -> MonthOfUses:
        counts: Sums = {}
        anonymous: dict[Pair, int] = {}
        for pair, kind, since, profile, number in self._figures():
            if (kind == USERS and since <= month) or (kind == LEFT_OUT and is_judged and since == month):
                profiles = counts.setdefault(pair, {})
                profiles[profile] = profiles.get(profile, 0) + number
            elif kind == ANONYMOUS and since == month and number:
                anonymous[pair] = anonymous.get(pair, 0) | 1 << profile
        found = {
            pair: {one: held for one, held in profiles.items() if held} for pair, profiles in counts.items()
        }
        return MonthOfUses({pair: profiles for pair, profiles in found.items() if profiles}, anonymous)

    def _figures(self) -> Iterator[tuple[Pair, str, int, int, int]]:
        """Every cell: its pair, kind, month, profile or cell of a use, and figure."""
        for group in self._cells.groups():
            distributor, firm = names_of(group)
            for rest, (number,) in self._cells.group(group).items():
                kind, month, profile = rest.split("/")
                yield (distributor, firm), kind, int(month), int(profile), number
