"""What does a person see while the events are decided? A live table in a terminal, plain lines elsewhere."""

import time
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from streams.cli.demo.program import Glance

_PLAIN_SECONDS = 2.0


class Moment(NamedTuple):
    """How far the period is.

    Attributes:
        total: its events.
        glance: the newest running figures.
    """

    total: int
    published: int
    decided: int
    glance: Glance


class Screen(Protocol):
    """Shows a period while it runs."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def show(self, moment: Moment) -> None:
        """Show how far the period is now."""


class LiveScreen:
    """Redraws two progress bars and the running figures in place; it leaves the last state on the screen."""

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
        if moment.glance.picture is not None:
            shown.append(moment.glance.picture)
        self._live.update(Group(*shown), refresh=True)


class PlainScreen:
    """Writes a line every two seconds, and none twice in a row."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._next_at = 0.0
        self._last = ""

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
        line = (
            f"  published {moment.published:,} of {moment.total:,}, decided {moment.decided:,}; "
            f"{moment.glance.sentence}"
        )
        if line != self._last:
            self._console.print(line)
            self._last = line
