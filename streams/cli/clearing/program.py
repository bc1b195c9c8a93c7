"""What does the demonstration of the clearing show? A day, a default, and who pays."""

from typing import Any, Self

from rich.console import Console
from rich.padding import Padding

from streams.cli.clearing import tables
from streams.cli.demo.program import Glance, written_out
from streams.demo.clearing import figures
from streams.demo.clearing.circle import DEFAULTER
from streams.demo.clearing.closing import closing
from streams.demo.clearing.day import LEAST_ENTRIES, Day
from streams.demo.clearing.items import ENTRIES_A_DAY
from streams.demo.clearing.sharing import explained, most_telling, shares
from streams.demo.clearing.timetable import CYCLE
from streams.demo.views import Views
from streams.kernel.errors import UserError
from streams.kernel.law import LawBook


class ClearingProgram:
    """A business day up to its seal, the default of one direct clearer, and the settlement.

    Attributes:
        largest_sum_cents: the largest sum of running balances that was seen, by amount; 0 unless something is wrong.
        snapshot_count: how many different running balances were seen.
    """

    noun = "entries"

    def __init__(self, day: Day, lines: list[bytes], law: LawBook) -> None:
        self.lines = lines
        self.count = len({line for line in lines if line.startswith(b'{"type":"entry_submitted"')})
        self.opening, *self.closing = closing(day)
        self.largest_sum_cents = 0
        self.snapshot_count = 0
        self._law = law
        self._balances_cents: dict[str, int] = {}

    @classmethod
    async def prepare(cls, entries: int | None, law: LawBook) -> Self:
        """Generate a day.

        Raises:
            UserError: it is too small to hold every kind of event.
        """
        entries = ENTRIES_A_DAY if entries is None else entries
        if entries < LEAST_ENTRIES:
            raise UserError(
                f"A day has at least {LEAST_ENTRIES} entries, not {entries}. Nothing was started."
            )
        day = Day(entries)
        return cls(day, await written_out(day.until_the_seal()), law)

    @property
    def introduction(self) -> str:
        """What the day is."""
        return (
            f"The day has {len(self.lines):,} events, {self.count:,} of them payment entries by 12 direct "
            "clearers, a group clearer, those they represent, and the Bank of Canada. The institutions and all figures "
            "are invented; amounts are in Canadian dollars."
        )

    def glance(self, views: Views) -> Glance:
        """The newest balances; their sum is checked."""
        balances_cents = figures.balances_cents(views)
        if balances_cents != self._balances_cents:
            self._balances_cents = balances_cents
            self.snapshot_count += 1
            self.largest_sum_cents = max(self.largest_sum_cents, abs(sum(balances_cents.values())))
        sentence = f"{len(balances_cents)} running balances, their sum {tables.sum_of(balances_cents)}"
        return Glance(
            sentence, tables.balances("Running balances", balances_cents) if balances_cents else None
        )

    def tell_opening(self, views: Views, console: Console) -> None:
        """With which figures the cycle is closed; a terminal shows the balances already."""
        row = figures.cycle(views)
        if not console.is_terminal:
            console.print(tables.balances("Balances", row["established_balances_cents"]))
        console.print(
            f"The cycle {CYCLE} is sealed (BL3/48) with these balances, from {row['accepted_entry_count']:,} accepted "
            f"entries of {row['accepted_item_count']:,} items. Their sum is "
            f"{tables.sum_of(row['established_balances_cents'])}.",
            style="bold",
        )

    def tell_closing(self, views: Views, console: Console) -> None:
        """Who pays what, how one share came about, and what is posted."""
        case = figures.case(views)
        taken_apart = shares(case)
        telling = most_telling(taken_apart)
        console.print(
            f"{DEFAULTER} cannot pay: in default since {case['default_at']} (BL3/53(1)).", style="bold"
        )
        console.print(tables.obligations(views, case))
        console.print(tables.sharing(case, taken_apart))
        console.print(f"How the share of {telling.survivor} came about", style="bold")
        for sentence in explained(case, taken_apart, telling, self._law):
            console.print(Padding(sentence, (0, 0, 0, 2)))
        console.print(tables.settlement(figures.cycle(views)["settlement_entries_cents"]))
        console.print(tables.verdicts(views))
        console.print(
            f"The sum of the running balances was {self.largest_sum_cents} in all {self.snapshot_count} snapshots "
            "shown."
        )

    def facts(self, views: Views) -> dict[str, Any]:
        """The state of the cycle and the shares of section 57."""
        case = figures.case(views)
        return {
            "entries": self.count,
            "largest_sum_cents": self.largest_sum_cents,
            "snapshots": self.snapshot_count,
            "state": str(figures.cycle(views)["state"]),
            "section_57_a_cents": case["section_57_a_cents"],
            "section_57_shares_cents": case["section_57_shares_cents"],
        }

    def faults(self) -> list[str]:
        """A sum of balances other than 0."""
        if self.largest_sum_cents == 0:
            return []
        return [f"The running balances did not add up to 0: {self.largest_sum_cents} cents were left."]
