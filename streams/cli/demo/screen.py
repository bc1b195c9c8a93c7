"""What does a person see while the day runs? A live table in a terminal, plain lines elsewhere."""

import time
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from streams.cli.demo import tables

_PLAIN_SECONDS = 2.0


class Moment:
    """How far the day is.

    Attributes:
        total: events of the day.
        balances: the newest running balances, in cents.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.published = 0
        self.decided = 0
        self.balances: dict[str, int] = {}


class Screen(Protocol):
    """Shows a day while it runs."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def show(self, moment: Moment) -> None:
        """Show how far the day is now."""


class LiveScreen:
    """Redraws two progress bars and the running balances in place; it leaves the last state on the screen."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        )
        self._published = self._progress.add_task("published", total=None)
        self._decided = self._progress.add_task("decided", total=None)
        self._live = Live(console=console, auto_refresh=False, transient=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, moment: Moment) -> None:
        """Redraw."""
        self._progress.update(self._published, completed=moment.published, total=moment.total)
        self._progress.update(self._decided, completed=moment.decided, total=moment.total)
        shown: list[RenderableType] = [self._progress]
        if moment.balances:
            shown.append(tables.balances("Running balances", moment.balances))
        self._live.update(Group(*shown), refresh=True)


class PlainScreen:
    """Writes a line every two seconds."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._next_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def show(self, moment: Moment) -> None:
        """Write a line, unless the last one is too young."""
        now = time.monotonic()
        if now < self._next_at and moment.decided < moment.total:
            return
        self._next_at = now + _PLAIN_SECONDS
        balances = f"{len(moment.balances)} running balances, their sum {tables.sum_of(moment.balances)}"
        self._console.print(
            f"  published {moment.published:,} of {moment.total:,}, decided {moment.decided:,}; {balances}"
        )
