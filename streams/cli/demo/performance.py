"""How does a day run, from its first event to the replay that agrees, and what is told on the way?"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any, NamedTuple

from rich.console import Console
from rich.padding import Padding

from streams.cli.demo import tables
from streams.cli.demo.screen import LiveScreen, Moment, PlainScreen, Screen
from streams.cli.demo.stopwatch import Stopwatch
from streams.cli.demo.venue import Venue
from streams.demo.circle import DEFAULTER
from streams.demo.closing import STEPS, Step, last_fact
from streams.demo.day import Day
from streams.demo.sharing import explained, most_telling, shares
from streams.demo.timetable import CYCLE
from streams.kernel.law import LawBook

_REDRAWN_SECONDS = 0.25
_LINES_AT_ONCE = 5_000
DECIDE = "publish and decide the day"
REFOLD = "fold the recorded log again"


class Program(NamedTuple):
    """The day with all its events before the seal.

    Attributes:
        lines: the events in log order.
        entry_count: how many of them are payment entries, repeats not counted.
    """

    day: Day
    lines: list[bytes]
    entry_count: int


async def prepared(day: Day) -> Program:
    """Generate a day; others have their turn now and then."""
    lines: list[bytes] = []
    events = day.until_the_seal()
    while some := list(islice(events, _LINES_AT_ONCE)):
        lines += some
        await asyncio.sleep(0)
    entries = {line for line in lines if line.startswith(b'{"type":"entry_submitted"')}
    return Program(day, lines, len(entries))


class Performance:
    """Runs a day at a venue and tells what happens.

    Attributes:
        largest_sum_cents: the largest sum of running balances that was seen, by amount; 0 unless something is wrong.
        snapshot_count: how many different running balances were seen.
        cpu_seconds: CPU time in which the day was decided.
        differences: the rows in which the replay differs from what was published; None before the replay.
    """

    def __init__(
        self, program: Program, venue: Venue, law: LawBook, console: Console, watch: Stopwatch
    ) -> None:
        self.largest_sum_cents = 0
        self.snapshot_count = 0
        self.cpu_seconds = 0.0
        self.differences: list[str] | None = None
        self.watch = watch
        self._program = program
        self._venue = venue
        self._law = law
        self._console = console
        self._moment = Moment(len(program.lines))

    async def run(self) -> None:
        """Run the whole day."""
        console, figures = self._console, self._venue.figures
        seal, *closing = STEPS
        with self.watch.step(DECIDE):
            used = self._venue.cpu_seconds()
            async with self._shown():
                await self._venue.publish(self._program.lines, self._count_published)
                self._count_published(self._moment.total)
                await self._take(seal)
            self.cpu_seconds = self._venue.cpu_seconds() - used
        self._tell_the_seal()
        for step in closing:
            with self.watch.step(step.name):
                await self._take(step)
        self._tell_the_default(figures.case())
        console.print(tables.settlement(figures.cycle()["settlement_entries_cents"]))
        console.print(tables.verdicts(self._venue.rows))
        with self.watch.step(REFOLD):
            self.differences = await self._venue.refold()

    @property
    def case(self) -> dict[str, Any]:
        """The case of the defaulter."""
        return self._venue.figures.case()

    @property
    def state(self) -> str:
        """The state of the cycle."""
        return str(self._venue.figures.cycle()["state"])

    @property
    def row_count(self) -> int:
        """How many rows the views have."""
        return len(self._venue.rows)

    async def _take(self, step: Step) -> None:
        """Publish the events of a step and wait until all of it is decided."""
        lines = step.lines(self._program.day, self._venue.figures)
        await self._venue.publish(lines, lambda _count: None)
        await self._venue.decided(last_fact(lines))

    def _count_published(self, count: int) -> None:
        self._moment.published = count

    @contextlib.asynccontextmanager
    async def _shown(self) -> AsyncIterator[None]:
        """Show how far the day is while something else goes on."""
        screen: Screen = (
            LiveScreen(self._console) if self._console.is_terminal else PlainScreen(self._console)
        )
        with screen:
            drawing = asyncio.create_task(self._draw(screen))
            try:
                yield
            finally:
                drawing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await drawing
            self._look()
            self._moment.decided = self._moment.total
            screen.show(self._moment)

    async def _draw(self, screen: Screen) -> None:
        while True:
            self._look()
            screen.show(self._moment)
            await asyncio.sleep(_REDRAWN_SECONDS)

    def _look(self) -> None:
        """Take the newest balances, and check their sum."""
        balances = self._venue.figures.balances()
        self._moment.decided = min(self._venue.decided_count, self._moment.total)
        if balances != self._moment.balances:
            self._moment.balances = balances
            self.snapshot_count += 1
            self.largest_sum_cents = max(self.largest_sum_cents, abs(sum(balances.values())))

    def _tell_the_seal(self) -> None:
        """With which figures the cycle is closed; a terminal shows the balances already."""
        row = self._venue.figures.cycle()
        if not self._console.is_terminal:
            self._console.print(tables.balances("Balances", row["established_balances_cents"]))
        self._console.print(
            f"The cycle {CYCLE} is sealed (BL3/48) with these balances, from {row['accepted_entry_count']:,} accepted "
            f"entries of {row['accepted_item_count']:,} items. Their sum is "
            f"{tables.sum_of(row['established_balances_cents'])}.",
            style="bold",
        )

    def _tell_the_default(self, case: dict[str, Any]) -> None:
        """Who pays what, and how one share came about."""
        console, figures = self._console, self._venue.figures
        taken_apart = shares(case)
        telling = most_telling(taken_apart)
        console.print(
            f"{DEFAULTER} cannot pay: in default since {case['default_at']} (BL3/53(1)).", style="bold"
        )
        console.print(tables.obligations(figures, case))
        console.print(tables.sharing(case, taken_apart))
        console.print(f"How the share of {telling.survivor} came about", style="bold")
        for sentence in explained(case, taken_apart, telling, self._law):
            console.print(Padding(sentence, (0, 0, 0, 2)))
