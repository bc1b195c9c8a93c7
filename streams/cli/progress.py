"""How does a person see how far a long work is?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from streams.cli.screen import Screen


class Bar:
    """Shows how far a long work is, on a terminal."""

    def __init__(self, shown: Progress | None, what: str, total: int | None) -> None:
        self._shown = shown
        self._task = shown.add_task(what, total=total) if shown else TaskID(0)

    def of(self, total: int) -> Self:
        """Say how much there is to do."""
        if self._shown is not None:
            self._shown.update(self._task, total=total)
        return self

    def __call__(self, count: int) -> None:
        """Say how much more is done."""
        if self._shown is not None:
            self._shown.advance(self._task, count)


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Bar]:
    """A bar on a terminal, by records."""
    console = Screen(stderr=True)
    if not console.is_terminal:
        yield Bar(None, what, total)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as shown:
        yield Bar(shown, what, total)
