"""How does a period run, from its first event to the replay that agrees, and what is told on the way?"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from rich.console import Console

from streams.cli.demo.program import Program
from streams.cli.demo.screen import LiveScreen, Moment, PlainScreen, Screen
from streams.cli.demo.stopwatch import Stopwatch
from streams.cli.demo.venue import Venue
from streams.demo.step import Step

_REDRAWN_SECONDS = 0.25
DECIDE = "publish and decide the events"
REFOLD = "fold the recorded log again"


class Performance:
    """Runs a program at a venue and tells what happens.

    Attributes:
        cpu_seconds: CPU time in which what is published at once was decided.
        differences: the rows in which the replay differs from what was published; None before the replay.
    """

    def __init__(self, program: Program, venue: Venue, console: Console, watch: Stopwatch) -> None:
        self.cpu_seconds = 0.0
        self.differences: list[str] | None = None
        self.program = program
        self.watch = watch
        self._venue = venue
        self._console = console
        self._published_count = 0

    async def run(self) -> None:
        """Run the whole of it."""
        program, views = self.program, self._venue.views
        with self.watch.step(DECIDE):
            used = self._venue.cpu_seconds()
            async with self._shown():
                await self._venue.publish(program.lines, self._count_published)
                self._count_published(len(program.lines))
                await self._take(program.opening)
            self.cpu_seconds = self._venue.cpu_seconds() - used
        program.tell_opening(views, self._console)
        for step in program.closing:
            with self.watch.step(step.name):
                await self._take(step)
        program.tell_closing(views, self._console)
        with self.watch.step(REFOLD):
            self.differences = await self._venue.refold()

    @property
    def row_count(self) -> int:
        """How many rows the views have."""
        return len(self._venue.rows)

    def facts(self) -> dict[str, Any]:
        """What a program reads of the figures."""
        return self.program.facts(self._venue.views)

    async def _take(self, step: Step) -> None:
        """Publish the events of a step and wait until all of it is decided."""
        views = self._venue.views
        lines = step.lines(views)
        await self._venue.publish(lines, lambda _count: None)
        await self._venue.until(lambda: step.is_done(views, lines))

    def _count_published(self, count: int) -> None:
        self._published_count = count

    @contextlib.asynccontextmanager
    async def _shown(self) -> AsyncIterator[None]:
        """Show how far the period is while something else goes on."""
        screen: Screen = (
            LiveScreen(self._console) if self._console.is_terminal else PlainScreen(self._console)
        )
        total = len(self.program.lines)
        with screen:
            drawing = asyncio.create_task(self._draw(screen))
            try:
                yield
            finally:
                drawing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await drawing
            screen.show(Moment(total, total, total, self.program.glance(self._venue.views)))

    async def _draw(self, screen: Screen) -> None:
        total = len(self.program.lines)
        while True:
            decided_count = min(self._venue.decided_count, self._published_count)
            glance = self.program.glance(self._venue.views)
            screen.show(Moment(total, self._published_count, decided_count, glance))
            await asyncio.sleep(_REDRAWN_SECONDS)
